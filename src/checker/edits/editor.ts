/** One file at a time in a ts-morph project of its own: edited as a tree, forgotten afterwards. */
import { Project, type SourceFile } from 'ts-morph';

/** The text after a change of the file; undefined when it is not safe. */
export type Change = (file: SourceFile) => string | undefined;

export interface Editor {
  /** The text after all changes, each on what the one before it gave; undefined when one is not safe. */
  edit(path: string, text: string, changes: readonly Change[]): string | undefined;
}

export function createEditor(): Editor {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true, compilerOptions: { allowJs: true } });
  return {
    edit(path, text, changes) {
      let now: string | undefined = text;
      for (const change of changes) {
        if (now === undefined) return undefined;
        const file = project.createSourceFile(`/${path}`, now, { overwrite: true });
        try {
          now = change(file);
        } finally {
          file.forget();
        }
      }
      return now;
    },
  };
}
