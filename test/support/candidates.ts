/** Candidates to and from a form that is easy to write and to compare. */
import type { Candidates } from '../../src/kernel';
import type { Corpus } from '../../src/corpus';
import { comparePlaces, emptyRow } from '../../src/retrieve';

export interface Listed {
  readonly chunk: number;
  readonly score: number;
  readonly signals: readonly number[];
}

export function candidatesOf(rows: readonly Listed[]): Candidates {
  const sorted = [...rows].sort((a, b) => a.chunk - b.chunk);
  return {
    chunks: Uint32Array.from(sorted, ({ chunk }) => chunk),
    scores: Float64Array.from(sorted, ({ score }) => score),
    signals: Float64Array.from(sorted.flatMap(({ signals }) => [...signals])),
    width: sorted[0]?.signals.length ?? 0,
    top: Math.max(0, ...sorted.map(({ score }) => score)),
  };
}

export const rowAt = (signals: Float64Array, width: number, at: number): number[] => [...signals.subarray(at * width, (at + 1) * width)];

/** Best first, equal scores by path and line. */
export function listOf({ chunks, scores, signals, width, top }: Candidates, corpus: Corpus): Listed[] {
  // Rows end with the last signal that any of them may have.
  const full = (row: readonly number[]): number[] => emptyRow().map((nothing, at) => row[at] ?? nothing);
  const rows = Array.from(chunks, (chunk, at) => ({ chunk, score: scores[at]!, signals: full(rowAt(signals, width, at)) }));
  expect(rows.map(({ chunk }) => chunk)).toEqual([...new Set(chunks)].sort((a, b) => a - b));
  expect(top).toBe(Math.max(0, ...scores));
  return rows.sort((a, b) => b.score - a.score || comparePlaces(a.chunk, b.chunk, corpus));
}
