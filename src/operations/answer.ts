/** Search and context: ranked code, read live, checked, packed. */
import type {
  CallOptions,
  ContextPack,
  ContextRequest,
  EnrichedAction,
  EnrichRequest,
  SearchAnswer,
  SearchRequest,
  Step,
} from '../kernel';
import { createError, LIMITS } from '../kernel';
import type { Settings } from '../config';
import { toRelative } from '../io';
import { loadTokenizer, packItems } from '../pack';
import { actionToQuery } from '../query';
import { checkLine, checkQuery, checkWhole } from './input';
import { readLive } from './live';
import { rankFor, type Ranking, type RankingParts } from './ranking';
import { recordRun, type Run, type RunParts } from './run';
import type { Workspace, Workspaces } from './workspaces';

export interface AnswerParts extends RankingParts, RunParts {
  readonly workspaces: Workspaces;
  readonly settingsFor: (overrides: SearchRequest['settings']) => Settings;
}

/** Files may change while an answer is made; after this many fresh starts the changed ones are left out. */
const ROUNDS = 3;

export function search(parts: AnswerParts, request: SearchRequest, options: CallOptions): Promise<SearchAnswer> {
  return recordRun(parts, 'search', request.caller, async (run) => {
    const limit = checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.resultsDefault);
    const asked = await prepare(parts, request, options, run);
    const ranking = await rankFor(parts, asked.text, asked.request, asked.workspace, options, asked.settings, run, asked.steps);
    const results = ranking.results.slice(0, limit).map(({ chunk: _, ...result }) => result);
    return { ...frame(asked, ranking, run), results };
  });
}

export function getContext(parts: AnswerParts, request: ContextRequest, options: CallOptions): Promise<ContextPack> {
  return recordRun(parts, 'getContext', request.caller, (run) => contextFor(parts, request, options, run));
}

export function enrichAction(parts: AnswerParts, request: EnrichRequest, options: CallOptions): Promise<EnrichedAction> {
  return recordRun(parts, 'enrichAction', request.caller, async (run) => {
    const { action, ...rest } = request;
    const question = isObject(action) ? actionToQuery(action) : undefined;
    if (!question) throw createError('ACTION_INVALID');
    return { ...action, context: await contextFor(parts, { ...rest, ...question }, options, run) };
  });
}

async function contextFor(parts: AnswerParts, request: ContextRequest, options: CallOptions, run: Run): Promise<ContextPack> {
  const limit = checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.contextItemsDefault);
  const budgetTokens = checkWhole(
    'budgetTokens',
    request.budgetTokens,
    LIMITS.budgetTokensMin,
    LIMITS.budgetTokensMax,
    LIMITS.budgetTokensDefault,
  );
  for (let round = 1; ; round += 1) {
    const asked = await prepare(parts, request, options, run);
    const ranking = await rankFor(parts, asked.text, asked.request, asked.workspace, options, asked.settings, run, asked.steps);
    const wanted = ranking.results.slice(0, limit);
    const live = await run.stage('read', () => readLive(wanted, asked.workspace, options));
    run.cache(true, live.inputs.length);
    if (live.stale.length > 0) run.cache(false, live.stale.length);
    if (live.stale.length > 0 && round < ROUNDS) {
      parts.workspaces.expire(asked.workspace);
      continue;
    }
    for (const path of live.stale) {
      asked.steps.push({ step: 'freshness', status: 'dropped', detail: `${path} keeps changing and was left out` });
    }
    if (round > 1) {
      asked.steps.push({ step: 'freshness', status: 'note', detail: 'files had changed since they were indexed and were read again' });
    }
    const countTokens = await run.stage('tokenizer', loadTokenizer);
    const packed = await run.stage('pack', () => packItems(live.inputs, budgetTokens, limit, countTokens));
    run.note({ results: packed.items.length });
    return { ...frame(asked, ranking, run), ...packed, budgetTokens };
  }
}

interface Asked {
  readonly text: string;
  readonly request: SearchRequest;
  readonly workspace: Workspace;
  readonly settings: Settings;
  readonly steps: Step[];
}

/** Checks the request and brings its workspace up to date. */
async function prepare(parts: AnswerParts, request: SearchRequest, options: CallOptions, run: Run): Promise<Asked> {
  const { text, note } = checkQuery(request.query);
  const line = checkLine(request.line);
  const settings = parts.settingsFor(request.settings);
  const steps: Step[] = note ? [{ step: 'query', status: 'note', detail: note }] : [];
  const workspace = await run.stage('sync', () =>
    parts.workspaces.ready(request, options, settings, request.refresh === 'none' ? 'none' : 'check'),
  );
  const filePath = relativePlace(request, workspace, steps);
  return { text, request: { ...request, filePath, line }, workspace, settings, steps };
}

/** A place is a hint: one that leads nowhere costs a note, not the answer. */
function relativePlace(request: SearchRequest, workspace: Workspace, steps: Step[]): string | undefined {
  if (!request.filePath) return undefined;
  try {
    return toRelative(workspace.source.root, request.filePath, request.root);
  } catch {
    steps.push({ step: 'place', status: 'note', detail: `${request.filePath.slice(0, 200)} is not below the root and was not used` });
    return undefined;
  }
}

function frame({ request, workspace, steps }: Asked, ranking: Ranking, run: Run) {
  const { files, chunks } = workspace.corpus.counts();
  return {
    query: request.query.slice(0, LIMITS.queryUsedChars),
    mode: ranking.decision,
    quality: ranking.quality,
    steps,
    workspace: {
      name: workspace.name,
      files,
      chunks,
      skippedCount: workspace.skippedCount,
      vectorBackend: workspace.corpus.vectors.backend,
      embeddingModel: workspace.embedding.model,
    },
    timings: run.timings(),
    latencyMs: run.elapsedMs(),
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
