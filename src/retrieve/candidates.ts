/** What retrievers propose, as columns: thousands of candidates per question cost no object each. */
import type { Candidates } from '../kernel';
import type { Corpus } from '../corpus';
import { createTopScores } from '../vector';
import { SIGNALS } from './signals';

/** Fills the row of signals that begins at `row` for the chunk; returns the chunk's own score. */
export type FillRow = (chunk: number, signals: Float64Array, row: number) => number;

/** `chunks` ascending, each once. */
export function fillCandidates(chunks: Uint32Array, fill: FillRow): Candidates {
  const width = SIGNALS.length;
  const scores = new Float64Array(chunks.length);
  const signals = new Float64Array(chunks.length * width);
  let top = 0;
  for (let at = 0; at < chunks.length; at += 1) {
    const score = fill(chunks[at]!, signals, at * width);
    scores[at] = score;
    if (score > top) top = score;
  }
  return { chunks, scores, signals, width, top };
}

/** Keeps the best few of many chunks by value; the order of offers is no matter. */
export interface Choice {
  offer(value: number, chunk: number): void;
  /** Ascending. Of equal values the first by path and line stay, so that the choice does not depend on index numbers. */
  chunks(corpus: Corpus): Uint32Array;
}

export function createChoice(limit: number): Choice {
  const top = createTopScores(limit);
  const values: number[] = [];
  const offered: number[] = [];
  // What at least `limit` of the offers so far reach.
  let least = 0;

  function keepAbove(): { sure: number[]; tied: number[] } {
    const sure: number[] = [];
    const tied: number[] = [];
    for (let at = 0; at < values.length; at += 1) {
      if (values[at]! > least) sure.push(offered[at]!);
      else if (values[at] === least) tied.push(offered[at]!);
    }
    return { sure, tied };
  }

  return {
    offer(value, chunk) {
      if (value < least || limit < 1) return;
      values.push(value);
      offered.push(chunk);
      if (!top.wants(value)) return;
      top.push(value);
      least = top.least();
    },
    chunks(corpus) {
      const { sure, tied } = values.length <= limit ? { sure: offered, tied: [] } : keepAbove();
      return Uint32Array.from(sure.concat(firstPlaces(tied, limit - sure.length, corpus))).sort();
    },
  };
}

/** The first `room` of the chunks by path and line: whole files at a time, since those of a file stand together. */
function firstPlaces(chunks: readonly number[], room: number, corpus: Corpus): readonly number[] {
  if (chunks.length <= room) return chunks;
  const byPath = new Map<string, number[]>();
  for (const chunk of chunks) {
    const path = corpus.fileOf(chunk)?.path;
    if (path === undefined) continue;
    const own = byPath.get(path);
    if (own) own.push(chunk);
    else byPath.set(path, [chunk]);
  }
  const first: number[] = [];
  for (const path of [...byPath.keys()].sort()) {
    first.push(...byPath.get(path)!.sort((a, b) => a - b));
    if (first.length >= room) break;
  }
  return first.slice(0, room);
}
