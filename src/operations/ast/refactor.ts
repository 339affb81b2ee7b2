/** Refactoring Suggestions: what the rules find, weighed, with patches for what can be done safely. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOptions, RefactoringAnswer, RefactoringRequest, RefactoringRule, Step } from '../../kernel';
import { createError, REFACTORING_RULES } from '../../kernel';
import { deadExports, duplicatesToMerge, godFiles, importCycles, largeFunctions, unusedCode, weigh, type Draft, type RuleScope } from '../../refactor';
import { createPause } from '../pause';
import { recordRun, type Run } from '../run';
import { openView } from './open';
import type { TypedParts } from './references';
import { checkRefactoring, type RefactoringQuestion } from './refactor/question';
import { addPatches } from './refactor/patches';
import { reviewTypes, type Reviewed } from './refactor/review';
import { largeDrafts, reviewedDrafts } from './refactor/drafts';
import { unchecked, type NotChecked } from './refactor/unchecked';
import { namedInTemplates, unusedByText } from './refactor/texts';
import type { Workspace } from '../workspaces';

export function suggestRefactorings(parts: TypedParts, request: RefactoringRequest, options: CallOptions): Promise<RefactoringAnswer> {
  return recordRun(parts, 'suggestRefactorings', request.caller, async (run) => {
    const limits = checkRefactoring(request);
    const { workspace, view } = await openView(parts, request, options, run);
    const question = limits.of(workspace.snapshot, view);
    const scope: RuleScope = { view, ...question };
    const { drafts, notChecked, steps } = await findDrafts(parts, workspace, scope, question, run, options);
    const sure = drafts.filter(({ confidence }) => confidence >= question.minConfidence);
    const all = weigh(sure);
    const first = all.slice(0, question.limit);
    const patched = question.diffs ? await run.stage('patches', () => addPatches(parts, workspace, first, options)) : { findings: first, steps: [] };
    run.note({ results: all.length });
    return {
      findings: patched.findings.map(({ edit: _edit, ...finding }) => finding),
      total: all.length,
      byRule: Object.fromEntries(REFACTORING_RULES.map((rule) => [rule, all.filter((each) => each.rule === rule).length] as const).filter(([, found]) => found > 0)),
      unsure: drafts.length - sure.length,
      notChecked,
      steps: [...steps, ...patched.steps],
    };
  });
}

interface Found {
  readonly drafts: readonly Draft[];
  readonly notChecked: readonly NotChecked[];
  readonly steps: readonly Step[];
}

async function findDrafts(parts: TypedParts, workspace: Workspace, scope: RuleScope, question: RefactoringQuestion, run: Run, options: CallOptions): Promise<Found> {
  const wants = (...rules: RefactoringRule[]): boolean => rules.some((rule) => question.rules.has(rule));
  const steps: Step[] = [];
  const drafts: Draft[] = [];
  const stage = async (name: string, wanted: boolean, work: () => readonly Draft[] | Promise<readonly Draft[]>): Promise<void> => {
    if (!wanted) return;
    // Rules take a while each, and who gave up need not wait for the rest.
    await nextTurn();
    if (options.signal?.aborted) throw createError('CANCELLED');
    drafts.push(...(await run.stage(name, work)));
  };
  const { snapshot } = workspace;
  await stage('exports', wants('dead_export'), async () => [...(await namedInTemplates(deadExports(scope), scope, snapshot, steps)), ...unusedCode(scope)]);
  await stage('cycles', wants('cycle'), () => importCycles(scope));
  await stage('files', wants('god_file'), () => godFiles(scope));
  await stage('imports', wants('unused_import'), () => unusedByText(scope, snapshot, steps));
  await stage('duplicates', wants('duplicate'), async () => {
    const found = await duplicatesToMerge(scope, createPause(options.signal));
    if (!found.complete) steps.push({ step: 'duplicates', status: 'note', detail: 'so much is alike that not everything was compared' });
    return found.drafts;
  });
  const large = wants('long_function', 'complex_function')
    ? largeFunctions(scope).filter(({ tooComplex, tooLong }) => (tooComplex && wants('complex_function')) || (tooLong && wants('long_function')))
    : [];
  let reviewed: Reviewed = { reviews: [], unreviewed: [], steps: [] };
  if (large.length > 0 || wants('unused_import', 'unused_parameter', 'floating_promise', 'deep_nesting')) {
    await stage('types', true, async () => {
      reviewed = await reviewTypes(parts, workspace, scope, question, large, options);
      return reviewedDrafts(reviewed.reviews, scope);
    });
  }
  await stage('functions', large.length > 0, () => largeDrafts(large, scope, reviewed.reviews, question.rules));
  return { drafts, notChecked: unchecked(scope, question.rules, reviewed), steps: [...steps, ...reviewed.steps] };
}
