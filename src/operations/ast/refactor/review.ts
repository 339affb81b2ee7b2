/** Files through the type checker, a few at a time so that other questions get their turn. */
import type { CodeView } from '../../../analyze';
import type { FileReview, ReviewedFile } from '../../../checker';
import type { CallOptions, Step } from '../../../kernel';
import { toEngineError } from '../../../kernel';
import { COMPILED, filesWithSuspects, isForeign, isShapeWanted, type LargeFunction, type RuleScope } from '../../../refactor';
import type { Workspace } from '../../workspaces';
import type { TypedParts } from '../references';
import type { RefactoringQuestion } from './question';

export interface Reviewed {
  readonly reviews: readonly FileReview[];
  /** Paths that were wanted, by the reason why there is nothing about them. */
  readonly unreviewed: readonly { readonly path: string; readonly reason: string }[];
  readonly steps: readonly Step[];
}

/** One question to the checker takes about so long, ms. */
const TURN_MS = 3_000;
/** Files of one question; it travels to the checker's thread. */
const FILES_EACH = 200;
/** All questions of one request, ms. */
const REVIEW_MS = 90_000;

export async function reviewTypes(
  { types, clock }: TypedParts,
  workspace: Workspace,
  scope: RuleScope,
  question: RefactoringQuestion,
  large: readonly LargeFunction[],
  { signal }: CallOptions,
): Promise<Reviewed> {
  const files = scope.view.files.filter(({ path, facts }) => scope.covers(path) && COMPILED.has(facts.language) && facts.structure !== 'none' && !isForeign(path));
  const wanted = ordersFor(files, scope, question, large);
  const reviews: FileReview[] = [];
  const steps: Step[] = [];
  const late = (reason: string): Reviewed => ({ reviews, unreviewed: [...failures(reviews), ...wanted.slice(reviews.length).map(({ path }) => ({ path, reason }))], steps });
  const until = clock.monotonic() + REVIEW_MS;
  try {
    while (reviews.length < wanted.length) {
      if (clock.monotonic() > until) return late('there was no time left: give a path');
      const next = wanted.slice(reviews.length, reviews.length + FILES_EACH);
      const answer = await types.ask(workspace, files, { kind: 'review', files: next, budgetMs: TURN_MS }, signal);
      reviews.push(...answer.reviews);
      const { files: loaded, heapBytes } = answer.state;
      steps.splice(0, steps.length, { step: 'checker', status: 'ok', detail: `${loaded} files, ${Math.round(heapBytes / 1_048_576)} MB of memory` });
    }
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'CANCELLED' || error.code === 'ENGINE_CLOSED') throw error;
    steps.push({ step: 'types', status: 'failed', detail: error.message });
    return late('the type checker could not be asked');
  }
  return late('');
}

const failures = (reviews: readonly FileReview[]) => reviews.flatMap(({ path, failed }) => (failed === undefined ? [] : [{ path, reason: failed }]));

function ordersFor(files: CodeView['files'], scope: RuleScope, { rules }: RefactoringQuestion, large: readonly LargeFunction[]): ReviewedFile[] {
  const { nesting, blockLines, blockParameters } = scope.thresholds;
  const suspects = new Set(rules.has('unused_import') ? filesWithSuspects(scope) : []);
  return files
    .map(({ path }): ReviewedFile => ({
      path,
      imports: suspects.has(path),
      parameters: rules.has('unused_parameter'),
      promises: rules.has('floating_promise'),
      nesting: rules.has('deep_nesting') && isShapeWanted(path, scope) ? nesting : 0,
      functions: large.filter(({ file }) => file.path === path).map(({ symbol }) => ({ line: symbol.nameLine, column: symbol.nameColumn })),
      blockLines,
      blockParameters,
    }))
    .filter(({ imports, parameters, promises, nesting: depth, functions }) => imports || parameters || promises || depth > 0 || functions.length > 0);
}
