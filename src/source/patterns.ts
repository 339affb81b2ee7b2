import ignore, { type Ignore } from 'ignore';
import { createError, LIMITS } from '../kernel';

/** Each globstar between slashes is one more free choice of the regular expression below it. */
const GLOBSTARS_MAX = 3;
const GLOBSTAR = /(?:^|\/)\*\*+(?=\/|$)/g;

/** A set of .gitignore patterns that tells which paths it matches; git's case-sensitive way. */
export function createMatcher(patterns: readonly string[]): Ignore {
  return ignore({ ignorecase: false }).add(patterns);
}

/**
 * Why a pattern must not be used, or undefined: too long, so many globstars that matching would take
 * exponential time, or refused by the library.
 */
export function refusePattern(pattern: string): string | undefined {
  if (pattern.length > LIMITS.patternMaxChars) {
    return `it has ${pattern.length} characters; the limit is ${LIMITS.patternMaxChars}`;
  }
  if (pattern.includes('\0')) return 'it contains a NUL character';
  if ((pattern.match(GLOBSTAR) ?? []).length > GLOBSTARS_MAX) {
    return `it has more than ${GLOBSTARS_MAX} "**" parts`;
  }
  try {
    createMatcher([pattern]).ignores('a/b');
    return undefined;
  } catch {
    return 'it is not a .gitignore pattern';
  }
}

/** Checks the patterns of a request. Throws VALUE_INVALID. */
export function compilePatterns(name: string, patterns: readonly string[] = []): Ignore | undefined {
  if (patterns.length > LIMITS.patternsMax) {
    const reason = `it has ${patterns.length} patterns; the limit is ${LIMITS.patternsMax}`;
    throw createError('VALUE_INVALID', { name, reason });
  }
  for (const pattern of patterns as readonly unknown[]) {
    const refused = typeof pattern === 'string' ? refusePattern(pattern) : 'it is not a text';
    if (refused) {
      const reason = `the pattern "${String(pattern).slice(0, 100)}" cannot be used: ${refused}`;
      throw createError('VALUE_INVALID', { name, reason });
    }
  }
  const used = patterns.map(withoutDotSlash).filter((pattern) => pattern.trim() !== '');
  return used.length > 0 ? createMatcher(used) : undefined;
}

/** People write `./src`; git has no such form, and it would match nothing. */
function withoutDotSlash(pattern: string): string {
  return pattern.startsWith('./') ? pattern.slice(1) : pattern;
}
