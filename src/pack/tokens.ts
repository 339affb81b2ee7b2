/** Tokens as current models count them (the o200k vocabulary). */
import { randomInt } from 'node:crypto';

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
const REMEMBERED_CHARS = 8;
const REMEMBERED_MAX = 65_536;
/** Of a stretch's length and tokens in one number. */
const TOKENS_END = 2 ** 22;

let counting: Promise<CountTokens> | undefined;

/** The vocabulary is megabytes: it is loaded at the first answer that needs it, once. */
export function loadTokenizer(): Promise<CountTokens> {
  counting ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
    // Text that looks like a control token is plain text here: code may hold anything.
    const count = rememberCounts((text) => countTokens(text, { disallowedSpecial: new Set() }));
    return (text) => (hasLongRun(text) ? countInPieces(text, (piece) => count(piece, 0, piece.length)) : countStretches(text, count));
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
const TAB = 9;

type CountRange = (text: string, from: number, to: number) => number;

/**
 * The sum over lines, or a few of them: no token of the vocabulary reaches from one line into the next one,
 * unless that is blank or begins with a slash, since only white space before a line end, line ends, and
 * slashes after them go on there. Indentation is counted alike with and without the line before.
 */
function countStretches(text: string, count: CountRange): number {
  let tokens = 0;
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    let next = at + 1;
    while (text.charCodeAt(next) === SPACE || text.charCodeAt(next) === TAB) next += 1;
    const code = text.charCodeAt(next);
    if (!(code > SPACE && code < 127) || (code === SLASH && next === at + 1)) continue;
    tokens += count(text, from, at + 1);
    from = at + 1;
  }
  return tokens + count(text, from, text.length);
}

/** Lines are counted in a piece and again in the whole, and come back in other code. Kept are hashes, no code. */
function rememberCounts(count: CountTokens): CountRange {
  const known = new Map<number, number>();
  const hash = createHasher();
  return (text, from, to) => {
    const length = to - from;
    if (length < REMEMBERED_CHARS || length >= TOKENS_END) return count(text.slice(from, to));
    const key = hash(text, from, to);
    const both = known.get(key);
    if (both !== undefined && Math.floor(both / TOKENS_END) === length) return both % TOKENS_END;
    const tokens = count(text.slice(from, to));
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, length * TOKENS_END + tokens);
    return tokens;
  };
}

/**
 * 53 bits of two running products with avalanche (after "cyrb53", public domain), from a start that nobody
 * knows, so that nobody can write two lines that are told apart by nothing.
 */
function createHasher(): CountRange {
  const [first, second] = [randomInt(2 ** 32), randomInt(2 ** 32)];
  return (text, from, to) => {
    let a = first;
    let b = second;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 0x9e3779b1);
      b = Math.imul(b ^ code, 0x5f356495);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    return 2 ** 32 * (b & 0x1fffff) + (a >>> 0);
  };
}

/** Never less than the true count: a cut adds at most one token, and one is added for each cut. */
function countInPieces(text: string, count: CountTokens): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += RUN_MAX) tokens += count(text.slice(at, at + RUN_MAX)) + 1;
  return tokens;
}
