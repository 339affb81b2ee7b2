/** Orders fused candidates: evidence of a file adds up, noise is pushed down, files take turns. */
import type { RankedResult, ResultSource } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import { sortCandidates } from '../retrieve';
export { noiseOptions } from './noise';
import { noiseFactor, type NoiseOptions } from './noise';

export interface RankInput {
  readonly chunk: number;
  readonly score: number;
  readonly why: Readonly<Record<string, number>>;
  readonly source: ResultSource;
}

export interface RankedChunk extends RankedResult {
  readonly chunk: number;
}

/** How a file's further chunks add to its merit, and how much each one is worth after the one before. */
export const RANK = { coherence: [0.25, 0.12, 0.06], decay: 0.8, own: 0.6 } as const;

export function rank(fused: readonly RankInput[], corpus: Corpus, noise: NoiseOptions): RankedChunk[] {
  const scored: RankInput[] = [];
  for (const [file, candidates] of groupByFile(fused, corpus)) {
    const ordered = sortCandidates(candidates, corpus);
    const best = ordered[0]!.score;
    const merit = best + RANK.coherence.reduce((sum, w, i) => sum + w * (ordered[i + 1]?.score ?? 0), 0);
    const factor = noiseFactor(file.path, noise);
    ordered.forEach((candidate, position) => {
      const own = best > 0 ? candidate.score / best : 0;
      const share = position === 0 ? 1 : RANK.decay ** position * (1 - RANK.own + RANK.own * own);
      scored.push({ ...candidate, score: merit * factor * share });
    });
  }
  const top = scored.reduce((max, { score }) => Math.max(max, score), 0);
  // Merit can pass 1 when many chunks agree; scores stay 0..1 and keep their proportions.
  const scale = top > 1 ? 1 / top : 1;
  return sortCandidates(scored, corpus).map((candidate) => toResult(candidate, scale, corpus));
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

function toResult({ chunk, score, source, why }: RankInput, scale: number, corpus: Corpus): RankedChunk {
  const { file, chunk: range } = corpus.chunk(chunk)!;
  const symbol = file.facts.symbols[range.symbol];
  return {
    chunk,
    path: file.path,
    startLine: range.startLine,
    endLine: range.endLine,
    symbol: symbol?.qualifiedName ?? '',
    kind: symbol?.kind ?? 'lines',
    score: round(score * scale),
    source,
    why: Object.fromEntries(Object.entries(why).filter(([, v]) => v > 0).map(([k, v]) => [k, round(v)])),
  };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
