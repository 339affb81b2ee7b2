/**
 * Orders fused candidates: a linear ranker for files, then for the chunks in them. Thousands of
 * candidates come in and a hundred go out, so each costs a few dozen multiplications and no objects:
 * a further signal adds one of them per candidate (about 2 ns), and names are made for results only.
 */
import { LIMITS, type RankedResult, type ResultSource } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import { comparePlaces, createBest, placesOf, SIGNAL, type Signal, type SignalRow } from '../retrieve';
import { noiseFactor, type NoiseOptions } from './noise';
import { CHUNK_SHAPE, CHUNK_WEIGHTS, FILE_LENGTH, FILE_WEIGHTS, TURN } from './weights';

export { noiseOptions } from './noise';

export interface RankInput {
  readonly chunk: number;
  /** 0..1 each, in the order of `SIGNALS`; see `FILE_WEIGHTS` and `CHUNK_WEIGHTS` for those that count. */
  readonly signals: SignalRow;
  readonly source: ResultSource;
}

export interface RankedChunk extends RankedResult {
  readonly chunk: number;
}

const FILE_PLACES = placesOf(FILE_WEIGHTS);
const { file: MERIT_WEIGHT, ...OWN_WEIGHTS } = CHUNK_WEIGHTS;
const CHUNK_PLACES = placesOf(OWN_WEIGHTS);
const CHUNK_SIGNALS = Object.entries(OWN_WEIGHTS) as [Signal, number][];

/**
 * Best first, at most `LIMITS.resultsMax`. `score` is the ranker's belief that this chunk is the one
 * meant: a softmax over all candidates, so scores of one answer add up to at most 1. `why` holds each
 * signal's share of the underlying sum.
 */
export function rank(fused: readonly RankInput[], corpus: Corpus, noise: NoiseOptions): RankedChunk[] {
  // The chunks of a file have consecutive numbers: sorted, each file is one stretch.
  const inputs = fused.filter(({ chunk }) => corpus.fileOf(chunk)).sort((a, b) => a.chunk - b.chunk);
  const scores = new Float64Array(inputs.length);
  const merits = new Float64Array(inputs.length);
  for (let from = 0; from < inputs.length; ) {
    const file = corpus.fileOf(inputs[from]!.chunk)!;
    const end = file.chunkIds[0]! + file.chunks.length;
    let to = from;
    while (to < inputs.length && inputs[to]!.chunk < end) to += 1;
    const merit = meritOf(file, inputs, from, to) + Math.log(noiseFactor(file.path, noise));
    for (let at = from; at < to; at += 1) {
      scores[at] = scoreChunk(inputs[at]!, file, merit);
      merits[at] = merit;
    }
    takeTurns(scores, from, to);
    from = to;
  }
  const best = createBest(LIMITS.resultsMax, (a, b) => comparePlaces(inputs[a]!.chunk, inputs[b]!.chunk, corpus) < 0);
  scores.forEach((score, at) => best.offer(score, at));
  const first = best.items();
  const top = scores[first[0] ?? 0]!;
  let mass = 0;
  for (const score of scores) mass += Math.exp(score - top);
  return first.map((at) => toResult(inputs[at]!, merits[at]!, Math.exp(scores[at]! - top) / mass, corpus));
}

/** File signals hold for the file as a whole: the strongest of any candidate counts, whichever branch saw it. */
function meritOf(file: IndexedFile, inputs: readonly RankInput[], from: number, to: number): number {
  let merit = FILE_LENGTH * Math.log(1 + file.chunks.length);
  for (const [place, weight] of FILE_PLACES) {
    let most = 0;
    for (let at = from; at < to; at += 1) {
      const value = inputs[at]!.signals[place]!;
      if (value > most) most = value;
    }
    merit += weight * most;
  }
  return merit;
}

function scoreChunk({ chunk, signals }: RankInput, file: IndexedFile, merit: number): number {
  const index = chunk - file.chunkIds[0]!;
  const { startLine, endLine, symbol } = file.chunks[index]!;
  const kind = file.facts.symbols[symbol]?.kind;
  let score =
    CHUNK_SHAPE.logLines * Math.log(1 + endLine - startLine) +
    (kind === 'function' || kind === 'method' ? CHUNK_SHAPE.callable : 0) +
    (kind ? 0 : CHUNK_SHAPE.unnamed) +
    (index === 0 ? CHUNK_SHAPE.first : 0) +
    MERIT_WEIGHT * merit;
  for (const [place, weight] of CHUNK_PLACES) score += weight * signals[place]!;
  return score;
}

/** Lowers each of a file's chunks by how many of its others stand before it; equal ones in the order of lines. */
function takeTurns(scores: Float64Array, from: number, to: number): void {
  if (to - from < 2) return;
  const order = Array.from({ length: to - from }, (_, i) => from + i);
  order.sort((a, b) => scores[b]! - scores[a]! || a - b);
  order.forEach((at, position) => (scores[at] = scores[at]! - TURN * position));
}

function toResult({ chunk, source, signals }: RankInput, merit: number, score: number, corpus: Corpus): RankedChunk {
  const { file, chunk: range } = corpus.chunk(chunk)!;
  const symbol = file.facts.symbols[range.symbol];
  const shares = [['file', MERIT_WEIGHT * merit] as const, ...CHUNK_SIGNALS.map(([signal, weight]) => [signal, weight * signals[SIGNAL[signal]]!] as const)];
  return {
    chunk,
    path: file.path,
    startLine: range.startLine,
    endLine: range.endLine,
    symbol: symbol?.qualifiedName ?? '',
    kind: symbol?.kind ?? 'lines',
    // Never 0: the last of many results still has a reason to be there.
    score: Math.max(1e-6, Math.round(score * 1e6) / 1e6),
    source,
    why: Object.fromEntries(shares.filter(([, share]) => share > 0).map(([signal, share]) => [signal, round(share)])),
  };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
