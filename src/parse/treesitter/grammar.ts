/**
 * web-tree-sitter and the grammars, loaded when the first file needs them and kept for the thread's
 * life: one parser and two queries for each language that the thread has met.
 */
import { dirname } from 'node:path';
import type { Language, Node, Parser, Query, QueryMatch, Tree } from 'web-tree-sitter';

/** Not parsed, and why. */
export class GrammarError extends Error {}

export interface Grammar {
  /** Runs `use` on the text's tree, which is gone afterwards. Throws GrammarError at the deadline. */
  withTree<T>(text: string, timeoutMs: number, use: (root: Node, matches: readonly QueryMatch[], problems: () => readonly Node[]) => T): T;
}

const grammars = new Map<string, Promise<Grammar>>();
let library: Promise<typeof import('web-tree-sitter')> | undefined;

/** The grammar of that name with the given query. Rejects when its file is missing or does not load. */
export function loadGrammar(name: string, query: string): Promise<Grammar> {
  let grammar = grammars.get(name);
  if (!grammar) grammars.set(name, (grammar = createGrammar(name, query)));
  return grammar;
}

async function createGrammar(name: string, source: string): Promise<Grammar> {
  const { Language: Languages, Parser: Parsers, Query: Queries } = await (library ??= loadLibrary());
  const language: Language = await Languages.load(`${grammarFolder()}/tree-sitter-${name}.wasm`);
  const query = new Queries(language, source);
  const problems = new Queries(language, '(ERROR) @problem (MISSING) @problem');
  const parser = new Parsers();
  parser.setLanguage(language);
  return { withTree: (text, timeoutMs, use) => withTree(parser, query, problems, text, timeoutMs, use) };
}

async function loadLibrary(): Promise<typeof import('web-tree-sitter')> {
  const loaded = await import('web-tree-sitter');
  // Finds its own tree-sitter.wasm beside its code, in node_modules as in the published package.
  await loaded.Parser.init();
  return loaded;
}

/** In the published package the build points this to its own copies. */
function grammarFolder(): string {
  return dirname(require.resolve('tree-sitter-wasms/out/tree-sitter-python.wasm'));
}

function withTree<T>(
  parser: Parser,
  query: Query,
  problemQuery: Query,
  text: string,
  timeoutMs: number,
  use: (root: Node, matches: readonly QueryMatch[], problems: () => readonly Node[]) => T,
): T {
  const deadline = performance.now() + timeoutMs;
  let late = false;
  const progressCallback = (): boolean => (late ||= performance.now() > deadline);
  let tree: Tree | null = null;
  try {
    tree = parser.parse(text, null, { progressCallback });
    if (!tree) throw new GrammarError(`Parsing took longer than ${timeoutMs} ms`);
    const root = tree.rootNode;
    const matches = query.matches(root, { progressCallback });
    if (late) throw new GrammarError(`Reading the syntax tree took longer than ${timeoutMs} ms`);
    const problems = (): Node[] =>
      root.hasError ? problemQuery.matches(root, { progressCallback }).flatMap(({ captures }) => captures.map(({ node }) => node)) : [];
    return use(root, matches, problems);
  } finally {
    tree?.delete();
    // A parser that was stopped would go on with the old text.
    parser.reset();
  }
}
