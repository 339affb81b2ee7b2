/**
 * web-tree-sitter and the grammars, loaded when the first file needs them and kept for the thread's
 * life: one parser and two queries for each language that the thread has met.
 */
import type { Language, Node, Parser, Query, QueryMatch, Tree } from 'web-tree-sitter';
import { readBaselineModule } from '../../io';

/** Not parsed, and why. */
export class GrammarError extends Error {}

export interface Grammar {
  /** Runs `use` on the text's tree, which is gone afterwards. Throws GrammarError at the deadline. */
  withTree<T>(text: string, timeoutMs: number, use: (root: Node, matches: readonly QueryMatch[], problems: () => readonly Node[]) => T): T;
}

const grammars = new Map<string, Promise<Grammar>>();
let library: Promise<typeof import('web-tree-sitter')> | undefined;

/** The grammar in a WASM file with the given query. Rejects when the file is missing or does not load. */
export function loadGrammar(file: string, query: string): Promise<Grammar> {
  let grammar = grammars.get(file);
  if (!grammar) grammars.set(file, (grammar = createGrammar(file, query)));
  return grammar;
}

async function createGrammar(file: string, source: string): Promise<Grammar> {
  const { Language: Languages, Parser: Parsers, Query: Queries } = await (library ??= loadLibrary());
  const language: Language = await Languages.load(await readBaselineModule(file));
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
    // Set by the callback meanwhile, which the linter cannot see.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
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
