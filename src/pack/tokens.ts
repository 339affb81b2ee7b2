/** Tokens as current models count them (the o200k vocabulary). */
export type CountTokens = (text: string) => number;

let counting: Promise<CountTokens> | undefined;

/** The vocabulary is megabytes: it is loaded at the first answer that needs it, once. */
export function loadTokenizer(): Promise<CountTokens> {
  counting ??= import('gpt-tokenizer/encoding/o200k_base').then(
    ({ countTokens }) =>
      (text) =>
        // Text that looks like a control token is plain text here: code may hold anything.
        countTokens(text, { disallowedSpecial: new Set() }),
  );
  return counting;
}
