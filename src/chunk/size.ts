import type { LineRange } from '../kernel';

/** Non-whitespace sizes of line ranges, answered in constant time. */
export interface LineSizes {
  /** Non-whitespace characters in the range. */
  between(range: LineRange): number;
  /** The range without blank lines at its ends; undefined when nothing remains. */
  trim(range: LineRange): LineRange | undefined;
}

export function measureLines(lines: readonly string[]): LineSizes {
  const sums = new Float64Array(lines.length + 1);
  lines.forEach((line, index) => {
    sums[index + 1] = sums[index]! + countNonWhitespace(line);
  });
  const sizeOf = (first: number, last: number): number => sums[last]! - sums[first - 1]!;
  return {
    between: ({ startLine, endLine }) => sizeOf(startLine, endLine),
    trim({ startLine, endLine }) {
      let first = startLine;
      let last = endLine;
      while (first <= last && sizeOf(first, first) === 0) first += 1;
      while (last >= first && sizeOf(last, last) === 0) last -= 1;
      return first <= last ? { startLine: first, endLine: last } : undefined;
    },
  };
}

function countNonWhitespace(line: string): number {
  let count = 0;
  for (let i = 0; i < line.length; i += 1) {
    const code = line.charCodeAt(i);
    // Control characters are no blanks: a line of them is still a line.
    const blank = code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code === 0xa0 || code === 0xfeff;
    if (!blank) count += 1;
  }
  return count;
}
