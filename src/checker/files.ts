/** A workspace's files as the checker's thread holds them: read when needed, known by their hash. */
import { ts } from 'ts-morph';
import { createError, toEngineError } from '../kernel';
import { createTypeScriptResolver, folderOf, joinPath, type TypeScriptResolver } from '../graph';
import { readTask } from '../source';
import type { CheckerFile, CheckTask, Universe } from './messages';
import { compilerOptions, configChain } from './options';

export interface LoadedFile {
  readonly hash: string;
  readonly text: string;
  /** Module specifiers as written, all ways to import. */
  readonly specifiers: readonly string[];
  readonly jsx: boolean;
}

export interface CheckedFiles {
  readonly loaded: ReadonlyMap<string, LoadedFile>;
  readonly options: ts.CompilerOptions;
  /** Changes whenever a loaded file or the options do. */
  version(): number;
  resolve(from: string, specifier: string): string | undefined;
  /** The universe from now on; files that are gone or other than before are forgotten. */
  setUniverse(universe: Universe): Promise<void>;
  /** Reads the roots and what they import. Gives the files that were not as expected. Throws CHECKER_TOO_LARGE. */
  load(roots: readonly string[], limits: CheckTask['limits']): Promise<string[]>;
  /** What `work` gives while some files have other texts; those texts stay with nobody. */
  pretend<T>(texts: ReadonlyMap<string, string>, work: () => T): T;
  /** What each loaded file imports, of the loaded ones. */
  imports(): ReadonlyMap<string, readonly string[]>;
}

const READERS = 16;

export function createCheckedFiles(): CheckedFiles {
  let universe: Universe | undefined;
  let known = new Map<string, CheckerFile>();
  let resolver: TypeScriptResolver | undefined;
  let options = compilerOptions([]);
  const loaded = new Map<string, LoadedFile>();
  const changed = new Set<string>();
  let characters = 0;
  let version = 0;
  let pretended = 0;
  /** Files known to be loaded with all that they import: nothing is left to do for them. */
  const complete = new Set<string>();
  let imported: { readonly version: number; readonly of: ReturnType<CheckedFiles['imports']> } | undefined;

  async function setUniverse(next: Universe): Promise<void> {
    universe = next;
    known = new Map(next.files.map((file) => [file.path, file]));
    changed.clear();
    complete.clear();
    for (const [path, { hash }] of loaded) if (known.get(path)?.hash !== hash) forget(path);
    resolver = createResolver(next);
    options = await readOptions(next);
    version += 1;
  }

  function forget(path: string): void {
    characters -= loaded.get(path)?.text.length ?? 0;
    loaded.delete(path);
  }

  async function load(roots: readonly string[], limits: CheckTask['limits']): Promise<string[]> {
    const seen = new Set<string>();
    const isNew = (path: string): boolean => known.has(path) && !complete.has(path) && !seen.has(path);
    let wave = roots.filter(isNew);
    while (wave.length > 0) {
      wave.forEach((path) => seen.add(path));
      const missing = wave.filter((path) => !loaded.has(path) && !changed.has(path));
      if (loaded.size + missing.length > limits.files) throw tooLarge(`${loaded.size + missing.length} files`, `${limits.files} files`);
      await readAll(missing);
      if (characters > limits.characters) throw tooLarge(`${characters} characters`, `${limits.characters} characters`);
      wave = [...new Set(wave.flatMap(importsOf))].filter(isNew);
    }
    for (const path of seen) complete.add(path);
    return [...changed];
  }

  async function readAll(paths: readonly string[]): Promise<void> {
    const queue = [...paths];
    const read = async (): Promise<void> => {
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) await readOne(path);
    };
    await Promise.all(Array.from({ length: Math.min(READERS, queue.length) }, read));
    if (paths.length > 0) version += 1;
  }

  async function readOne(path: string): Promise<void> {
    const { hash: expected, content } = known.get(path)!;
    try {
      const { text, hash } = await readTask({ source: universe!.source, content }, path);
      if (hash !== expected) changed.add(path);
      loaded.set(path, describe(path, text, hash));
      characters += text.length;
    } catch (thrown) {
      // A file that went away since it was indexed is missing, not an error of the whole.
      toEngineError(thrown);
      changed.add(path);
    }
  }

  function importsOf(path: string): string[] {
    const file = loaded.get(path);
    if (!file) return [];
    const implicit = file.jsx && options.jsxImportSource ? [`${options.jsxImportSource}/jsx-runtime`, `${options.jsxImportSource}/jsx-dev-runtime`] : [];
    return [...file.specifiers, ...implicit].map((specifier) => resolve(path, specifier)).filter((target) => target !== undefined);
  }

  function resolve(from: string, specifier: string): string | undefined {
    const target = resolver?.resolve(from, specifier);
    return target !== undefined && known.has(target) ? target : undefined;
  }

  function pretend<T>(texts: ReadonlyMap<string, string>, work: () => T): T {
    const before = new Map([...texts.keys()].map((path) => [path, loaded.get(path)!]));
    for (const [path, text] of texts) {
      pretended += 1;
      loaded.set(path, describe(path, text, `pretended ${pretended}`));
    }
    version += 1;
    try {
      return work();
    } finally {
      for (const [path, file] of before) loaded.set(path, file);
      version += 1;
    }
  }

  return {
    loaded,
    pretend,
    get options() {
      return options;
    },
    version: () => version,
    resolve,
    setUniverse,
    load,
    imports() {
      if (imported?.version !== version) imported = { version, of: new Map([...loaded.keys()].map((path) => [path, importsOf(path)])) };
      return imported.of;
    },
  };
}

function describe(path: string, text: string, hash: string): LoadedFile {
  const { importedFiles, referencedFiles } = ts.preProcessFile(text, true, true);
  const references = referencedFiles.map(({ fileName }) => (fileName.startsWith('.') ? fileName : `./${fileName}`));
  const pragma = /@jsxImportSource\s+(\S+)/.exec(text)?.[1];
  const runtime = pragma ? [`${pragma}/jsx-runtime`, `${pragma}/jsx-dev-runtime`] : [];
  return {
    hash,
    text,
    specifiers: [...new Set([...importedFiles.map(({ fileName }) => fileName), ...references, ...runtime])],
    jsx: /\.[jt]sx$/.test(path),
  };
}

/** The same rules, over the same files, as the graph's. */
function createResolver({ files, projects }: Universe): TypeScriptResolver {
  const paths = new Set([...files.map(({ path }) => path), ...projects.map(({ file }) => file.path)]);
  return createTypeScriptResolver({
    has: (path) => paths.has(path),
    projects: projects.map(({ file, facts }) => ({ path: file.path, facts })),
  });
}

async function readOptions({ source, projects }: Universe): Promise<ts.CompilerOptions> {
  const configs = new Map<string, { extends: readonly string[]; file: CheckerFile }>();
  for (const { file, facts } of projects) if (facts.kind === 'tsconfig') configs.set(file.path, { extends: facts.extends, file });
  const chain = configChain(configs, (from, to) => joinPath(folderOf(from), to));
  const texts: string[] = [];
  for (const path of chain) {
    const { content } = configs.get(path)!.file;
    const text = await readTask({ source, content }, path).then((read) => read.text, () => undefined);
    if (text !== undefined) texts.push(text);
  }
  return compilerOptions(texts);
}

const tooLarge = (size: string, limit: string) => createError('CHECKER_TOO_LARGE', { size, limit });
