/** Offsets to lines, and the comment in front of a definition. */
import { ts } from 'ts-morph';
import type { LineRange } from '../kernel';
import { lineIndex } from './lines';

export function lineAt(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

/** Where lines start, set beforehand: the compiler looks at each character for what few files have. */
export function setLineStarts(source: ts.SourceFile): void {
  const { text } = source;
  if (text.includes('\r') || text.includes('\u2028') || text.includes('\u2029')) return;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  // Not in the public types: where the compiler remembers them.
  (source as unknown as { lineMap?: readonly number[] }).lineMap = starts;
}

export function docRange(source: ts.SourceFile, node: ts.Node, start: number, lines: LineReader): LineRange | undefined {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos);
  if (!comments) return undefined;
  let first: ts.CommentRange | undefined;
  for (let at = comments.length - 1; at >= 0; at -= 1) {
    const comment = comments[at]!;
    // A comment separated by an empty line speaks of something else.
    if (lines.lineAt(first?.pos ?? start) - lines.lineAt(comment.end) > 1) break;
    first = comment;
  }
  return first && { startLine: lines.lineAt(first.pos), endLine: lines.lineAt(comments[comments.length - 1]!.end) };
}

export interface LineReader {
  /** 1-based line of an offset. Quick when it is near the last one that was asked for. */
  lineAt(offset: number): number;
  /** 1-based column of an offset in its line. */
  columnAt(offset: number, line: number): number;
}

/** So many lines are looked at one by one before the rest is searched. */
const NEAR = 8;

export function createLineReader(starts: readonly number[]): LineReader {
  let last = 0;
  return {
    lineAt(offset) {
      for (let tries = 0; ; tries += 1) {
        if (starts[last]! > offset) last -= 1;
        else if (last + 1 < starts.length && starts[last + 1]! <= offset) last += 1;
        else return last + 1;
        if (tries === NEAR) last = lineIndex(starts, offset);
      }
    },
    columnAt: (offset, line) => offset - starts[line - 1]! + 1,
  };
}
