/** Definitions that no code names, in languages without explicit imports of names. */
import { isTestPath } from '../analyze';
import { readUse, type GraphFile } from '../graph';
import { REFERENCE_WIDTH, type SymbolFact } from '../kernel';
import { conventionOf, isCalledByName } from './conventions';
import { count, type Draft, type RuleScope } from './draft';

interface Reach {
  readonly confidence: number;
  readonly text: string;
}

const PRIVATE: Reach = { confidence: 0.8, text: 'none' };
const OPEN: Reach = { confidence: 0.4, text: 'code outside the workspace may use it' };
const KINDS = new Set<SymbolFact['kind']>(['function', 'class', 'struct', 'interface', 'trait', 'enum', 'type', 'constant']);

/** Who can use a definition, by the rules of each language that is examined. */
const REACHES: Readonly<Record<string, (symbol: SymbolFact, file: GraphFile) => Reach>> = {
  python: ({ name }) => (name.startsWith('_') ? PRIVATE : OPEN),
  go: ({ name }, { path, facts }) => (/^\p{Ll}/u.test(name) || facts.module === 'main' || /(?:^|\/)internal\//.test(path) ? PRIVATE : OPEN),
  rust: ({ modifiers, exported }) => (exported || modifiers.some((each) => each.startsWith('pub')) ? OPEN : PRIVATE),
  c: ({ modifiers, signature }) => (modifiers.includes('static') || /^static\b/.test(signature) ? PRIVATE : OPEN),
  kotlin: ({ modifiers }) => (modifiers.includes('private') ? PRIVATE : OPEN),
};

export const examinesNames = (language: string): boolean => language in REACHES;

export function unusedCode({ view, covers }: RuleScope): Draft[] {
  const candidates = view.files.filter(({ path, facts }) => covers(path) && examinesNames(facts.language) && !isTestPath(path) && conventionOf(path) === undefined && facts.problems.length === 0);
  if (candidates.length === 0) return [];
  const named = namesOutside(view.graph.list());
  return candidates.flatMap((file) =>
    file.facts.symbols.flatMap((symbol, index) => {
      if (symbol.parent >= 0 || !KINDS.has(symbol.kind) || isCalledByName(symbol) || named.has(symbol.name)) return [];
      if (namesInside(file, symbol.name, index)) return [];
      return [describe(file, symbol, REACHES[file.facts.language]!(symbol, file))];
    }),
  );
}

function describe({ path, facts }: GraphFile, symbol: SymbolFact, { confidence, text }: Reach): Draft {
  const lines = symbol.endLine - symbol.startLine + 1;
  return {
    rule: 'dead_export',
    path,
    symbol: symbol.qualifiedName,
    startLine: symbol.startLine,
    endLine: symbol.endLine,
    message: `No code names the ${symbol.kind} ${symbol.name} (${count(lines, 'line')}).`,
    evidence: { kind: symbol.kind, language: facts.language, ownUses: 0, otherUses: 0, lines, doubt: text },
    why: 'Whoever reads or changes it must keep it working for callers that do not exist.',
    effort: 'small',
    confidence,
    magnitude: Math.min(1, lines / 40),
  };
}

/** Names that are imported or passed on anywhere, and those used outside the definitions of that name. */
function namesOutside(files: readonly GraphFile[]): Set<string> {
  const names = new Set<string>();
  for (const { facts } of files) {
    for (const { names: imported } of facts.imports) for (const name of imported) names.add(name);
    for (const { name, local, from } of facts.exports) if (from !== undefined || name !== local) names.add(local);
    const list = facts.references.names.split('\n');
    const own = new Set(facts.symbols.filter(({ parent }) => parent < 0).map(({ name }) => name));
    for (const name of list) if (!own.has(name)) names.add(name);
  }
  return names;
}

/** Whether the file that defines a name uses it outside that definition. */
function namesInside({ facts }: GraphFile, wanted: string, outer: number): boolean {
  const list = facts.references.names.split('\n');
  const number = list.indexOf(wanted);
  for (let at = 0; number >= 0 && at < facts.references.data.length; at += REFERENCE_WIDTH) {
    if (facts.references.data[at] !== number) continue;
    let inside = readUse(facts, at, list).symbol;
    while (inside >= 0 && inside !== outer) inside = facts.symbols[inside]!.parent;
    if (inside < 0) return true;
  }
  return false;
}
