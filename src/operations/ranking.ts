/** From a request to ranked chunks: the part that searching and packing share. */
import type { CallOptions, Clock, Deadline, ModeDecision, QualityScore, SearchRequest, Step } from '../kernel';
import { createDeadline, toEngineError } from '../kernel';
import type { Cache } from '../cache';
import type { Settings } from '../config';
import type { Corpus } from '../corpus';
import { embedQuery, embedTerms } from '../embed';
import { parseQuery, type ParsedQuery } from '../query';
import type { RankedChunk } from '../rank';
import { withExpansion, withForms, type Retriever } from '../retrieve';
import { runBranches, runOther } from './branches';
import { withDeadline } from './deadline';
import { decideMode } from './decide';
import { dimensionMismatch } from './embedding';
import { rankBranches } from './estimate';
import { applyFeedback } from './feedback';
import { createAccept } from './filter';
import type { FeedbackStore } from './feedback-store';
import type { Histories } from './history';
import { rerankResults } from './rerank';
import type { Run } from './run';
import type { Workspace } from './workspaces';

/** Candidates of each branch; far more than any answer shows, so that order does not depend on its limit. */
const CANDIDATES = 1_500;

export interface RankingParts {
  readonly ast: Retriever;
  readonly rag: Retriever;
  readonly decisions: () => Cache<ModeDecision>;
  /** What users said of earlier answers; absent where nothing is kept. */
  readonly feedback: FeedbackStore | undefined;
  readonly histories: Histories;
  readonly clock: Clock;
}

export interface Ranking {
  readonly decision: ModeDecision;
  readonly results: readonly RankedChunk[];
  readonly quality: QualityScore;
}

export async function rankFor(
  parts: RankingParts,
  text: string,
  request: Pick<SearchRequest, 'mode' | 'filePath' | 'line' | 'filter'>,
  workspace: Workspace,
  options: CallOptions,
  settings: Settings,
  run: Run,
  steps: Step[],
): Promise<Ranking> {
  const { corpus } = workspace;
  const query = await run.stage('query', () => understand(text, corpus, settings, steps));
  const at = request.filePath ? { path: request.filePath, line: request.line } : undefined;
  const decision = await run.stage('select', () => decideMode(parts.decisions, query, request, workspace.corpus, settings, run));
  const { ast_threshold: astThreshold, rag_fallback_enabled: fallback, parallel_analysis: concurrent, max_analysis_time: limitMs } = settings.hybrid_mode;
  const plan = { mode: decision.mode, astThreshold, fallback, concurrent, limitMs, clock: parts.clock };
  const accept = createAccept(request.filter, corpus);
  const history = await run.stage('history', () => parts.histories.match(workspace.snapshot, query));
  const wanted = { limit: CANDIDATES, at, accept, history };
  // A provider costs time and money: it embeds the query only if words and vectors are asked at all.
  const rag: Retriever = {
    name: 'rag',
    async retrieve(asked, from, also) {
      const queryVector = await run.stage('embed', () => vectorFor(query, workspace, options, settings, createDeadline(parts.clock, limitMs), steps));
      const words = () => parts.rag.retrieve(asked, from, also);
      if (!queryVector) return words();
      const withVectors = () => parts.rag.retrieve(asked, from, { ...also, queryVector });
      return workspace.store === undefined ? withVectors() : survive(withVectors, words, workspace.store, settings, options, steps);
    },
  };
  const branches = await run.stage('retrieve', () =>
    runBranches({ ast: parts.ast, rag }, plan, query, corpus, wanted, steps),
  );
  const { quality_score_min: minimum } = settings.hybrid_mode;
  let estimated = await run.stage('rank', () => rankBranches(branches, query, corpus, settings.hybrid_mode));
  if (estimated.quality.lowQuality && settings.hybrid_mode.enabled) {
    const why = `the estimated quality ${estimated.quality.score.toFixed(2)} is below ${minimum} (quality_score_min)`;
    const more = await run.stage('retrieve', () => runOther({ ast: parts.ast, rag }, plan, branches, why, query, corpus, wanted, steps));
    if (more) estimated = await run.stage('rank', () => rankBranches([...branches, more], query, corpus, settings.hybrid_mode));
  }
  if (accept && estimated.results.length === 0) steps.push({ step: 'filter', status: 'note', detail: 'nothing that was found fits the filter' });
  const { quality } = estimated;
  // Feedback counts by words, which were late as well where the answer is a part.
  const feedback = branches.some(({ candidates }) => candidates.late) ? undefined : parts.feedback;
  const learned = await run.stage('feedback', () =>
    applyFeedback(feedback, estimated.results, query, workspace, settings, parts.clock.now(), steps),
  );
  const results = await run.stage('rerank', () => rerankResults(learned, text, workspace, options, limitMs, steps));
  run.note({ mode: decision.mode, quality: quality.score, results: results.length });
  return { decision, results, quality };
}

/** The question with what its words mean in this workspace. */
function understand(text: string, corpus: Corpus, { hybrid_mode }: Settings, steps: Step[]): ParsedQuery {
  const query = withForms(parseQuery(text), corpus);
  if (!hybrid_mode.query_expansion) return query;
  const { query: expanded, expansions } = withExpansion(query, corpus);
  const named = expansions.map(({ word, terms }) => `"${word}" also as ${terms.map(({ term }) => `"${term}"`).join(', ')}`);
  if (named.length > 0) steps.push({ step: 'query', status: 'note', detail: `words that only comments hold here, with those of names beside them: ${named.join('; ')}` });
  return expanded;
}

/** A store that somebody else runs may be slow or down: words answer alone then. */
async function survive<T>(work: () => Promise<T>, otherwise: () => Promise<T>, store: string, { hybrid_mode }: Settings, { signal }: CallOptions, steps: Step[]): Promise<T> {
  const limit = hybrid_mode.max_analysis_time;
  try {
    const answer = await withDeadline(work, limit, signal);
    if (answer !== undefined) return answer;
    steps.push({ step: 'vector', status: 'dropped', detail: `the vector store "${store}" took longer than ${limit} ms (max_analysis_time)` });
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code !== 'VECTOR_STORE_FAILED') throw error;
    steps.push({ step: 'vector', status: 'failed', detail: error.message });
  }
  return otherwise();
}

/** The query's vector, or none when the provider is late or down: words and structure then answer alone. */
async function vectorFor(
  query: ParsedQuery,
  workspace: Workspace,
  options: CallOptions,
  settings: Settings,
  deadline: Deadline,
  steps: Step[],
): Promise<Float32Array | undefined> {
  const { corpus, embedding } = workspace;
  if (!embedding.outside) {
    const { idf } = corpus.lexical.match(query.terms, deadline);
    return embedTerms(query.terms, (term) => idf.get(term) ?? 0);
  }
  if (embedding.down || options.embeddings?.model !== embedding.model) {
    const why = embedding.down ? 'does not answer' : 'is not attached';
    steps.push({ step: 'vector', status: 'dropped', detail: `the embedding model "${embedding.model}" ${why}; words and structure answered alone` });
    return undefined;
  }
  const limit = settings.hybrid_mode.max_analysis_time;
  try {
    const vector = await withDeadline((signal) => embedQuery(options.embeddings!, query.text, { signal, waitMaxMs: limit }), limit, options.signal);
    if (vector?.length === corpus.dimensions) return vector;
    if (vector) throw dimensionMismatch(workspace.name, embedding, vector.length);
    steps.push({ step: 'vector', status: 'dropped', detail: `the query's embedding took longer than ${limit} ms (max_analysis_time)` });
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code !== 'EMBEDDING_FAILED') throw error;
    steps.push({ step: 'vector', status: 'failed', detail: error.message });
  }
  return undefined;
}
