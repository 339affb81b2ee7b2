/** Our definitions against the truth: by file, name and line. */
import type { FileFacts, SymbolFact } from '../../src/kernel';
import type { Truth, TrueDefinition } from './truth';

/** Something the truth or we list that the other side cannot have, and why. */
export interface Exception<T> {
  readonly why: string;
  readonly is: (one: T, sourceLine: string) => boolean;
}

export interface OurDefinition extends TrueDefinition {
  readonly symbol: SymbolFact;
  readonly outer: SymbolFact | undefined;
}

export interface Rules {
  /** Kinds of the truth that facts do not hold as definitions at all, and what they are. */
  readonly notAsked?: ReadonlyMap<string, string>;
  /** Kinds of the truth that facts hold as names of imports and exports, and as the file's module. */
  readonly imports?: readonly string[];
  readonly modules?: readonly string[];
  /** Single definitions of the truth that are none or are named otherwise. */
  readonly wrong?: readonly Exception<TrueDefinition>[];
  /** Definitions that the program behind the truth does not know. */
  readonly unknown?: readonly Exception<OurDefinition>[];
  /** The truth's name as we write it, and ours as the truth does. */
  readonly nameOf?: (definition: TrueDefinition) => string;
  readonly ownName?: (name: string) => string;
  /** The truth does not look into functions. */
  readonly localsUnknown?: boolean;
}

export interface Comparison {
  readonly truth: number;
  readonly found: number;
  readonly ours: number;
  readonly recall: number;
  readonly precision: number;
  /** Reason → number, of the truth: outside of what facts are for; and what was left out of what is inside. */
  readonly notAsked: ReadonlyMap<string, number>;
  readonly leftOut: ReadonlyMap<string, number>;
  readonly leftOutShare: number;
  /** Reason → number of ours that the truth says nothing about. */
  readonly unjudged: ReadonlyMap<string, number>;
  readonly unjudgedShare: number;
  readonly missed: readonly TrueDefinition[];
  readonly extra: readonly TrueDefinition[];
}

const NONE: ReadonlyMap<string, string> = new Map();
const LOCAL = 'local to a function';
const NESTED = 'ours inside functions, which the truth does not look into';

export function compare(told: Truth, facts: readonly FileFacts[], rules: Rules, lineAt: (path: string, line: number) => string): Comparison {
  const { notAsked: kinds = NONE, wrong = [], unknown = [] } = rules;
  const nameOf = (one: TrueDefinition): string => rules.nameOf?.(one) ?? one.name;
  const ownName = (name: string): string => rules.ownName?.(name) ?? name;
  const truth = told.definitions.map((one) => ({ ...one, name: nameOf(one) }));
  const notAsked = counter();
  const leftOut = counter();
  const unjudged = counter();
  const asked = truth.filter((one) => {
    const reason = kinds.get(one.kind) ?? one.notAsked ?? (one.local ? LOCAL : undefined);
    if (reason !== undefined) notAsked.add(reason);
    return reason === undefined;
  });
  const wanted = asked.filter((one) => !leftOut.has(one.leftOut ?? wrong.find(({ is }) => is(one, lineAt(one.path, one.line)))?.why));

  const read = facts.filter(({ path }) => !told.unread.has(path));
  const all = read.flatMap(({ path, symbols }) =>
    symbols.map((symbol): OurDefinition => ({ path, name: ownName(symbol.name), line: symbol.nameLine, kind: symbol.kind, symbol, outer: symbols[symbol.parent] })),
  );
  const known = new Set([...all.map(keyOf), ...read.flatMap((each) => otherNames(each, rules))]);
  const missed = wanted.filter((one) => !known.has(keyOf(one)) && !known.has(nameKey(one, rules)));
  // What the truth tells of a kind that is not asked for is no mistake of ours if we list it after all.
  const allTrue = new Set(truth.map(keyOf));
  const symbolsOf = new Map(read.map(({ path, symbols }) => [path, symbols]));
  const claimed = all.filter((one) => {
    if (allTrue.has(keyOf(one))) return true;
    if (rules.localsUnknown && isLocal(one.symbol, symbolsOf.get(one.path)!)) {
      unjudged.add(NESTED);
      return false;
    }
    return !unjudged.has(unknown.find(({ is }) => is(one, lineAt(one.path, one.line)))?.why);
  });
  const extra = claimed.filter((one) => !allTrue.has(keyOf(one)));
  return {
    truth: wanted.length,
    found: wanted.length - missed.length,
    ours: claimed.length,
    recall: share(wanted.length - missed.length, wanted.length, 1),
    precision: share(claimed.length - extra.length, claimed.length, 1),
    notAsked: notAsked.counts,
    leftOut: leftOut.counts,
    leftOutShare: share(leftOut.total(), asked.length, 0),
    unjudged: unjudged.counts,
    unjudgedShare: share(unjudged.total(), all.length, 0),
    missed,
    extra,
  };
}

interface Counter {
  readonly counts: Map<string, number>;
  add(reason: string): void;
  /** Counts a reason, if there is one. */
  has(reason: string | undefined): boolean;
  total(): number;
}

function counter(): Counter {
  const counts = new Map<string, number>();
  const add = (reason: string): void => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return {
    counts,
    add,
    has: (reason) => {
      if (reason !== undefined) add(reason);
      return reason !== undefined;
    },
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** What facts know of a file beside its symbols. */
function otherNames({ path, module, imports, exports }: FileFacts, { modules, imports: importKinds }: Rules): string[] {
  const names = importKinds ? [...imports.flatMap(({ locals, names: imported }) => [...locals, ...imported]), ...exports.map(({ name }) => name)] : [];
  return [...names.map((name) => `${path}\nimport\n${name}`), ...(modules ? [`${path}\nmodule\n${module}`] : [])];
}

function nameKey({ path, kind, name }: TrueDefinition, { modules, imports }: Rules): string {
  if (modules?.includes(kind)) return `${path}\nmodule\n${name}`;
  return imports?.includes(kind) ? `${path}\nimport\n${name}` : '';
}

/** What holds code or values: bodies of functions, anonymous classes in values. */
const HOLDERS: readonly SymbolFact['kind'][] = ['function', 'method', 'constructor', 'accessor', 'variable', 'constant', 'property'];

function isLocal(symbol: SymbolFact, symbols: readonly SymbolFact[]): boolean {
  for (let outer = symbols[symbol.parent]; outer; outer = symbols[outer.parent]) if (HOLDERS.includes(outer.kind)) return true;
  return false;
}

/** Definitions by kind, most frequent first, each with some examples. */
export function byKind(definitions: readonly TrueDefinition[], examples: number): [kind: string, count: number, examples: string[]][] {
  const kinds = new Map<string, TrueDefinition[]>();
  for (const one of definitions) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds.entries()]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([kind, list]) => [kind, list.length, list.slice(0, examples).map(({ path, name, line }) => `${path}:${line} ${name}`)]);
}

const keyOf = ({ path, name, line }: Pick<TrueDefinition, 'path' | 'name' | 'line'>): string => `${path}\n${line}\n${name}`;
const share = (part: number, whole: number, none: number): number => (whole === 0 ? none : part / whole);
