/** Lets an attached reranker order the first results anew; what it costs and when it fails is said. */
import type { CallOptions, Step } from '../kernel';
import { roundFine, toEngineError } from '../kernel';
import type { RankedChunk } from '../rank';
import { withDeadline } from './deadline';
import { createDisclosure } from './disclose';
import { readLive } from './live';
import type { Workspace } from './workspaces';

/** Rerankers ask by the document: beyond these the needed code seldom is. */
const RERANKED = 30;
const DOCUMENT_MAX_CHARS = 4_000;

/**
 * The results with the first `RERANKED` in the reranker's order; those it leaves out keep theirs behind.
 * The scores stay with the places, so that they still fall and add up; `why.reranker` tells its own. A
 * reranker that is late or fails is left out and named.
 */
export async function rerankResults(
  results: readonly RankedChunk[],
  query: string,
  workspace: Workspace,
  options: CallOptions,
  limitMs: number,
  steps: Step[],
): Promise<readonly RankedChunk[]> {
  const { reranker, signal } = options;
  if (!reranker || results.length < 2) return results;
  try {
    // Secrets do not go to a service either. What has changed meanwhile is not shown to it, nor moved.
    const { inputs } = await readLive(results.slice(0, RERANKED), workspace, options, createDisclosure());
    const documents = inputs.map(({ result: { path, symbol }, code }) => `${path} ${symbol}\n${code}`.slice(0, DOCUMENT_MAX_CHARS));
    const scores = await withDeadline(() => reranker.rerank(query, documents), limitMs, signal);
    if (!scores) {
      steps.push({ step: 'rerank', status: 'dropped', detail: `the reranker "${reranker.model}" took longer than ${limitMs} ms (max_analysis_time)` });
      return results;
    }
    const byPlace = new Map(inputs.map(({ result }, index) => [`${result.path}:${result.startLine}`, toScore(scores[index])]));
    const scored = results.map((result, index) => ({ result, index, score: index < RERANKED ? byPlace.get(`${result.path}:${result.startLine}`) : undefined }));
    const ordered = [...scored].sort((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity) || a.index - b.index);
    steps.push({ step: 'rerank', status: 'ok', detail: `${[...byPlace.values()].filter((score) => score !== undefined).length} results ordered by "${reranker.model}"` });
    return ordered.map(({ result, score }, place) => ({
      ...result,
      score: results[place]!.score,
      why: score === undefined ? result.why : { ...result.why, reranker: roundFine(score) },
    }));
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'CANCELLED' || error.code === 'ENGINE_CLOSED') throw error;
    steps.push({ step: 'rerank', status: 'failed', detail: `the reranker "${reranker.model}" failed: ${error.details.reason ?? error.message}` });
    return results;
  }
}

const toScore = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
