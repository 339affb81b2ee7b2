import type { Ranked } from '../measures';

/** The baselines' own tokenizer: lower-case identifiers and their camelCase and snake_case parts. */
export function baselineWords(text: string): string[] {
  const words: string[] = [];
  for (const [identifier] of text.matchAll(/[A-Za-z_$][A-Za-z0-9_$]*|[0-9]+/g)) {
    const parts = identifier.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [];
    words.push(...parts.map((part) => part.toLowerCase()));
    const whole = identifier.toLowerCase().replace(/^[_$]+|[_$]+$/g, '');
    if (parts.length > 1 && whole !== '') words.push(whole);
  }
  return words;
}

export function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

export interface Document {
  readonly path: string;
  readonly text: string;
}

export const wholeFile = ({ path, text }: Document): Ranked => ({ path, startLine: 1, endLine: text.split('\n').length });

/** Best first. */
export type Baseline = (query: string) => Ranked[];
