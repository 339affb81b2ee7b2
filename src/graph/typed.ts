/**
 * What a type checker said of uses that names alone cannot settle. Kept as long as nothing that it
 * looked at has changed: an answer about a file goes with any change of the file, of what the file
 * imports at whatever distance, of declarations that hold everywhere, and of the set of files.
 */
import type { FileFacts } from '../kernel';
import type { GraphFile, GraphFiles } from './files';
import { EXACT_LANGUAGES } from './kinds';
import { keyOf, type Definition } from './symbols';

/** Where a definition's name stands. */
export interface NamePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A place that a type checker is asked about. */
export interface TypeQuestion {
  readonly file: GraphFile;
  /** Number of the use in the file's references, or `-1 - index` of a definition. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
  /** It is the key of an object, of a pattern or of markup rather than a variable there. */
  readonly key: boolean;
}

export interface TypeAnswer {
  readonly path: string;
  readonly at: number;
  /** The definitions that are meant. */
  readonly own: readonly NamePlace[];
  /** Members that these override or implement; of keys, those of the type that is expected there. */
  readonly bases: readonly NamePlace[];
}

export interface Lesson {
  /** `version()` when the questions were asked. */
  readonly version: number;
  readonly answers: readonly TypeAnswer[];
  /** What each file that was looked at imports, as far as it is in the workspace. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

/** What a use or a definition means; `own` and `bases` as in `TypeAnswer`. */
export interface TypedUse {
  readonly own: readonly Definition[];
  readonly bases: readonly Definition[];
  /** Keys of all that are meant, also of what is no definition in any file's facts. */
  readonly ownKeys: readonly string[];
  readonly baseKeys: readonly string[];
}

export interface TypedUses {
  readonly get: (file: number, at: number) => TypedUse | undefined;
  /** Takes answers in, unless something has changed since they were asked for: then false. */
  readonly learn: (lesson: Lesson) => boolean;
  readonly version: () => number;
  readonly size: () => number;
  readonly addFile: (file: number, facts: FileFacts) => void;
  readonly removeFile: (file: number) => void;
}

interface KnownFile {
  readonly path: string;
  /** What it declares holds in files that do not import it, or it decides how imports are read. */
  readonly everywhere: boolean;
}

const ANSWERS_MAX = 500_000;

export function createTypedUses(files: GraphFiles): TypedUses {
  const known = new Map<number, KnownFile>();
  const answers = new Map<number, Map<number, TypedUse>>();
  const imports = new Map<string, Set<string>>();
  /** Files that went since the last lesson: what depended on them is forgotten already. */
  const gone = new Set<string>();
  let count = 0;
  let version = 0;

  function clear(): void {
    answers.clear();
    imports.clear();
    count = 0;
  }

  function forgetDependents(path: string): void {
    const importers = invert(imports);
    const queue = [path];
    const seen = new Set(queue);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      drop(files.file(next)?.id);
      for (const importer of importers.get(next) ?? []) {
        if (seen.has(importer)) continue;
        seen.add(importer);
        queue.push(importer);
      }
    }
  }

  function drop(file: number | undefined): void {
    if (file === undefined) return;
    count -= answers.get(file)?.size ?? 0;
    answers.delete(file);
  }

  /** Those that a file no longer has stay: what is forgotten too often is only asked for again. */
  function addImports(path: string, targets: readonly string[]): void {
    const of = imports.get(path) ?? new Set<string>();
    imports.set(path, of);
    for (const target of targets) if (target !== path) of.add(target);
  }

  function definitionAt({ path, line, column }: NamePlace): Definition | undefined {
    const file = files.file(path);
    const index = file?.facts.symbols.findIndex((symbol) => symbol.nameLine === line && symbol.nameColumn === column) ?? -1;
    return file && index >= 0 ? { file: file.id, index, symbol: file.facts.symbols[index]! } : undefined;
  }

  const definitionsAt = (places: readonly NamePlace[]): Definition[] => places.map(definitionAt).filter((found) => found !== undefined);
  const keysAt = (places: readonly NamePlace[]): string[] =>
    places.map((place) => {
      const found = definitionAt(place);
      return found ? keyOf(found) : `${place.path}:${place.line}:${place.column}`;
    });

  function learn(lesson: Lesson): boolean {
    if (lesson.version !== version) return false;
    if (count + lesson.answers.length > ANSWERS_MAX) clear();
    gone.clear();
    for (const [path, targets] of lesson.imports) addImports(path, targets);
    for (const { path, at, own, bases } of lesson.answers) {
      const file = files.file(path);
      if (!file) continue;
      const ofFile = answers.get(file.id) ?? new Map<number, TypedUse>();
      answers.set(file.id, ofFile);
      if (!ofFile.has(at)) count += 1;
      ofFile.set(at, { own: definitionsAt(own), bases: definitionsAt(bases), ownKeys: keysAt(own), baseKeys: keysAt(bases) });
      // Should types have come another way than by imports: the answer depends on its targets all the same.
      addImports(path, [...own, ...bases].map((place) => place.path).filter((target) => files.file(target)));
    }
    return true;
  }

  return {
    get: (file, at) => answers.get(file)?.get(at),
    learn,
    version: () => version,
    size: () => count,
    addFile(file, facts) {
      if (!matters(facts)) return;
      version += 1;
      const added: KnownFile = { path: facts.path, everywhere: holdsEverywhere(facts) };
      known.set(file, added);
      // Another path may change where imports lead, in files that nobody can name beforehand.
      if (answers.size > 0 && (added.everywhere || !gone.has(added.path))) clear();
      gone.delete(added.path);
    },
    removeFile(file) {
      const removed = known.get(file);
      if (!removed) return;
      known.delete(file);
      version += 1;
      if (answers.size === 0) return;
      drop(file);
      if (removed.everywhere) clear();
      else forgetDependents(removed.path);
      gone.add(removed.path);
    },
  };
}

function matters({ language, project }: FileFacts): boolean {
  return EXACT_LANGUAGES.has(language) || project?.kind === 'tsconfig' || project?.kind === 'package';
}

/** Scripts, global and module augmentations, project files; files that were not understood might be any of these. */
export function holdsEverywhere({ project, structure, imports, exports, symbols }: FileFacts): boolean {
  if (project || structure === 'none') return true;
  if (imports.length + exports.length === 0) return true;
  return symbols.some(({ parent, kind, signature }) => parent < 0 && kind === 'namespace' && /^declare\s+(?:global|module\s*['"])/.test(signature));
}

function invert(imports: ReadonlyMap<string, ReadonlySet<string>>): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, targets] of imports) {
    for (const target of targets) {
      const list = importers.get(target);
      if (list) list.push(path);
      else importers.set(target, [path]);
    }
  }
  return importers;
}
