/** Tokens as current models count them (the o200k vocabulary). */
import { createHash } from 'node:crypto';

export type CountTokens = (text: string) => number;

/** No token of the vocabulary is longer, in characters. */
export const TOKEN_MAX_CHARS = 128;

/**
 * Encoding a word costs the square of its length: a hundred thousand brackets or spaces in a row, as
 * data and minified files have them, take minutes. Runs without a break are counted in pieces.
 */
const RUN_MAX = 512;
const LONG_RUN = new RegExp(`(?:[\\p{L}\\p{M}]{${RUN_MAX},}|\\s{${RUN_MAX},}|[^\\s\\p{L}\\p{N}]{${RUN_MAX},})`, 'u');
/** Of ASCII characters, what they run with: 0 nothing (digits are counted in threes), 1 letters, 2 white space, 3 the others. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\d/.test(character) ? 0 : /[A-Za-z]/.test(character) ? 1 : /\s/.test(character) ? 2 : 3;
});

/** Shorter stretches are counted as fast as they are looked up. */
const REMEMBERED_CHARS = 80;
const REMEMBERED_MAX = 20_000;

let counting: Promise<CountTokens> | undefined;

/** The vocabulary is megabytes: it is loaded at the first answer that needs it, once. */
export function loadTokenizer(): Promise<CountTokens> {
  counting ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
    // Text that looks like a control token is plain text here: code may hold anything.
    const count = rememberCounts((text) => countTokens(text, { disallowedSpecial: new Set() }));
    return (text) => (hasLongRun(text) ? countInPieces(text, count) : countStretches(text, count));
  });
  return counting;
}

/** A few nanoseconds per character; the expression, which looks ahead from every one, is asked only where a run may be. */
function hasLongRun(text: string): boolean {
  let kind = 0;
  let run = 0;
  // Characters beyond ASCII may belong to the run before them and to the one after.
  let either = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      run += 1;
      either += 1;
    } else {
      run = KINDS[code] === kind ? run + 1 : either + 1;
      kind = KINDS[code]!;
      if (kind === 0) run = 0;
      either = 0;
    }
    if (run >= RUN_MAX) return LONG_RUN.test(text);
  }
  return false;
}

const SLASH = 47;
const SPACE = 32;

/**
 * The sum over stretches that begin where a line begins with neither space nor slash: no token of the
 * vocabulary reaches across such a place, since only line ends and slashes go on after a line end.
 */
function countStretches(text: string, count: CountTokens): number {
  let tokens = 0;
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (!(next > SPACE && next < 127) || next === SLASH) continue;
    tokens += count(text.slice(from, at + 1));
    from = at + 1;
  }
  return tokens + count(from === 0 ? text : text.slice(from));
}

/** Code is counted as a piece and again in the whole, and comes back in other answers. Kept are hashes, no code. */
function rememberCounts(count: CountTokens): CountTokens {
  const known = new Map<string, number>();
  return (text) => {
    if (text.length < REMEMBERED_CHARS) return count(text);
    const key = createHash('sha256').update(text).digest('base64');
    let tokens = known.get(key);
    if (tokens === undefined) {
      if (known.size >= REMEMBERED_MAX) known.clear();
      known.set(key, (tokens = count(text)));
    }
    return tokens;
  };
}

/** Never less than the true count: a cut adds at most one token, and one is added for each cut. */
function countInPieces(text: string, count: CountTokens): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += RUN_MAX) tokens += count(text.slice(at, at + RUN_MAX)) + 1;
  return tokens;
}
