/** What a request for suggestions asks, checked. */
import type { CodeView } from '../../../analyze';
import type { RefactoringRequest, RefactoringRule, RefactoringThresholds } from '../../../kernel';
import { createError, LIMITS, REFACTORING_DEFAULTS, REFACTORING_RULES } from '../../../kernel';
import { compilePatterns, type Snapshot } from '../../../source';
import { checkFlag, checkList, checkShortText, checkWhole, isObject } from '../../input';
import { checkPlace } from '../open';

export interface RefactoringQuestion {
  readonly rules: ReadonlySet<RefactoringRule>;
  readonly covers: (path: string) => boolean;
  readonly thresholds: RefactoringThresholds;
  readonly minConfidence: number;
  readonly includeTests: boolean;
  readonly diffs: boolean;
  readonly limit: number;
}

const MIN_CONFIDENCE = 0.5;
const FIGURE_MAX = 1_000_000;
const SHARES: ReadonlySet<string> = new Set(['similarity']);

/** Everything but the place, which only the workspace can tell. @throws VALUE_INVALID, VALUE_OUT_OF_RANGE */
export function checkRefactoring(request: RefactoringRequest): { of(snapshot: Snapshot, view: CodeView): RefactoringQuestion } {
  const glob = checkShortText('pathGlob', request.pathGlob, LIMITS.patternMaxChars);
  const matcher = compilePatterns('pathGlob', glob === undefined ? [] : [glob]);
  const checked = {
    rules: new Set(checkList('rules', request.rules, REFACTORING_RULES) ?? REFACTORING_RULES),
    thresholds: checkThresholds(request.thresholds),
    minConfidence: checkShare('minConfidence', request.minConfidence, MIN_CONFIDENCE),
    includeTests: checkFlag('includeTests', request.includeTests) ?? false,
    diffs: checkFlag('diffs', request.diffs) ?? true,
    limit: checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault),
  };
  return {
    of(snapshot, view) {
      const place = checkPlace('path', request.path, snapshot, request) ?? '';
      const inPlace = (path: string): boolean => place === '' || path === place || path.startsWith(`${place}/`);
      if (!view.files.some(({ path }) => inPlace(path))) throw createError('FILE_NOT_FOUND', { path: place });
      return { ...checked, covers: (path) => inPlace(path) && (matcher?.ignores(path) ?? true) };
    },
  };
}

function checkThresholds(given: unknown): RefactoringThresholds {
  if (given === undefined || given === null) return REFACTORING_DEFAULTS;
  if (!isObject(given)) throw createError('VALUE_INVALID', { name: 'thresholds', reason: 'it is not an object' });
  const unknown = Object.keys(given).find((name) => !(name in REFACTORING_DEFAULTS));
  if (unknown !== undefined) {
    throw createError('VALUE_INVALID', { name: 'thresholds', reason: `${JSON.stringify(unknown.slice(0, 60))} is none of ${Object.keys(REFACTORING_DEFAULTS).join(', ')}` });
  }
  const values: Readonly<Record<string, unknown>> = { ...given };
  const checked = Object.entries(REFACTORING_DEFAULTS).map(([name, fallback]: [string, number]) => {
    const label = `thresholds.${name}`;
    return [name, SHARES.has(name) ? checkShare(label, values[name], fallback) : checkWhole(label, values[name], 1, FIGURE_MAX, fallback)];
  });
  return { ...REFACTORING_DEFAULTS, ...(Object.fromEntries(checked) as Partial<RefactoringThresholds>) };
}

function checkShare(name: string, value: unknown, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw createError('VALUE_INVALID', { name, reason: 'it is not a number from 0 to 1' });
}
