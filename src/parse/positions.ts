/** Offsets to lines, and the comment in front of a definition. */
import { ts } from 'ts-morph';
import type { LineRange } from '../kernel';

export function linesOf(source: ts.SourceFile, start: number, end: number): LineRange {
  return {
    startLine: source.getLineAndCharacterOfPosition(start).line + 1,
    endLine: source.getLineAndCharacterOfPosition(end).line + 1,
  };
}

export function docRange(source: ts.SourceFile, node: ts.Node, start: number): { doc?: LineRange } {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = comments[comments.length - 1];
  if (!last || last.end > start) return {};
  // A comment separated by an empty line speaks of something else.
  if (/\n\s*\n/.test(source.text.slice(last.end, start))) return {};
  let first = last;
  for (let i = comments.length - 2; i >= 0; i -= 1) {
    const comment = comments[i]!;
    if (/\n\s*\n/.test(source.text.slice(comment.end, first.pos))) break;
    first = comment;
  }
  return { doc: linesOf(source, first.pos, last.end) };
}

export interface LineReader {
  /** 1-based line of an offset. Quick when offsets mostly grow. */
  lineAt(offset: number): number;
  /** 1-based column of an offset in its line. */
  columnAt(offset: number, line: number): number;
}

export function createLineReader(starts: readonly number[]): LineReader {
  let last = 0;
  return {
    lineAt(offset) {
      while (last > 0 && starts[last]! > offset) last -= 1;
      while (last + 1 < starts.length && starts[last + 1]! <= offset) last += 1;
      return last + 1;
    },
    columnAt: (offset, line) => offset - starts[line - 1]! + 1,
  };
}
