import type { Ignore } from 'ignore';
import { createMatcher, refusePattern } from './patterns';

/** Read in this order; a later line rules over an earlier one. */
export const IGNORE_FILES = ['.gitignore', '.hybridcontextignore'] as const;
const PATTERNS_PER_FOLDER = 2_000;

/** The ignore files of one folder, and those above it. A chain that the walk shares and never changes. */
export interface IgnoreLevel {
  /** Path of the folder with a trailing slash; the root is an empty string. */
  readonly base: string;
  readonly patterns: readonly string[];
  readonly matcher: Ignore;
  readonly above: IgnoreLevel | undefined;
}

export type Verdict = 'ignored' | 'kept' | undefined;

/** The chain with one more folder's patterns, or `above` itself when there are none. */
export function addLevel(
  above: IgnoreLevel | undefined,
  base: string,
  patterns: readonly string[],
): IgnoreLevel | undefined {
  return patterns.length === 0 ? above : { base, patterns, matcher: createMatcher(patterns), above };
}

/** Usable patterns of an ignore file's text; `refused` says how many were left out. */
export function readPatterns(text: string): { patterns: string[]; refused: number } {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const patterns = lines.slice(0, PATTERNS_PER_FOLDER).filter((line) => !refusePattern(line));
  return { patterns, refused: lines.length - patterns.length };
}

/** git's rule: the last matching line of the nearest ignore file decides. Folders end with a slash. */
export function judge(level: IgnoreLevel | undefined, path: string): Verdict {
  for (let at = level; at; at = at.above) {
    const { ignored, unignored } = at.matcher.test(path.slice(at.base.length));
    if (ignored) return 'ignored';
    if (unignored) return 'kept';
  }
  return undefined;
}

/**
 * The chain to use below a folder (`path` ends with a slash) that a nearer ignore file brought back.
 * The library takes a folder that is ignored to settle all that is in it, so the levels above, which
 * were overruled, get an exception for exactly this folder; all else they say still holds.
 */
export function withExceptionFor(level: IgnoreLevel | undefined, path: string): IgnoreLevel | undefined {
  if (!level) return undefined;
  const above = withExceptionFor(level.above, path);
  const relative = path.slice(level.base.length);
  const overruled = level.matcher.test(relative).ignored;
  if (above === level.above && !overruled) return level;
  const patterns = overruled ? [...level.patterns, `!/${escapePattern(relative)}`] : level.patterns;
  return addLevel(above, level.base, patterns);
}

/** A pattern that matches just this text. */
function escapePattern(path: string): string {
  return path.replaceAll(/[^\w/\u0080-\uFFFF]/g, '\\$&');
}
