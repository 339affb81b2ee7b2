/** Edits of a file's text, and the patch that they make. */
import { createHash } from 'node:crypto';
import { createTwoFilesPatch } from 'diff';

/** Without `start` to `end`, the lines that hold nothing else, and one of two blank lines that then meet. */
export function withoutLines(text: string, start: number, end: number): string {
  const [from, to] = wholeLines(text, start, end);
  return text.slice(0, from) + text.slice(to);
}

function wholeLines(text: string, start: number, end: number): [from: number, to: number] {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = endOfLine(text, end);
  if (text.slice(from, start).trim() !== '' || text.slice(end, to).trim() !== '') return [start, end];
  const before = text.slice(0, from);
  if (text.slice(to).trim() === '') {
    const kept = before.trimEnd().length;
    return [kept === 0 ? 0 : endOfLine(text, kept), text.length];
  }
  const isBlankBefore = before === '' || /(?:^|\n)[ \t]*\r?\n$/.test(before);
  const blank = isBlankBefore ? /^(?:[ \t]*\r?\n)+/.exec(text.slice(to))?.[0].length ?? 0 : 0;
  return [from, to + blank];
}

/** Behind the line break of the line that holds an offset. */
function endOfLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** Whether a text is exactly what the bytes of the hash say: without a mark, and in UTF-8. */
export const isVerbatim = (text: string, hash: string): boolean => createHash('sha256').update(text, 'utf8').digest('hex') === hash;

/** Paths that stand in a patch as they are. */
export const isPlainPath = (path: string): boolean => !/["\\\p{Cc}]/u.test(path);

/** As `git diff` writes it, with three lines of context. */
export function patchOf(path: string, before: string, after: string): string {
  // A tab ends names that have spaces.
  const [from, to] = [`a/${path}`, `b/${path}`].map((name) => (/\s/.test(name) ? `${name}\t` : name)) as [string, string];
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, { context: 3 });
  return `diff --git a/${path} b/${path}\n${patch.replace(/^=+\n/, '')}`;
}
