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
 * The library applies a folder's rule to all that is in it, so the overruled line must go from the
 * levels above; what else they say still holds.
 */
export function withoutOverruled(level: IgnoreLevel | undefined, path: string): IgnoreLevel | undefined {
  if (!level) return undefined;
  const above = withoutOverruled(level.above, path);
  const patterns = stripMatching(level, path);
  if (above === level.above && patterns === level.patterns) return level;
  return addLevel(above, level.base, patterns);
}

function stripMatching(level: IgnoreLevel, path: string): readonly string[] {
  let { patterns, matcher } = level;
  for (;;) {
    const { ignored, rule } = matcher.test(path.slice(level.base.length));
    if (!ignored || !rule) return patterns;
    const kept = patterns.filter((pattern) => pattern !== rule.pattern);
    if (kept.length === patterns.length) return patterns;
    patterns = kept;
    matcher = createMatcher(kept);
  }
}
