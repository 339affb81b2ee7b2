/** Tokens as current models count them (the o200k vocabulary). */
export type CountTokens = (text: string) => number;

/** No token of the vocabulary is longer, in characters. */
export const TOKEN_MAX_CHARS = 128;

/**
 * Encoding a word costs the square of its length: a hundred thousand brackets or spaces in a row, as
 * data and minified files have them, take minutes. Runs without a break are counted in pieces.
 */
const RUN_MAX = 512;
const LONG_RUN = new RegExp(`(?:[\\p{L}\\p{M}]{${RUN_MAX},}|\\s{${RUN_MAX},}|[^\\s\\p{L}\\p{N}]{${RUN_MAX},})`, 'u');

let counting: Promise<CountTokens> | undefined;

/** The vocabulary is megabytes: it is loaded at the first answer that needs it, once. */
export function loadTokenizer(): Promise<CountTokens> {
  counting ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
    // Text that looks like a control token is plain text here: code may hold anything.
    const count: CountTokens = (text) => countTokens(text, { disallowedSpecial: new Set() });
    return (text) => (LONG_RUN.test(text) ? countInPieces(text, count) : count(text));
  });
  return counting;
}

/** Never less than the true count: a cut adds at most one token, and one is added for each cut. */
function countInPieces(text: string, count: CountTokens): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += RUN_MAX) tokens += count(text.slice(at, at + RUN_MAX)) + 1;
  return tokens;
}
