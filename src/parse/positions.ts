/** Offsets to lines, and the comment in front of a definition. */
import { ts } from 'ts-morph';
import type { LineRange } from '../kernel';

export function linesOf(source: ts.SourceFile, start: number, end: number): LineRange {
  return { startLine: lineAt(source, start), endLine: lineAt(source, end) };
}

export function lineAt(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

export function docRange(source: ts.SourceFile, node: ts.Node, start: number): { doc?: LineRange } {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  let first: ts.CommentRange | undefined;
  for (const comment of comments.reverse()) {
    // A comment separated by an empty line speaks of something else.
    if (lineAt(source, first?.pos ?? start) - lineAt(source, comment.end) > 1) break;
    first = comment;
  }
  return first ? { doc: linesOf(source, first.pos, comments[0]!.end) } : {};
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
