/** How well a ranking finds the gold: of files, of symbols, and within a budget of tokens. */
import type { Case } from './cases';

export interface Ranked {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Success within k: any gold; recall within k: share of the gold; ndcg: with one gain per place that adds gold. */
export interface Level {
  readonly s1: number;
  readonly s5: number;
  readonly s10: number;
  readonly r5: number;
  readonly r10: number;
  readonly mrr: number;
  readonly ndcg10: number;
}

export interface Measures extends Level {
  /** Absent for cases without gold symbols. */
  readonly symbol?: Level;
  /** Share of gold symbols (of gold files, where a case has none) among what fits each of TOKEN_BUDGETS. */
  readonly within?: readonly number[];
  /** As `within`, of files: a part of a file counts for the file. */
  readonly filesWithin?: readonly number[];
}

/** Tokens of a result's text. */
export type TokensOf = (result: Ranked) => number;

/** A result this long is a page, not an answer: it never counts as having found a symbol. */
export const SYMBOL_LINES_MAX = 80;
export const TOKEN_BUDGETS = [1_000, 2_000, 4_000, 8_000] as const;
const NONE = Infinity;

export function measure(results: readonly Ranked[], item: Case, tokensOf?: TokensOf): Measures {
  const files = [...new Set(results.map(({ path }) => path))];
  const gold = [...new Set(item.gold_files)];
  const level = levelOf(gold.map((path) => placeOf(files, (file) => file === path)));
  const symbols = item.gold_symbols.map((symbol) => placeOf(results, (result) => holds(result, symbol)));
  const taken = tokensOf && TOKEN_BUDGETS.map((budget) => takeWithin(results, budget, tokensOf));
  return {
    ...level,
    ...(symbols.length > 0 && { symbol: levelOf(symbols) }),
    ...(taken && { within: taken.map((own) => shareFound(own, item)), filesWithin: taken.map((own) => shareOfFiles(own, gold)) }),
  };
}

function placeOf<T>(list: readonly T[], test: (value: T) => boolean): number {
  const at = list.findIndex(test);
  return at < 0 ? NONE : at;
}

function holds({ path, startLine, endLine }: Ranked, gold: Case['gold_symbols'][number]): boolean {
  return gold.file === path && gold.start <= endLine && gold.end >= startLine && endLine - startLine < SYMBOL_LINES_MAX;
}

/** `places`: for each gold item, the place (from 0) of the first result that holds it. */
function levelOf(places: readonly number[]): Level {
  const within = (k: number): number => places.filter((place) => place < k).length;
  const first = Math.min(NONE, ...places);
  const count = Math.max(1, places.length);
  const gain = (place: number): number => 1 / Math.log2(place + 2);
  const gained = [...new Set(places)].filter((place) => place < 10).reduce((sum, place) => sum + gain(place), 0);
  const ideal = Array.from({ length: Math.min(10, count) }, (_, place) => gain(place)).reduce((sum, value) => sum + value, 0);
  return {
    s1: Number(within(1) > 0),
    s5: Number(within(5) > 0),
    s10: Number(within(10) > 0),
    r5: within(5) / count,
    r10: within(10) / count,
    mrr: first === NONE ? 0 : 1 / (first + 1),
    ndcg10: gained / ideal,
  };
}

/** In order; what does not fit is passed over for smaller ones behind it. */
function takeWithin(results: readonly Ranked[], budget: number, tokensOf: TokensOf): Ranked[] {
  let rest = budget;
  const taken: Ranked[] = [];
  for (const result of results) {
    if (rest < budget / 50) break;
    const tokens = tokensOf(result);
    if (tokens > rest) continue;
    rest -= tokens;
    taken.push(result);
  }
  return taken;
}

function shareFound(taken: readonly Ranked[], { gold_files, gold_symbols }: Case): number {
  if (gold_symbols.length === 0) return shareOfFiles(taken, gold_files);
  return gold_symbols.filter((symbol) => taken.some((result) => holds(result, symbol))).length / gold_symbols.length;
}

const shareOfFiles = (taken: readonly Ranked[], gold: readonly string[]): number =>
  gold.filter((path) => taken.some((result) => result.path === path)).length / Math.max(1, gold.length);

const LEVEL = ['s1', 's5', 's10', 'r5', 'r10', 'mrr', 'ndcg10'] as const;

/** Means over cases; symbol measures over the cases that have them. */
export function mean(rows: readonly Measures[]): Measures {
  const symbol = rows.flatMap((row) => row.symbol ?? []);
  const within = rows.flatMap((row) => (row.within ? [row.within] : []));
  const filesWithin = rows.flatMap((row) => (row.filesWithin ? [row.filesWithin] : []));
  return {
    ...meanLevel(rows),
    ...(symbol.length > 0 && { symbol: meanLevel(symbol) }),
    ...(within.length > 0 && { within: meanColumns(within), filesWithin: meanColumns(filesWithin) }),
  };
}

export const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const meanLevel = (rows: readonly Level[]): Level =>
  Object.fromEntries(LEVEL.map((name) => [name, average(rows.map((row) => row[name]))])) as unknown as Level;

const meanColumns = (rows: readonly (readonly number[])[]): number[] => TOKEN_BUDGETS.map((_, column) => average(rows.map((row) => row[column]!)));

/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
