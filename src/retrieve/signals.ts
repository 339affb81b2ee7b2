/**
 * The signals of a candidate as a row of numbers, 0..1 each, in a fixed order. A further signal costs 8
 * bytes for each of the thousands of candidates of a query, and a multiplication for each in `fuse` and
 * `rank` if it has a weight.
 */
export const SIGNALS = [
  'place', 'definition', 'spelled', 'stem', 'scope', 'names',
  'words', 'words_in_file', 'vector',
  'file_words', 'file_chunks', 'file_best', 'file_vector', 'coverage', 'path', 'folder', 'history',
  // Of questions that tell what code does; 0 for all others.
  'head', 'named', 'exact_name', 'exact_head',
] as const;

export type Signal = (typeof SIGNALS)[number];
export type SignalRow = ArrayLike<number>;

/** Signals at the beginning of a row: those that structure gives, those of all questions. */
export const STRUCTURE_WIDTH = SIGNALS.indexOf('words');
export const GENERAL_WIDTH = SIGNALS.indexOf('head');

/** Where a signal stands in a row. */
export const SIGNAL = Object.fromEntries(SIGNALS.map((name, at) => [name, at])) as Readonly<Record<Signal, number>>;

/** Made of doubles from the start: an array that becomes one later is copied once more. */
const NOTHING = SIGNALS.map(() => 0.5).fill(0);

export const emptyRow = (): number[] => NOTHING.slice();

export function rowOf(signals: Readonly<Partial<Record<Signal, number>>>): number[] {
  const row = emptyRow();
  for (const [name, value] of Object.entries(signals)) row[SIGNAL[name as Signal]] = value;
  return row;
}

/** What a row says, by name, without what is 0. */
export function namedSignals(row: SignalRow): Partial<Record<Signal, number>> {
  return Object.fromEntries(SIGNALS.flatMap((name, at) => (row[at]! > 0 ? [[name, row[at]!]] : [])));
}

/** Weights by signal as pairs of place and weight. */
export function placesOf(weights: Readonly<Partial<Record<Signal, number>>>): readonly (readonly [at: number, weight: number])[] {
  return Object.entries(weights).map(([name, weight]) => [SIGNAL[name as Signal], weight]);
}
