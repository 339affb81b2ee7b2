import type { Ignore } from 'ignore';
import type { SkipReason } from '../kernel';
import { fileRule, folderRule, isBinaryName, isVersionControl } from './default-rules';
import { judge, type IgnoreLevel } from './ignore-levels';
import { compilePatterns } from './patterns';
import type { ListOptions } from './types';

export interface Refusal {
  readonly reason: SkipReason;
  readonly detail?: string;
}

/** The request's own patterns, compiled. */
export interface Selection {
  readonly include: Ignore | undefined;
  readonly exclude: Ignore | undefined;
}

/** Throws VALUE_INVALID for patterns that cannot be used. */
export function createSelection(options: Pick<ListOptions, 'include' | 'exclude'>): Selection {
  return {
    include: compilePatterns('include', options.include),
    exclude: compilePatterns('exclude', options.exclude),
  };
}

/** Why a folder is not entered. `path` has no trailing slash. */
export function refuseFolder(
  path: string,
  name: string,
  level: IgnoreLevel | undefined,
  selection: Selection,
): Refusal | undefined {
  if (isVersionControl(name)) return { reason: 'ignored', detail: 'version control data' };
  const verdict = judge(level, `${path}/`);
  if (verdict === 'ignored') return { reason: 'ignored', detail: 'folder, by an ignore file' };
  const rule = verdict === undefined ? folderRule(name) : undefined;
  if (rule) return { reason: 'ignored', detail: rule };
  if (selection.exclude?.ignores(`${path}/`)) return { reason: 'not_selected', detail: 'folder, excluded' };
  return undefined;
}

/** Why a file is not listed, as far as its path tells. */
export function refuseFile(
  path: string,
  name: string,
  level: IgnoreLevel | undefined,
  selection: Selection,
): Refusal | undefined {
  if (isVersionControl(name)) return { reason: 'ignored', detail: 'version control data' };
  const verdict = judge(level, path);
  if (verdict === 'ignored') return { reason: 'ignored', detail: 'by an ignore file' };
  const rule = verdict === undefined ? fileRule(name) : undefined;
  if (rule) return { reason: 'ignored', detail: rule };
  if (selection.exclude?.ignores(path)) return { reason: 'not_selected', detail: 'excluded' };
  if (selection.include && !selection.include.ignores(path)) return { reason: 'not_selected' };
  return isBinaryName(name) ? { reason: 'binary', detail: 'by its extension' } : undefined;
}
