/** Offsets to lines, as `splitLines` cuts them: \n, \r\n, \r and the Unicode separators end one. */

export interface LineTable {
  readonly count: number;
  /** 1-based line of an offset. */
  lineAt(offset: number): number;
  /** Offset of a line's first character. */
  startOf(line: number): number;
  /** 1-based column of an offset, in UTF-16 units. */
  columnAt(offset: number): number;
}

export function createLineTable(text: string): LineTable {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  // Offsets are mostly asked for in the order of the text: the last answer is where to look first.
  let last = 0;
  const find = (offset: number): number => {
    if (offset < starts[last]! || offset - starts[last]! > 4_000) last = lineIndex(starts, offset);
    while (last + 1 < starts.length && starts[last + 1]! <= offset) last += 1;
    return last;
  };
  return {
    count: starts.length,
    lineAt: (offset) => find(offset) + 1,
    startOf: (line) => starts[line - 1]!,
    columnAt: (offset) => offset - starts[find(offset)]! + 1,
  };
}

/** Index of the line that holds an offset, by halving. */
export function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
