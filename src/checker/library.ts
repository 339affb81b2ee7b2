/** The platform's own declarations (lib.*.d.ts), from memory: ts-morph carries them. */
import { Project } from 'ts-morph';

export interface Library {
  readonly folder: string;
  read(path: string): string | undefined;
}

/** Where ts-morph keeps them. Nothing is on disk there. */
const FOLDER = '/node_modules/typescript/lib';

export function openLibrary(): Library {
  const host = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  return {
    folder: FOLDER,
    read: (path) => (path.startsWith(`${FOLDER}/lib.`) && host.fileExists(path) ? host.readFile(path) : undefined),
  };
}
