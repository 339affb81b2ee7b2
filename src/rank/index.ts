/**
 * Orders fused candidates: a linear ranker for files, then for the chunks in them. Thousands of
 * candidates come in and a hundred go out, so each costs a few dozen multiplications and no objects:
 * a further signal adds one of them per candidate (about 2 ns), and names are made for results only.
 */
import { LIMITS, roundFine, type RankedResult } from '../kernel';
import { SHAPE, spanOf, type Corpus } from '../corpus';
import { sourceOf, type Fused } from '../fuse';
import { comparePlaces, selectLargest, SIGNAL, type Signal } from '../retrieve';
import { noiseFactors, type NoiseOptions } from './noise';
import { GENERAL, INTENTION, type Profile } from './weights';

export { noiseOptions, type NoiseOptions } from './noise';

export interface RankedChunk extends RankedResult {
  readonly chunk: number;
}

/** Weights in the order in which they are summed, and where their signals stand in a row. */
interface Sum {
  readonly names: readonly Signal[];
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

/** A profile as the loops below want it. */
interface Plan extends Profile {
  readonly files: Sum;
  readonly chunks: Sum;
}

const planOf = (profile: Profile): Plan => ({
  ...profile,
  files: sumOf(profile.file, Infinity),
  chunks: sumOf(profile.chunk, Infinity),
});

/** Of the lengths that chunks have; longer ones are rare. */
const LOGS = Float64Array.from({ length: 512 }, (_, lines) => Math.log(lines));

const logOf = (lines: number): number => (lines < LOGS.length ? LOGS[lines]! : Math.log(lines));

/** Rows may be short: the signals beyond `width` are 0 for all. */
function sumOf(weights: Profile['file'], width: number): Sum {
  const names = (Object.keys(weights) as Signal[]).filter((name) => SIGNAL[name] < width);
  return { names, places: Int32Array.from(names, (name) => SIGNAL[name]), weights: Float64Array.from(names, (name) => weights[name]!) };
}

const PLANS = { general: planOf(GENERAL), intention: planOf(INTENTION) } as const;

/**
 * Best first, at most `LIMITS.resultsMax`. `score` is the ranker's belief that this chunk is the one
 * meant: a softmax over all candidates, so scores of one answer add up to at most 1. `why` holds each
 * signal's share of the underlying sum. `kind`: what the question is; `intention` needs the signals of heads.
 */
export function rank(fused: Fused, corpus: Corpus, noise: NoiseOptions, kind: keyof typeof PLANS = 'general'): RankedChunk[] {
  const { width, chunks } = fused;
  const plan = { ...PLANS[kind], files: sumOf(PLANS[kind].file, width), chunks: sumOf(PLANS[kind].chunk, width) };
  const { chunkColumns, fileColumns } = corpus;
  const noiseLogs = noiseFactors(noise).map(Math.log);
  // A file may have changed since a candidate was found; what is gone is no candidate.
  const scores = new Float64Array(chunks.length).fill(-Infinity);
  const merits = new Float64Array(chunks.length);
  const most = new Float64Array(plan.files.places.length);
  const order = new Uint32Array(chunks.length);
  // The chunks of a file have consecutive numbers: each file is one stretch.
  for (let from = 0, to = 0; from < chunks.length; from = to) {
    const file = chunkColumns.first(chunks[from]!);
    for (to = from + 1; to < chunks.length && chunkColumns.first(chunks[to]!) === file; ) to += 1;
    if (file === 0) continue;
    const merit = meritOf(plan, fileColumns.first(file - 1), fused, from, to, most) + noiseLogs[fileColumns.second(file - 1)]!;
    scoreChunks(plan, chunkColumns, fused, merit, scores, from, to);
    merits.fill(merit, from, to);
    levelFile(scores, from, to, plan.merit * merit, plan.carry);
    takeTurns(scores, from, to, plan.turn, order);
  }
  const first = bestOf(scores, LIMITS.resultsMax, (a, b) => comparePlaces(chunks[a]!, chunks[b]!, corpus));
  const top = scores[first[0] ?? 0]!;
  let mass = 0;
  for (let at = 0; at < scores.length; at += 1) mass += Math.exp(scores[at]! - top);
  return first.map((at) => toResult(plan, fused, at, merits[at]!, Math.exp(scores[at]! - top) / mass, corpus));
}

/** Places of the `limit` largest values, largest first; what is -Infinity is none of them. */
function bestOf(values: Float64Array, limit: number, compareEqual: (a: number, b: number) => number): number[] {
  const least = values.length > limit ? selectLargest(values.slice(), limit) : -Infinity;
  const best: number[] = [];
  for (let at = 0; at < values.length; at += 1) if (values[at]! >= least && values[at]! > -Infinity) best.push(at);
  return best.sort((a, b) => values[b]! - values[a]! || compareEqual(a, b)).slice(0, limit);
}

/** File signals hold for the file as a whole: the strongest of any candidate counts, whichever branch saw it. */
function meritOf({ fileLength, files: { places, weights } }: Plan, chunksOfFile: number, { signals, width }: Fused, from: number, to: number, most: Float64Array): number {
  most.fill(0);
  for (let row = from * width; row < to * width; row += width) {
    for (let i = 0; i < places.length; i += 1) {
      const signal = signals[row + places[i]!]!;
      if (signal > most[i]!) most[i] = signal;
    }
  }
  let merit = fileLength * Math.log(1 + chunksOfFile);
  for (let i = 0; i < places.length; i += 1) merit += weights[i]! * most[i]!;
  return merit;
}

function scoreChunks(
  { shape: forms, merit: meritWeight, chunks: { places, weights } }: Plan,
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
      forms.logLines * logOf(1 + spanOf(shape)) +
      (shape & SHAPE.callable ? forms.callable : 0) +
      (shape & SHAPE.unnamed ? forms.unnamed : 0) +
      (shape & SHAPE.first ? forms.first : 0) +
      meritWeight * merit;
    for (let i = 0; i < places.length; i += 1) score += weights[i]! * signals[at * width + places[i]!]!;
    scores[at] = score;
  }
}

/**
 * A file's merit holds its best chunks already: of the best one's own score, only `carry` moves the file
 * among others. The chunks keep their distances, so what they are (long, callable) tells where in the file.
 */
function levelFile(scores: Float64Array, from: number, to: number, merit: number, carry: number): void {
  let top = -Infinity;
  for (let at = from; at < to; at += 1) if (scores[at]! > top) top = scores[at]!;
  const counted = (1 - carry) * (top - merit);
  for (let at = from; at < to; at += 1) scores[at] = scores[at]! - counted;
}

/** Up to so many, putting each in its place takes less time than sorting. */
const FEW = 100;

/** Lowers each of a file's chunks by how many of its others stand before it; equal ones in the order of lines. `order`: room for all of them. */
function takeTurns(scores: Float64Array, from: number, to: number, turn: number, order: Uint32Array): void {
  const count = to - from;
  if (count < 2) return;
  if (count > FEW) {
    for (let at = 0; at < count; at += 1) order[at] = from + at;
    order.subarray(0, count).sort((a, b) => scores[b]! - scores[a]! || a - b);
  } else {
    for (let at = 0; at < count; at += 1) {
      const score = scores[from + at]!;
      let place = at;
      for (; place > 0 && scores[order[place - 1]!]! < score; place -= 1) order[place] = order[place - 1]!;
      order[place] = from + at;
    }
  }
  for (let place = 1; place < count; place += 1) scores[order[place]!] = scores[order[place]!]! - turn * place;
}

function toResult(plan: Plan, { chunks, signals, width, sources }: Fused, at: number, merit: number, score: number, corpus: Corpus): RankedChunk {
  const chunk = chunks[at]!;
  const { file, chunk: range } = corpus.chunk(chunk)!;
  const share = Math.max(1e-6, Math.round(score * 1e6) / 1e6);
  return {
    chunk,
    path: file.path,
    startLine: range.startLine,
    endLine: range.endLine,
    // Read when somebody looks, as copies do: facts are kept packed, and of a hundred results a few are shown.
    get symbol() {
      return file.facts.symbols[range.symbol]?.qualifiedName ?? '';
    },
    get kind() {
      return file.facts.symbols[range.symbol]?.kind ?? 'lines';
    },
    // Never 0: the last of many results still has a reason to be there.
    score: share,
    source: sourceOf(sources[at]!),
    get why() {
      return sharesOf(plan, signals.subarray(at * width, (at + 1) * width), merit);
    },
  };
}

/** What each signal adds to the sum of a chunk, history apart from what else is known of its file. */
function sharesOf({ merit: meritWeight, file, chunks: { names, places, weights } }: Plan, row: Float64Array, merit: number): Record<string, number> {
  const shares: Record<string, number> = {};
  const put = (name: string, share: number): void => {
    if (share > 0) shares[name] = roundFine(share);
  };
  const history = meritWeight * (file.history ?? 0) * (row[SIGNAL.history] ?? 0);
  put('file', meritWeight * merit - history);
  put('history', history);
  for (let i = 0; i < names.length; i += 1) put(names[i]!, weights[i]! * row[places[i]!]!);
  return shares;
}
