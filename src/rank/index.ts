/**
 * Orders fused candidates: a linear ranker for files, then for the chunks in them. Thousands of
 * candidates come in and a hundred go out, so each costs a few dozen multiplications and no objects:
 * a further signal adds one of them per candidate (about 2 ns), and names are made for results only.
 */
import { LIMITS, roundFine, type RankedResult } from '../kernel';
import { SHAPE, spanOf, type Corpus } from '../corpus';
import { sourceOf, type Fused } from '../fuse';
import { comparePlaces, createBest, placesOf, SIGNAL, type Signal } from '../retrieve';
import { noiseFactors, type NoiseOptions } from './noise';
import { GENERAL, INTENTION, type Profile } from './weights';

export { noiseOptions, type NoiseOptions } from './noise';

export interface RankedChunk extends RankedResult {
  readonly chunk: number;
}

/** A profile as the loops below want it. */
interface Plan extends Profile {
  readonly filePlaces: ReturnType<typeof placesOf>;
  readonly chunkPlaces: ReturnType<typeof placesOf>;
  readonly chunkSignals: readonly [Signal, number][];
}

const planOf = (profile: Profile): Plan => ({
  ...profile,
  filePlaces: placesOf(profile.file),
  chunkPlaces: placesOf(profile.chunk),
  chunkSignals: Object.entries(profile.chunk) as [Signal, number][],
});

const PLANS = { general: planOf(GENERAL), intention: planOf(INTENTION) } as const;

/**
 * Best first, at most `LIMITS.resultsMax`. `score` is the ranker's belief that this chunk is the one
 * meant: a softmax over all candidates, so scores of one answer add up to at most 1. `why` holds each
 * signal's share of the underlying sum. `kind`: what the question is; `intention` needs the signals of heads.
 */
export function rank(fused: Fused, corpus: Corpus, noise: NoiseOptions, kind: keyof typeof PLANS = 'general'): RankedChunk[] {
  const plan = PLANS[kind];
  const { chunks } = fused;
  const { chunkColumns, fileColumns } = corpus;
  const noiseLogs = noiseFactors(noise).map(Math.log);
  // A file may have changed since a candidate was found; what is gone is no candidate.
  const scores = new Float64Array(chunks.length).fill(-Infinity);
  const merits = new Float64Array(chunks.length);
  const best = createBest(LIMITS.resultsMax, (a, b) => comparePlaces(chunks[a]!, chunks[b]!, corpus) < 0);
  // The chunks of a file have consecutive numbers: each file is one stretch.
  for (let from = 0, to = 0; from < chunks.length; from = to) {
    const file = chunkColumns.first(chunks[from]!);
    for (to = from + 1; to < chunks.length && chunkColumns.first(chunks[to]!) === file; ) to += 1;
    if (file === 0) continue;
    const merit = meritOf(plan, fileColumns.first(file - 1), fused, from, to) + noiseLogs[fileColumns.second(file - 1)]!;
    scoreChunks(plan, chunkColumns, fused, merit, scores, from, to);
    merits.fill(merit, from, to);
    takeTurns(scores, from, to, plan.turn);
    for (let at = from; at < to; at += 1) best.offer(scores[at]!, at);
  }
  const first = best.items();
  const top = scores[first[0] ?? 0]!;
  let mass = 0;
  for (let at = 0; at < scores.length; at += 1) mass += Math.exp(scores[at]! - top);
  return first.map((at) => toResult(plan, fused, at, merits[at]!, Math.exp(scores[at]! - top) / mass, corpus));
}

/** File signals hold for the file as a whole: the strongest of any candidate counts, whichever branch saw it. */
function meritOf({ fileLength, filePlaces }: Plan, chunksOfFile: number, { signals, width }: Fused, from: number, to: number): number {
  let merit = fileLength * Math.log(1 + chunksOfFile);
  for (const [place, weight] of filePlaces) {
    let most = 0;
    for (let at = from * width + place; at < to * width; at += width) if (signals[at]! > most) most = signals[at]!;
    merit += weight * most;
  }
  return merit;
}

function scoreChunks(
  { shape: weights, merit: meritWeight, chunkPlaces }: Plan,
  columns: Corpus['chunkColumns'],
  { chunks, signals, width }: Fused,
  merit: number,
  scores: Float64Array,
  from: number,
  to: number,
): void {
  for (let at = from; at < to; at += 1) {
    const shape = columns.second(chunks[at]!);
    let score =
      weights.logLines * Math.log(1 + spanOf(shape)) +
      (shape & SHAPE.callable ? weights.callable : 0) +
      (shape & SHAPE.unnamed ? weights.unnamed : 0) +
      (shape & SHAPE.first ? weights.first : 0) +
      meritWeight * merit;
    for (const [place, weight] of chunkPlaces) score += weight * signals[at * width + place]!;
    scores[at] = score;
  }
}

/** Lowers each of a file's chunks by how many of its others stand before it; equal ones in the order of lines. */
function takeTurns(scores: Float64Array, from: number, to: number, turn: number): void {
  if (to - from < 2) return;
  const order = Array.from({ length: to - from }, (_, i) => from + i);
  order.sort((a, b) => scores[b]! - scores[a]! || a - b);
  order.forEach((at, position) => (scores[at] = scores[at]! - turn * position));
}

function toResult({ merit: meritWeight, file: weightsOfFile, chunkSignals }: Plan, { chunks, signals, width, sources }: Fused, at: number, merit: number, score: number, corpus: Corpus): RankedChunk {
  const chunk = chunks[at]!;
  const { file, chunk: range } = corpus.chunk(chunk)!;
  const symbol = file.facts.symbols[range.symbol];
  const history = meritWeight * (weightsOfFile.history ?? 0) * signals[at * width + SIGNAL.history]!;
  const shares = [['file', meritWeight * merit - history] as const, ['history', history] as const, ...chunkSignals.map(([signal, weight]) => [signal, weight * signals[at * width + SIGNAL[signal]]!] as const)];
  return {
    chunk,
    path: file.path,
    startLine: range.startLine,
    endLine: range.endLine,
    symbol: symbol?.qualifiedName ?? '',
    kind: symbol?.kind ?? 'lines',
    // Never 0: the last of many results still has a reason to be there.
    score: Math.max(1e-6, Math.round(score * 1e6) / 1e6),
    source: sourceOf(sources[at]!),
    why: Object.fromEntries(shares.filter(([, share]) => share > 0).map(([signal, share]) => [signal, roundFine(share)])),
  };
}

