/** Impact of a Change: what a diff does to the code that it does not touch. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOptions, ImpactAnswer, ImpactRequest, Step } from '../../kernel';
import { createError, LIMITS } from '../../kernel';
import {
  affectedEntryPoints,
  affectedTests,
  compareStates,
  joinMoves,
  movesOfRename,
  placeOf,
  riskOf,
  type AffectedFile,
  type Delta,
  type ReachedCaller,
  type WorkspaceView,
} from '../../impact';
import { entryPointsOf, isTestPath } from '../../analyze';
import { isDocument } from '../../parse';
import { allowedPaths } from '../access';
import { checkText, checkWhole, isObject } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import type { Workspace } from '../workspaces';
import { followCallers, type Followed } from './callers';
import { openView } from './open';
import { statesOfDiff, statesOfWorkspaces, type BothStates, type ChangedFile } from './states';

const DEPTH_DEFAULT = 3;
const DEPTH_MAX = 10;

export function impactOfChange(parts: StructureParts, request: ImpactRequest, options: CallOptions): Promise<ImpactAnswer> {
  return recordRun(parts, 'impactOfChange', request, async (run) => {
    const diff = checkText('diff', request.diff);
    checkGiven(diff, request.against);
    const depth = checkWhole('depth', request.depth, 1, DEPTH_MAX, DEPTH_DEFAULT);
    const limit = checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault);
    const settings = parts.settingsFor(request.settings);
    const { workspace, view } = await openView(parts, request, options, run);
    const given = { parts, run, options: { ...options, timeoutMs: settings.ast_analysis.analysis_timeout } };
    const states = request.against
      ? await statesOfWorkspaces((await openView(parts, compared(request), options, run)).workspace, workspace, given)
      : await run.stage('states', () => statesOfDiff(diff!, workspace, given));
    const deltas = await run.stage('compare', () => deltasOf(states));
    const pause = async (): Promise<void> => {
      await nextTurn();
      if (options.signal?.aborted) throw createError('CANCELLED');
    };
    const followed = await run.stage('callers', () => followCallers(deltas, states.files, workspace.corpus, { depth, pause }));
    const starts = new Map(entryPointsOf(view).map(({ path, reason }) => [path, reason]));
    const answer = await run.stage('affected', () => assemble(states, deltas, followed, starts, depth));
    run.note({ results: answer.changes.length });
    return cutTo(limit, await readable(answer, workspace, options));
  });
}

function checkGiven(diff: string | undefined, against: unknown): void {
  if (against === undefined || against === null) {
    if (diff === undefined) throw createError('VALUE_INVALID', { name: 'diff', reason: 'it is empty', fix: 'Give a unified diff: what git diff prints, or what the .diff address of a pull request answers.' });
    return;
  }
  if (!isObject(against)) throw createError('VALUE_INVALID', { name: 'against', reason: 'it is not an object with a root or a source' });
  if (diff !== undefined) throw createError('VALUE_INVALID', { name: 'against', reason: 'a diff is given, too; one of the two is enough' });
}

/** The request with the other workspace in place of its own; patterns hold for both unless given. */
function compared({ root: _, source: __, workspace: ___, against, ...request }: ImpactRequest): ImpactRequest {
  return { ...request, ...against };
}

/** Changed definitions, breaking ones first, then by place. */
function deltasOf({ files }: BothStates): Delta[] {
  const deltas = files.flatMap((file): Delta[] => {
    const { before, after, lines } = file;
    if (lines) return touchedOnly(file);
    const sides = before && after ? movesOfRename({ state: before, index: -1 }, { state: after, index: -1 }) : [];
    const own = compareStates(before, after);
    // A definition that moved with its file and changed, too, is reported once.
    const changed = new Set(own.map((delta) => delta.after?.index));
    return [...own, ...sides.filter((delta) => !changed.has(delta.after?.index))];
  });
  const after = new Map(files.flatMap((file) => (file.after ? [[file.path, file.after.facts] as const] : [])));
  return joinMoves(deltas, (path) => after.get(path)).sort(compareDeltas);
}

/** The diff fits neither state: only where its lines would fall can be said. */
function touchedOnly({ after, lines }: ChangedFile): Delta[] {
  const { facts } = after!;
  return facts.symbols.flatMap((symbol, index): Delta[] => {
    const touched = lines!.some(({ startLine, endLine }) => startLine <= symbol.endLine && endLine >= symbol.startLine);
    const inner = facts.symbols.some((each) => each.parent === index && lines!.every(({ startLine, endLine }) => startLine >= each.startLine && endLine <= each.endLine));
    const side = { state: after!, index };
    return touched && !inner ? [{ change: 'body', before: side, after: side, breaking: false, why: 'the diff names lines of it, but fits neither state of the file' }] : [];
  });
}

function assemble(states: BothStates, deltas: readonly Delta[], followed: Followed, starts: ReadonlyMap<string, string>, depth: number): ImpactAnswer {
  const { after, before } = followed;
  const steps: Step[] = [...states.steps];
  if (!followed.complete) steps.push({ step: 'callers', status: 'note', detail: 'the change reaches so much that not every caller was followed' });
  const paths = [...new Set(deltas.map((delta) => (delta.after ?? delta.before!).state.facts.path))];
  const tests = testsOf(after, before, paths, deltas, followed.callers);
  const entryPoints = affectedEntryPoints(after, starts, paths, followed.callers);
  const near = followed.callers.filter(({ distance }) => distance <= depth);
  const outside = near.filter(({ path }) => !isTestPath(path));
  const changes = deltas.map(listedChange);
  return {
    files: states.files.map(({ listed }) => listed),
    changes,
    callers: near,
    tests,
    entryPoints,
    risk: riskOf({
      breaking: changes.filter(({ breaking }) => breaking).length,
      breakingUsed: followed.breakingUsed,
      callers: outside.length,
      sureCallers: outside.reduce((sum, { confidence }) => sum + confidence, 0),
      changed: changes.filter(isCode).length,
      complexity: Math.max(0, ...deltas.filter((delta) => delta.change !== 'removed').map(complexityOf)),
      tests: tests.length,
      entryPoints: entryPoints.length,
      centrality: centralityOf(after, paths),
      unknown: states.unknown,
    }),
    base: states.base,
    steps,
  };
}

/** Tests of the new state; of what was removed also those that used it before and are still there. */
function testsOf(after: WorkspaceView, before: WorkspaceView, paths: readonly string[], deltas: readonly Delta[], callers: readonly ReachedCaller[]): AffectedFile[] {
  const tests = affectedTests(after, paths.filter((path) => after.files.file(path)), callers);
  const removed = [...new Set(deltas.filter((delta) => !delta.after).map((delta) => delta.before!.state.facts.path))];
  const known = new Set(tests.map(({ path }) => path));
  const late = removed.length === 0 ? [] : affectedTests(before, removed, []);
  return [...tests, ...late.filter(({ path }) => !known.has(path) && after.files.file(path) !== undefined)];
}

function listedChange({ change, before, after, breaking, why }: Delta): ImpactAnswer['changes'][number] {
  const side = after ?? before!;
  const old = before?.state.facts.symbols[before.index];
  const signature = old && (change === 'signature' || change === 'moved' || change === 'removed') ? { before: old.signature } : {};
  return { ...placeOf(side.state.facts, side.index), change, breaking, why, ...signature };
}

const isCode = ({ path, language }: ImpactAnswer['changes'][number]): boolean => !isDocument(language) && !isTestPath(path);

function complexityOf({ after }: Delta): number {
  return after && !isTestPath(after.state.facts.path) ? (after.state.facts.symbols[after.index]?.complexity ?? 0) : 0;
}

/** Importers of the changed file with most of them, against a tenth of all files, at least ten. */
function centralityOf(view: WorkspaceView, paths: readonly string[]): number {
  const files = [...view.files.files()].length;
  const most = Math.max(0, ...paths.map((path) => view.files.file(path)).map((file) => (file ? view.graph.importersOf(file).length : 0)));
  return most / Math.max(10, files / 10);
}

/** The index may know more than this caller may see. */
async function readable(answer: ImpactAnswer, { snapshot }: Workspace, options: CallOptions): Promise<ImpactAnswer> {
  const found = [...answer.callers, ...answer.tests, ...answer.entryPoints].map(({ path }) => path);
  const allowed = await allowedPaths(found, snapshot, options);
  const only = <T extends { readonly path: string }>(list: readonly T[]): T[] => list.filter(({ path }) => allowed.has(path));
  return { ...answer, callers: only(answer.callers), tests: only(answer.tests), entryPoints: only(answer.entryPoints) };
}

function cutTo(limit: number, answer: ImpactAnswer): ImpactAnswer {
  const steps = [...answer.steps];
  const cut = <T>(name: string, list: readonly T[]): readonly T[] => {
    if (list.length > limit) steps.push({ step: name, status: 'note', detail: `${limit} of ${list.length} are listed` });
    return list.slice(0, limit);
  };
  const { files, changes, callers, tests, entryPoints } = answer;
  const lists = { files: cut('files', files), changes: cut('changes', changes), callers: cut('callers', callers), tests: cut('tests', tests), entryPoints: cut('entryPoints', entryPoints) };
  return { ...answer, ...lists, steps };
}

function compareDeltas(a: Delta, b: Delta): number {
  const [x, y] = [a.after ?? a.before!, b.after ?? b.before!];
  const byPath = x.state.facts.path < y.state.facts.path ? -1 : x.state.facts.path > y.state.facts.path ? 1 : 0;
  return Number(b.breaking) - Number(a.breaking) || byPath || x.index - y.index;
}
