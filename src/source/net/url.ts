import { createError, type EngineError } from '../../kernel';

const LENGTH_MAX = 2_048;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u0020\u007F-\u00A0\u00AD\u1680\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF\uFFF9-\uFFFF]/;

/**
 * The address of a Git repository, as the base of its smart-HTTP addresses: no trailing slash. Looks
 * at the text itself first, because the URL parser forgives what a reader would misread.
 * Throws SOURCE_URL_INVALID. `http:` passes here; whether it may be used depends on where it leads.
 */
export function parseRepositoryUrl(text: unknown): URL {
  if (typeof text !== 'string' || text.trim() === '') throw invalid('it is empty');
  const reason = refuseText(text);
  if (reason) throw invalid(reason);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid('it is not a URL');
  }
  if (url.port === '0') throw invalid('its port is not one');
  url.pathname = url.pathname.replace(/\/+$/, '');
  if (url.pathname === '/' || url.pathname === '') throw invalid('it names a host, but no repository');
  return url;
}

function refuseText(text: string): string | undefined {
  if (text.length > LENGTH_MAX) return `it has ${text.length} characters; the limit is ${LENGTH_MAX}`;
  if (UNSAFE.test(text)) return 'it holds a space, a control character or an invisible one';
  if (text.startsWith('-')) return 'it begins with "-"';
  if (!/^https?:\/\/[^/\\]/i.test(text)) return 'it does not begin with https://';
  if (text.includes('\\')) return 'it holds a backslash';
  const [authority = '', ...path] = text.slice(text.indexOf('//') + 2).split('/');
  if (authority.includes('@')) return 'it holds a user name or a token';
  if (/[?#]/.test(text)) return 'it holds a query or a fragment';
  if (authority.includes('%')) return 'its host is percent-encoded';
  if (path.join('/').includes('::') || authority.replace(/^\[[^\]]*\]/, '').includes('::')) return 'it holds "::"';
  if (/%(?:[01][\da-f]|2[ef]|5c|7f|00)/i.test(text)) return 'it holds an encoded dot, slash or control character';
  return path.some((segment) => segment === '.' || segment === '..') ? 'its path holds "." or ".."' : undefined;
}

/** An address for messages: nothing after the path, no user, no token. */
export function describeUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 300);
}

function invalid(reason: string): EngineError {
  return createError('SOURCE_URL_INVALID', { reason });
}
