/** A workspace in memory: texts in, a graph out, with edits one file at a time. */
import { createHash } from 'node:crypto';
import type { FileFacts } from '../../src/kernel';
import { createCodeGraph, createSymbolTable, type CodeGraph, type Definition, type GraphFile, type SymbolTable } from '../../src/graph';
import { parseFile } from '../../src/parse';

export interface TestWorkspace {
  readonly graph: CodeGraph;
  readonly symbols: SymbolTable;
  readonly file: (path: string) => GraphFile;
  readonly paths: () => string[];
  /** Adds or replaces a file. */
  readonly put: (path: string, text: string) => Promise<void>;
  readonly remove: (path: string) => void;
  /** `path#Qualified.name`, the first of that name. */
  readonly definition: (name: string) => Definition;
  /** `path:line:column kind certainty`, one per use. */
  readonly uses: (name: string, options?: { beside?: boolean }) => string[];
  readonly nameOf: (definition: Definition) => string;
}

const known = new Map<string, Promise<FileFacts>>();

/** Parsing the same text at the same path again and again would be most of a property test's time. */
function parse(path: string, text: string): Promise<FileFacts> {
  const key = `${path}\0${text}`;
  let facts = known.get(key);
  if (!facts) known.set(key, (facts = parseFile({ path, text, hash: hashOf(text), size: text.length, invalidUtf8: false })));
  return facts;
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export async function createWorkspace(texts: Readonly<Record<string, string>> = {}): Promise<TestWorkspace> {
  const byPath = new Map<string, GraphFile>();
  const byId = new Map<number, GraphFile>();
  const symbols = createSymbolTable();
  const graph = createCodeGraph({ file: (path) => byPath.get(path), fileById: (id) => byId.get(id), files: () => byPath.values() }, symbols);
  let next = 0;

  // As the corpus does it: a changed file goes and comes back under a new number.
  function remove(path: string): void {
    const file = byPath.get(path);
    if (!file) return;
    byPath.delete(path);
    byId.delete(file.id);
    symbols.removeFile(file.id);
    graph.removeFile(file.id);
  }

  async function put(path: string, text: string): Promise<void> {
    const facts = await parse(path, text);
    remove(path);
    const file: GraphFile = { id: next++, path, facts };
    byPath.set(path, file);
    byId.set(file.id, file);
    symbols.addFile(file.id, facts);
    graph.addFile(file.id, facts);
  }

  function file(path: string): GraphFile {
    const found = byPath.get(path);
    if (!found) throw new Error(`no file ${path}`);
    return found;
  }

  function definition(name: string): Definition {
    const at = name.indexOf('#');
    const { id, facts } = file(name.slice(0, at));
    const index = facts.symbols.findIndex(({ qualifiedName }) => qualifiedName === name.slice(at + 1));
    if (index < 0) throw new Error(`no definition ${name}`);
    return { file: id, index, symbol: facts.symbols[index]! };
  }

  for (const [path, text] of Object.entries(texts)) await put(path, text);
  return {
    graph,
    symbols,
    file,
    paths: () => [...byPath.keys()],
    put,
    remove,
    definition,
    uses: (name, options) =>
      graph.usesOf(definition(name), options).map(({ file: { path }, line, column, kind, certainty }) => `${path}:${line}:${column} ${kind} ${certainty}`),
    nameOf: ({ file: id, symbol }) => `${byId.get(id)?.path ?? 'gone'}#${symbol.qualifiedName}`,
  };
}
