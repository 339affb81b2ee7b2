import { createError } from '../../kernel';

const LENGTH_MAX = 255;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0020\u007F~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|^[-/.]|[/.]$|^@$/;
/** By SHA-1 or SHA-256. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** A branch, tag or commit as a person gives it, by git's own rules for names. Throws VALUE_INVALID. */
export function checkRef(ref: unknown): string | undefined {
  if (ref === undefined || ref === null) return undefined;
  if (typeof ref !== 'string') throw invalid('it is not a text');
  if (ref.trim() === '') return undefined;
  if (ref.length > LENGTH_MAX) throw invalid(`it has more than ${LENGTH_MAX} characters`);
  if (FORBIDDEN.test(ref)) throw invalid('it is not the name of a branch or tag, nor a commit id');
  return COMMIT.test(ref) ? ref.toLowerCase() : ref;
}

export function isCommit(ref: string | undefined): boolean {
  return ref !== undefined && COMMIT.test(ref);
}

/** The full names that a short one may stand for, the likeliest first. */
export function fullNames(ref: string | undefined): readonly string[] {
  if (ref === undefined || ref === 'HEAD') return ['HEAD'];
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

function invalid(reason: string): Error {
  return createError('VALUE_INVALID', { name: 'The branch, tag or commit', reason });
}
