/**
 * Orders fused candidates: a linear ranker for files, then for the chunks in them. Thousands of
 * candidates come in and a hundred go out, so each costs a few dozen multiplications and no objects:
 * a further signal adds one look-up per candidate (about 10 ns), and none of its text is made before
 * it is among the first.
 */
import { LIMITS, type RankedResult, type ResultSource } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import { comparePlaces, createBest } from '../retrieve';
import { noiseFactor, type NoiseOptions } from './noise';
import { CHUNK_SHAPE, CHUNK_WEIGHTS, FILE_LENGTH, FILE_WEIGHTS, TURN } from './weights';

export { noiseOptions } from './noise';

export interface RankInput {
  readonly chunk: number;
  /** Signals, 0..1 each; see `FILE_WEIGHTS` and `CHUNK_WEIGHTS` for those that count. */
  readonly why: Readonly<Record<string, number>>;
  readonly source: ResultSource;
}

export interface RankedChunk extends RankedResult {
  readonly chunk: number;
}

const FILE_SIGNALS = Object.entries(FILE_WEIGHTS);
const CHUNK_SIGNALS = Object.entries(CHUNK_WEIGHTS).filter(([signal]) => signal !== 'file');

interface Scored extends RankInput {
  readonly merit: number;
  score: number;
}

/**
 * Best first, at most `LIMITS.resultsMax`. `score` is the ranker's belief that this chunk is the one
 * meant: a softmax over all candidates, so scores of one answer add up to at most 1. `why` holds each
 * signal's share of the underlying sum.
 */
export function rank(fused: readonly RankInput[], corpus: Corpus, noise: NoiseOptions): RankedChunk[] {
  const scored: Scored[] = [];
  for (const [file, candidates] of groupByFile(fused, corpus)) {
    const merit = meritOf(file, candidates) + Math.log(noiseFactor(file.path, noise));
    const chunks = candidates.map((candidate) => ({ ...candidate, merit, score: scoreChunk(candidate, file, merit) }));
    chunks.sort((a, b) => (a.score === b.score ? comparePlaces(a.chunk, b.chunk, corpus) : b.score - a.score));
    chunks.forEach((chunk, position) => {
      chunk.score -= TURN * position;
      scored.push(chunk);
    });
  }
  const best = createBest(LIMITS.resultsMax, (a, b) => comparePlaces(scored[a]!.chunk, scored[b]!.chunk, corpus) < 0);
  let top = -Infinity;
  scored.forEach(({ score }, at) => {
    if (score > top) top = score;
    best.offer(score, at);
  });
  let mass = 0;
  for (const { score } of scored) mass += Math.exp(score - top);
  return best.items().map((at) => toResult(scored[at]!, Math.exp(scored[at]!.score - top) / mass, corpus));
}

/** File signals hold for the file as a whole: the strongest of any candidate counts, whichever branch saw it. */
function meritOf(file: IndexedFile, candidates: readonly RankInput[]): number {
  let merit = FILE_LENGTH * Math.log(1 + file.chunks.length);
  for (const [signal, weight] of FILE_SIGNALS) {
    let most = 0;
    for (const { why } of candidates) {
      const value = why[signal];
      if (value !== undefined && value > most) most = value;
    }
    merit += weight * most;
  }
  return merit;
}

function scoreChunk({ chunk, why }: RankInput, file: IndexedFile, merit: number): number {
  const index = chunk - file.chunkIds[0]!;
  const { startLine, endLine, symbol } = file.chunks[index]!;
  const kind = file.facts.symbols[symbol]?.kind;
  let score =
    CHUNK_SHAPE.logLines * Math.log(1 + endLine - startLine) +
    (kind === 'function' || kind === 'method' ? CHUNK_SHAPE.callable : 0) +
    (kind ? 0 : CHUNK_SHAPE.unnamed) +
    (index === 0 ? CHUNK_SHAPE.first : 0) +
    CHUNK_WEIGHTS.file * merit;
  for (const [signal, weight] of CHUNK_SIGNALS) score += weight * (why[signal] ?? 0);
  return score;
}

function groupByFile(fused: readonly RankInput[], corpus: Corpus): Map<IndexedFile, RankInput[]> {
  const groups = new Map<IndexedFile, RankInput[]>();
  for (const candidate of fused) {
    const file = corpus.fileOf(candidate.chunk);
    if (!file) continue;
    const group = groups.get(file);
    if (group) group.push(candidate);
    else groups.set(file, [candidate]);
  }
  return groups;
}

function toResult({ chunk, source, why, merit }: Scored, score: number, corpus: Corpus): RankedChunk {
  const { file, chunk: range } = corpus.chunk(chunk)!;
  const symbol = file.facts.symbols[range.symbol];
  const shares = [['file', CHUNK_WEIGHTS.file * merit] as const, ...CHUNK_SIGNALS.map(([signal, weight]) => [signal, weight * (why[signal] ?? 0)] as const)];
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
