/** Orders fused candidates: a linear ranker for files, then for the chunks in them. */
import type { RankedResult, ResultSource } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import { sortCandidates } from '../retrieve';
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

interface Scored extends RankInput {
  readonly score: number;
}

/**
 * Best first. `score` is the ranker's belief that this chunk is the one meant: a softmax, so scores of
 * one answer add up to at most 1. `why` holds each signal's share of the underlying sum.
 */
export function rank(fused: readonly RankInput[], corpus: Corpus, noise: NoiseOptions): RankedChunk[] {
  const scored: Scored[] = [];
  for (const [file, candidates] of groupByFile(fused, corpus)) {
    const merit = meritOf(file, candidates) + Math.log(noiseFactor(file.path, noise));
    const chunks = candidates.map((candidate) => scoreChunk(candidate, file, merit));
    sortCandidates(chunks, corpus).forEach((chunk, position) => scored.push({ ...chunk, score: chunk.score - TURN * position }));
  }
  const sorted = sortCandidates(scored, corpus);
  const top = sorted[0]?.score ?? 0;
  const mass = sorted.reduce((sum, { score }) => sum + Math.exp(score - top), 0);
  return sorted.map((chunk) => toResult(chunk, Math.exp(chunk.score - top) / mass, corpus));
}

/** File signals hold for the file as a whole: the strongest of any candidate counts, whichever branch saw it. */
function meritOf(file: IndexedFile, candidates: readonly RankInput[]): number {
  let merit = FILE_LENGTH * Math.log(1 + file.chunks.length);
  for (const [signal, weight] of Object.entries(FILE_WEIGHTS)) {
    merit += weight * candidates.reduce((max, { why }) => Math.max(max, why[signal] ?? 0), 0);
  }
  return merit;
}

function scoreChunk(candidate: RankInput, file: IndexedFile, merit: number): Scored {
  const index = candidate.chunk - file.chunkIds[0]!;
  const chunk = file.chunks[index]!;
  const kind = file.facts.symbols[chunk.symbol]?.kind;
  const why: Record<string, number> = { file: CHUNK_WEIGHTS.file * merit };
  for (const [signal, weight] of Object.entries(CHUNK_WEIGHTS)) {
    if (signal !== 'file') why[signal] = weight * (candidate.why[signal] ?? 0);
  }
  const shape =
    CHUNK_SHAPE.logLines * Math.log(1 + chunk.endLine - chunk.startLine) +
    (kind === 'function' || kind === 'method' ? CHUNK_SHAPE.callable : 0) +
    (kind ? 0 : CHUNK_SHAPE.unnamed) +
    (index === 0 ? CHUNK_SHAPE.first : 0);
  const score = Object.values(why).reduce((sum, share) => sum + share, shape);
  return { ...candidate, why, score };
}

function groupByFile(fused: readonly RankInput[], corpus: Corpus): Map<IndexedFile, RankInput[]> {
  const groups = new Map<IndexedFile, RankInput[]>();
  for (const candidate of fused) {
    const file = corpus.chunk(candidate.chunk)?.file;
    if (!file) continue;
    const group = groups.get(file);
    if (group) group.push(candidate);
    else groups.set(file, [candidate]);
  }
  return groups;
}

function toResult({ chunk, source, why }: Scored, score: number, corpus: Corpus): RankedChunk {
  const { file, chunk: range } = corpus.chunk(chunk)!;
  const symbol = file.facts.symbols[range.symbol];
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
    why: Object.fromEntries(Object.entries(why).filter(([, share]) => share > 0).map(([signal, share]) => [signal, round(share)])),
  };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
