/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment -- groups of a pattern match are untyped */
/** Our definitions against the truth: by file, name and line. */
import type { FileFacts, SymbolFact } from '../../src/kernel';
import type { Truth, TrueDefinition } from './truth';

export interface Rules {
  /** Kinds of the truth that we leave out on purpose, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Our kinds that the truth does not know. */
  readonly unknown: readonly SymbolFact['kind'][];
  /** Single definitions of the truth that are none or are named otherwise, and why. */
  readonly wrong?: readonly { readonly why: string; readonly is: (definition: TrueDefinition, sourceLine: string) => boolean }[];
  /** The truth's name as we write it. */
  readonly nameOf?: (definition: TrueDefinition) => string;
  /** The truth does not look into functions. */
  readonly localsUnknown?: boolean;
}

export interface Comparison {
  readonly truth: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly found: number;
  readonly ours: number;
  readonly recall: number;
  readonly precision: number;
  readonly missed: readonly TrueDefinition[];
  readonly extra: readonly TrueDefinition[];
}

export function compare(told: Truth, facts: readonly FileFacts[], rules: Rules, lineAt: (path: string, line: number) => string): Comparison {
  const { nameOf = ({ name }) => name } = rules;
  const truth = { ...told, definitions: told.definitions.map((one) => ({ ...one, name: nameOf(one) })) };
  const leftOut: Record<string, number> = {};
  const wanted = truth.definitions.filter((one) => {
    const why = rules.leftOut[one.kind] ?? rules.wrong?.find(({ is }) => is(one, lineAt(one.path, one.line)))?.why;
    if (why === undefined) return true;
    const reason = one.kind in rules.leftOut ? `${one.kind}: ${why}` : why;
    leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    return false;
  });
  const ours = facts
    .filter(({ path }) => !truth.unread.has(path))
    .flatMap(({ path, symbols }) =>
      symbols
        .filter((symbol) => !rules.unknown.includes(symbol.kind) && !(rules.localsUnknown && isLocal(symbol, symbols)))
        .map(({ name, nameLine, kind }) => ({ path, name, line: nameLine, kind })),
    );
  // What the truth tells of a kind we left out is no mistake of ours if we list it after all.
  const allTrue = new Set(truth.definitions.map(keyOf));
  const all = new Set(facts.flatMap(({ path, symbols }) => symbols.map(({ name, nameLine }) => keyOf({ path, name, line: nameLine }))));
  const missed = wanted.filter((one) => !all.has(keyOf(one)));
  const extra = ours.filter((one) => !allTrue.has(keyOf(one)));
  return {
    truth: wanted.length,
    leftOut,
    found: wanted.length - missed.length,
    ours: ours.length,
    recall: ratio(wanted.length - missed.length, wanted.length),
    precision: ratio(ours.length - extra.length, ours.length),
    missed,
    extra,
  };
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
const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
