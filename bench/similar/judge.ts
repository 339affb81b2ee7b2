/** A judge that knows no trees and no sketches: how much of two codes' tokens, names and values apart, is in one order. */
const TOKEN = /[A-Za-z_$][\w$]*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[^\s\w]/g;
const KEYWORDS = new Set(
  ('if else elif for while do return break continue switch case default try catch except finally throw raise new await async yield function def class ' +
    'import from in of not and or is lambda with as func go defer select range var let const type struct interface this self null None true false True False').split(' '),
);
/** Tokens that are compared; longer code is judged by its start. */
const TOKENS_MAX = 1_500;

export function tokensOf(code: string, comment: string): string[] {
  const plain = code.split('\n').filter((line) => !line.trim().startsWith(comment) && !line.trim().startsWith('*') && !line.trim().startsWith('/*')).join('\n');
  return (plain.match(TOKEN) ?? []).slice(0, TOKENS_MAX).map((token) => {
    if (/^[A-Za-z_$]/.test(token)) return KEYWORDS.has(token) ? token : 'n';
    return /^[\d"'`]/.test(token) ? 'v' : token;
  });
}

/** 2 × the longest common subsequence over both lengths: 0..1. */
export function tokenSimilarity(a: readonly string[], b: readonly string[]): number {
  let previous = new Uint16Array(b.length + 1);
  let current = new Uint16Array(b.length + 1);
  for (const token of a) {
    for (let at = 1; at <= b.length; at += 1) current[at] = token === b[at - 1] ? previous[at - 1]! + 1 : Math.max(previous[at]!, current[at - 1]!);
    [previous, current] = [current, previous];
  }
  return (2 * previous[b.length]!) / Math.max(1, a.length + b.length);
}
