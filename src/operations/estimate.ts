/** Branches to ranked results and how good they are. */
import type { QualityScore } from '../kernel';
import type { Settings } from '../config';
import type { Corpus } from '../corpus';
import { fuse, type Branch } from '../fuse';
import { BM25F, chunkScoreOf, positionOf, type LexicalMatches } from '../lexical';
import { scoreQuality } from '../quality';
import type { ParsedQuery } from '../query';
import { noiseOptions, rank, type RankedChunk } from '../rank';
import { byReciprocalRanks } from './reciprocal';

export interface Estimated {
  readonly results: readonly RankedChunk[];
  readonly quality: QualityScore;
}

const AGREEMENT_TOP = 5;
const PART_ADVICE = 'Time ran out before all was looked at: raise max_analysis_time, or ask a shorter question.';

export function rankBranches(branches: readonly Branch[], query: ParsedQuery, corpus: Corpus, { fusion, quality_score_min }: Settings['hybrid_mode']): Estimated {
  // Heads are only looked at by words: structure alone has nothing that an intention is ranked by.
  const kind = query.intention && branches.some(({ source }) => source === 'rag') ? 'intention' : 'general';
  const blended = rank(fuse(branches), corpus, noiseOptions(query.text), kind);
  const results = fusion === 'reciprocal_ranks' && branches.length > 1 ? byReciprocalRanks(branches, blended, query, corpus) : blended;
  const isPart = branches.some(({ candidates }) => candidates.late);
  // A part is what there was when words were late: they are not looked for once more.
  const matches = isPart ? undefined : corpus.lexical.match(query.terms);
  const agreement = branches.length > 1 ? agreementOf(results) : undefined;
  const input = {
    scores: results.map(({ score }) => score),
    structure: branches.find(({ source }) => source === 'ast')?.candidates.top ?? 0,
    coverage: matches ? coverageOf(results, matches, corpus) : 0,
    words: matches ? wordsIn(results, matches, corpus) : 0,
    chunks: corpus.counts().chunks,
    ...(agreement !== undefined && { agreement }),
    freshness: 1,
  };
  const quality = scoreQuality(input, quality_score_min);
  return { results, quality: isPart ? { ...quality, lowQuality: true, advice: [PART_ADVICE] } : quality };
}

function coverageOf(results: readonly RankedChunk[], matches: LexicalMatches, corpus: Corpus): number {
  const best = results[0] && corpus.file(results[0].path);
  return best ? (matches.coverage[positionOf(matches, best.id)] ?? 0) : 0;
}

/** BM25F of the best of the results, as a share of the most that all words of the query could give. */
function wordsIn(results: readonly RankedChunk[], matches: LexicalMatches, corpus: Corpus): number {
  if (matches.mass === 0) return 0;
  let best = 0;
  for (const { chunk, path } of results) best = Math.max(best, chunkScoreOf(matches, corpus.file(path)!.id, chunk));
  return Math.min(1, best / (matches.mass * (BM25F.k1 + 1)));
}

/** Share of the top results that both branches proposed. */
function agreementOf(results: readonly RankedChunk[]): number {
  const top = results.slice(0, AGREEMENT_TOP);
  return top.length === 0 ? 0 : top.filter(({ source }) => source === 'ast+rag').length / top.length;
}
