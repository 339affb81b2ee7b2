/** Private keys in PEM and OpenPGP armour (RFC 7468, RFC 9580), also inside quoted texts with `\n`. */
import type { Found } from './assignments';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** No line without this begins a key. */
export const KEY_MARK = '-----BEGIN ';
/** What may stand between the marks, however it is quoted, joined or indented. */
const BODY = /[A-Za-z0-9+/=\s\\"'`,;:#*+.\-()|>]/;
const BODY_MAX = 20_000;
/** Less is no key: code that reads or writes keys names the marks as well. */
const KEY_MIN = 60;

/** The lines between the marks; a key whose end is missing goes as far as it looks like one. */
export function findPrivateKeys(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(BEGIN)) {
    const start = match.index + match[0].length;
    const near = text.slice(start, start + BODY_MAX);
    const mark = near.indexOf('-----');
    const limit = start + (mark < 0 ? near.length : mark);
    let stop = start;
    while (stop < limit && BODY.test(text[stop]!)) stop += 1;
    const body = text.slice(start, stop);
    const longest = Math.max(0, ...(body.match(/[A-Za-z0-9+/=]{16,}/g) ?? []).map(({ length }) => length));
    if (longest >= 32 && body.replace(/[^A-Za-z0-9+/=]/g, '').length >= KEY_MIN) found.push({ kind: 'private-key', start, end: stop });
  }
  return found;
}
