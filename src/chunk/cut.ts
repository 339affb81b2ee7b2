import type { LineRange } from '../kernel';
import type { LineSizes } from './size';

/**
 * Cuts a range into pieces of at most `maxSize` non-whitespace characters and `maxLines` lines (one
 * line alone may be larger). Cuts fall before the least indented line in the second half of what
 * fits, rather after an empty line: there one thought usually ends.
 */
export function cutAtQuietLines(
  range: LineRange,
  lines: readonly string[],
  sizes: LineSizes,
  maxSize: number,
  maxLines: number,
): LineRange[] {
  const pieces: LineRange[] = [];
  let { startLine } = range;
  while (startLine <= range.endLine) {
    const last = lastThatFits(startLine, range.endLine, sizes, maxSize, maxLines);
    const endLine = last === range.endLine ? last : quietestEnd(startLine, last, lines);
    pieces.push({ startLine, endLine });
    startLine = endLine + 1;
  }
  return pieces;
}

function lastThatFits(
  startLine: number,
  endLine: number,
  sizes: LineSizes,
  maxSize: number,
  maxLines: number,
): number {
  let last = startLine;
  while (
    last < endLine &&
    last - startLine + 1 < maxLines &&
    sizes.between({ startLine, endLine: last + 1 }) <= maxSize
  ) {
    last += 1;
  }
  return last;
}

function quietestEnd(startLine: number, last: number, lines: readonly string[]): number {
  const from = startLine + Math.floor((last - startLine) / 2);
  let best = last;
  let bestCost = Infinity;
  for (let end = from; end <= last; end += 1) {
    const cost = cutCost(lines[end - 1] ?? '', lines[end] ?? '');
    if (cost <= bestCost) [best, bestCost] = [end, cost];
  }
  return best;
}

/** How much a cut between two lines hurts: deep code more than shallow, closing brackets most. */
function cutCost(before: string, after: string): number {
  const text = after.trimStart();
  if (text === '') return 1_000;
  const indent = after.length - text.length;
  const closing = /^[)\]}]|^(?:else|catch|finally|elif|except)\b/.test(text) ? 500 : 0;
  return indent * 4 + closing + (before.trim() === '' ? 0 : 2);
}
