/** The compiler's language service over files in memory. It never touches the disk. */
import { ts } from 'ts-morph';
import type { NamePlace } from '../graph';
import type { CheckedFiles } from './files';
import type { Library } from './library';

export interface Service {
  readonly language: ts.LanguageService;
  /** The program of the files as they are loaded now. */
  program(): ts.Program;
  source(path: string): ts.SourceFile | undefined;
  /** Name of a workspace file for the compiler. */
  nameOf(path: string): string;
  /** Path in the workspace of a compiler's file; undefined for those of the platform. */
  pathOf(name: string): string | undefined;
  /** Offset of a place, if the file has it. */
  offsetOf(place: NamePlace): number | undefined;
  placeOf(source: ts.SourceFile, offset: number): NamePlace | undefined;
  /** As `placeOf`; what the platform declares is at `lib:…`. */
  anyPlaceOf(source: ts.SourceFile, offset: number): NamePlace;
  dispose(): void;
}

/** Folder that the compiler believes the workspace to be. */
const ROOT = '/workspace/';

export function createService(files: CheckedFiles, library: Library): Service {
  const nameOf = (path: string): string => ROOT + path;
  const pathOf = (name: string): string | undefined => (name.startsWith(ROOT) ? name.slice(ROOT.length) : undefined);
  const textOf = (name: string): string | undefined => {
    const path = pathOf(name);
    return path === undefined ? library.read(name) : files.loaded.get(path)?.text;
  };
  const versionOf = (name: string): string => {
    const path = pathOf(name);
    return path === undefined ? 'library' : (files.loaded.get(path)?.hash ?? 'gone');
  };

  const language = ts.createLanguageService({
    getProjectVersion: () => String(files.version()),
    getScriptFileNames: () => [...files.loaded.keys()].sort().map(nameOf),
    getScriptVersion: versionOf,
    getScriptSnapshot(name) {
      const text = textOf(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => ROOT.slice(0, -1),
    getCompilationSettings: () => files.options,
    getDefaultLibFileName: (options) => `${library.folder}/${ts.getDefaultLibFileName(options)}`,
    fileExists: (name) => textOf(name) !== undefined,
    readFile: textOf,
    directoryExists: () => false,
    getDirectories: () => [],
    useCaseSensitiveFileNames: () => true,
    resolveModuleNameLiterals: (literals, containing) => literals.map(({ text }) => ({ resolvedModule: resolveModule(containing, text) })),
    resolveTypeReferenceDirectiveReferences: (references) => references.map(() => ({ resolvedTypeReferenceDirective: undefined })),
  });

  function resolveModule(containing: string, specifier: string): ts.ResolvedModuleFull | undefined {
    const from = pathOf(containing);
    const target = from === undefined ? undefined : files.resolve(from, specifier);
    if (target === undefined || !files.loaded.has(target)) return undefined;
    const extension = /(?:\.d)?\.[cm]?[jt]sx?$/.exec(target)?.[0];
    return extension === undefined ? undefined : { resolvedFileName: nameOf(target), extension, isExternalLibraryImport: false };
  }

  function anyPlaceOf(file: ts.SourceFile, offset: number): NamePlace {
    const { line, character } = file.getLineAndCharacterOfPosition(offset);
    const path = pathOf(file.fileName) ?? `lib:${file.fileName.slice(library.folder.length + 1)}`;
    return { path, line: line + 1, column: character + 1 };
  }

  const program = (): ts.Program => language.getProgram()!;
  const source = (path: string): ts.SourceFile | undefined => program().getSourceFile(nameOf(path));

  return {
    language,
    program,
    source,
    nameOf,
    pathOf,
    offsetOf({ path, line, column }) {
      const file = source(path);
      const start = file?.getLineStarts()[line - 1];
      const offset = start === undefined ? undefined : start + column - 1;
      return offset !== undefined && offset >= 0 && offset <= file!.text.length ? offset : undefined;
    },
    placeOf: (file, offset) => (pathOf(file.fileName) === undefined ? undefined : anyPlaceOf(file, offset)),
    anyPlaceOf,
    dispose: () => language.dispose(),
  };
}
