/** Search and context: ranked code, read live, checked, packed. */
import { randomInt } from 'node:crypto';
import type {
  CallOptions,
  ContextPack,
  ContextRequest,
  EnrichedAction,
  EnrichRequest,
  Redactions,
  SearchAnswer,
  SearchRequest,
  Step,
} from '../kernel';
import { createError, LIMITS } from '../kernel';
import type { Settings } from '../config';
import { loadTokenizer, packItems, type PackInput } from '../pack';
import { actionToQuery } from '../query';
import { FORMATS } from '../render';
import { toSnapshotPath } from '../source';
import { allowedPaths } from './access';
import { createDisclosure } from './disclose';
import { checkChoice, checkLine, checkQuery, checkText, checkWhole, isObject } from './input';
import { readLive } from './live';
import { wantedMode } from './decide';
import { rankFor, type Ranking, type RankingParts } from './ranking';
import { counting, recordRun, type Run, type RunParts } from './run';
import { noteSkipped } from './sync-report';
import type { Workspace, Workspaces } from './workspaces';

export interface AnswerParts extends RankingParts, RunParts {
  readonly workspaces: Workspaces;
  readonly settingsFor: (overrides: SearchRequest['settings']) => Settings;
}

/** Files may change while an answer is made; after this many fresh starts the changed ones are left out. */
const ROUNDS = 3;
const FENCE_MIN = 100_000_000_000;
const FENCE_MAX = 999_999_999_999;

export function search(parts: AnswerParts, request: SearchRequest, options: CallOptions): Promise<SearchAnswer> {
  return recordRun(parts, 'search', request, async (run) => {
    const limit = checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.resultsDefault);
    const asked = await prepare(parts, request, options, run);
    const ranking = await rankFor(parts, asked.text, asked.request, asked.workspace, options, asked.settings, run, asked.steps);
    const first = ranking.results.slice(0, limit);
    const allowed = await allowedPaths(first.map(({ path }) => path), asked.workspace.snapshot, options);
    const results = first.filter(({ path }) => allowed.has(path)).map(({ chunk: _, ...result }) => result);
    if (results.length < first.length) {
      const detail = `${first.length - results.length} results are in files that this caller may not read`;
      asked.steps.push({ step: 'access', status: 'dropped', detail });
    }
    return { ...frame(asked, ranking, run), results };
  });
}

export function getContext(parts: AnswerParts, request: ContextRequest, options: CallOptions): Promise<ContextPack> {
  return recordRun(parts, 'getContext', request, (run) => contextFor(parts, request, options, run));
}

export function enrichAction(parts: AnswerParts, request: EnrichRequest, options: CallOptions): Promise<EnrichedAction> {
  return recordRun(parts, 'enrichAction', request, async (run) => {
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
  const format = checkChoice('format', request.format, FORMATS, 'markdown');
  for (let round = 1; ; round += 1) {
    // What was found to have changed is looked at again, also for a caller who trusts the index.
    const asked = await prepare(parts, round === 1 ? request : { ...request, refresh: 'check' }, options, run);
    const ranking = await rankFor(parts, asked.text, asked.request, asked.workspace, options, asked.settings, run, asked.steps);
    const wanted = ranking.results.slice(0, limit);
    const disclosure = createDisclosure();
    const live = await run.stage('read', () => readLive(wanted, asked.workspace, options, disclosure));
    run.cache('live', true, live.inputs.length);
    if (live.stale.length > 0) run.cache('live', false, live.stale.length);
    if (live.stale.length > 0 && round < ROUNDS) {
      parts.workspaces.expire(asked.workspace, live.stale);
      continue;
    }
    for (const path of live.stale) {
      asked.steps.push({ step: 'freshness', status: 'dropped', detail: `${path} keeps changing and was left out` });
    }
    if (round > 1) {
      asked.steps.push({ step: 'freshness', status: 'note', detail: 'files had changed since they were indexed and were read again' });
    }
    const countTokens = await run.stage('tokenizer', loadTokenizer);
    const fence = newFence(live.inputs);
    const { duplicates, unfit, ...packed } = await run.stage('pack', () =>
      packItems(live.inputs, live.outlines, { budgetTokens, limit, format, fence }, countTokens),
    );
    run.note({ results: packed.items.length });
    const redactions = disclosure.redactions(packed.items, packed.outlines);
    asked.steps.push(...packSteps({ duplicates, unfit, found: live.inputs.length, budgetTokens }, redactions));
    return { ...frame(asked, ranking, run), ...packed, format, budgetTokens, redactions };
  }
}

/**
 * Digits, since every tokenizer that counts here cuts them in threes: how much fits does not depend on
 * which they are.
 */
function newFence(inputs: readonly PackInput[]): string {
  for (;;) {
    const fence = String(randomInt(FENCE_MIN, FENCE_MAX));
    if (!inputs.some(({ code }) => code.includes(fence))) return fence;
  }
}

interface PackCounts {
  readonly duplicates: number;
  readonly unfit: number;
  readonly found: number;
  readonly budgetTokens: number;
}

function packSteps({ duplicates, unfit, found, budgetTokens }: PackCounts, { secrets, kinds, invisible }: Redactions): Step[] {
  const notes: [step: string, holds: boolean, detail: string][] = [
    ['pack', unfit > 0, `${unfit} of ${found} results did not fit the budget of ${budgetTokens} tokens`],
    ['pack', duplicates > 0, `${duplicates} results repeat the code of others and were left out`],
    ['redact', secrets > 0, `${secrets} secrets were taken out of the code: ${Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(', ')}`],
    ['redact', invisible > 0, `${invisible} invisible characters are shown by their number`],
  ];
  return notes.filter(([, holds]) => holds).map(([step, , detail]) => ({ step, status: 'note', detail }));
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
  const place = checkText('filePath', request.filePath);
  const refresh = checkChoice('refresh', request.refresh, ['check', 'none'] as const, 'check');
  const settings = parts.settingsFor(request.settings);
  // Structure alone needs no embedding; should words have to help out, they do so without vectors.
  const need = wantedMode(request.mode, settings) === 'ast' ? 'structure' : 'meaning';
  const steps: Step[] = note ? [{ step: 'query', status: 'note', detail: note }] : [];
  const workspace = await run.stage('sync', () => parts.workspaces.ready(request, counting(options, run), settings, refresh, need));
  steps.push(...noteSkipped(workspace));
  const filePath = relativePlace(place, request.root, workspace, steps);
  return { text, request: { ...request, filePath, line }, workspace, settings, steps };
}

/** A place is a hint: one that leads nowhere costs a note, not the answer. */
function relativePlace(
  place: string | undefined,
  typedRoot: string | undefined,
  { snapshot }: Workspace,
  steps: Step[],
): string | undefined {
  if (!place) return undefined;
  try {
    return toSnapshotPath(snapshot, place, typedRoot);
  } catch {
    steps.push({ step: 'place', status: 'note', detail: `${place.slice(0, 200)} is not below the root and was not used` });
    return undefined;
  }
}

function frame({ request, workspace, steps }: Asked, ranking: Ranking, run: Run) {
  const { files, chunks } = workspace.corpus.counts();
  const { commit } = workspace.snapshot.origin;
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
      ...(commit !== undefined && { commit }),
    },
    timings: run.timings(),
    latencyMs: run.elapsedMs(),
  };
}
