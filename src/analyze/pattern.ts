/**
 * Names against a regular expression that a user wrote. Any such expression may take forever on some
 * name, and no analysis tells all of those apart: this runs in an analysis thread under a deadline, and
 * a thread that misses it is ended. Never call it elsewhere.
 */
import { createError, LIMITS } from '../kernel';

export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** `/text/i` or the expression alone. Throws VALUE_INVALID. Compiles only; that takes no time to speak of. */
export function checkPattern(text: string): Pattern {
  if (text.length > LIMITS.patternMaxChars) {
    const reason = `it has ${text.length} characters; the limit is ${LIMITS.patternMaxChars}`;
    throw createError('VALUE_INVALID', { name: 'The regular expression', reason });
  }
  const parts = /^\/(.+)\/([iu]*)$/s.exec(text);
  const pattern = { source: parts?.[1] ?? text, flags: parts?.[2] ?? '' };
  try {
    RegExp(pattern.source, pattern.flags);
  } catch (thrown) {
    throw createError('VALUE_INVALID', { name: 'The regular expression', reason: (thrown as Error).message });
  }
  return pattern;
}

/** Indexes of the names in which the expression is found. */
export function findMatching({ source, flags }: Pattern, names: readonly string[]): number[] {
  const expression = RegExp(source, flags);
  return names.flatMap((name, index) => (expression.test(name) ? [index] : []));
}
