/** One state of a text from the other, by its hunks. */
import type { Hunk, HunkLine } from './types';

export type Direction = 'forward' | 'reverse';

export interface Applied {
  readonly text: string;
  /** Lines by which hunks stood elsewhere than they say, summed up. */
  readonly drift: number;
}

/** How far from its stated place a hunk is looked for. */
const SEARCH_LINES = 200;

interface Lines {
  readonly lines: readonly string[];
  readonly endsWithBreak: boolean;
}

/**
 * `forward` makes the new text of the old one, `reverse` the old of the new. Undefined when a hunk's
 * lines are not there. A hunk may have moved a little; a carriage return more or less is no difference.
 */
export function applyHunks(text: string, hunks: readonly Hunk[], direction: Direction): Applied | undefined {
  const [gone, come] = direction === 'forward' ? (['del', 'add'] as const) : (['add', 'del'] as const);
  const source = toLines(text);
  const out: string[] = [];
  let cursor = 0;
  let drift = 0;
  let shift = 0;
  let endsWithBreak = source.endsWithBreak;
  for (const hunk of hunks) {
    const from = side(hunk, gone);
    const to = side(hunk, come);
    const stated = startOf(hunk, direction) + shift;
    const at = find(source, from, stated, cursor);
    if (at === undefined) return undefined;
    drift += Math.abs(at - stated);
    shift += at - stated;
    for (let i = cursor; i < at; i += 1) out.push(source.lines[i]!);
    // Context stays as the text has it; what is put in is as the hunk has it.
    let read = at;
    for (const line of hunk.lines) {
      if (line.kind === 'context') out.push(source.lines[read++]!);
      else if (line.kind === gone) read += 1;
      else out.push(line.text);
    }
    cursor = at + from.length;
    if (cursor === source.lines.length) endsWithBreak = to.length === 0 ? true : !to[to.length - 1]!.noNewline;
  }
  for (let i = cursor; i < source.lines.length; i += 1) out.push(source.lines[i]!);
  if (cursor < source.lines.length) endsWithBreak = source.endsWithBreak;
  return { text: out.length === 0 ? '' : out.join('\n') + (endsWithBreak ? '\n' : ''), drift };
}

/** A file that the diff holds whole: an added one forward, a removed one in reverse. */
export function wholeText(hunks: readonly Hunk[], direction: Direction): string | undefined {
  return applyHunks('', hunks, direction)?.text;
}

function side(hunk: Hunk, kind: 'add' | 'del'): readonly HunkLine[] {
  return hunk.lines.filter((line) => line.kind === 'context' || line.kind === kind);
}

/** 0-based; a side without lines names the line before it. */
function startOf(hunk: Hunk, direction: Direction): number {
  const [start, count] = direction === 'forward' ? [hunk.oldStart, hunk.oldLines] : [hunk.newStart, hunk.newLines];
  return count === 0 ? start : start - 1;
}

function find(source: Lines, wanted: readonly HunkLine[], stated: number, from: number): number | undefined {
  if (fits(source, wanted, stated, from)) return stated;
  if (wanted.length === 0) return undefined;
  for (let distance = 1; distance <= SEARCH_LINES; distance += 1) {
    if (fits(source, wanted, stated - distance, from)) return stated - distance;
    if (fits(source, wanted, stated + distance, from)) return stated + distance;
  }
  return undefined;
}

function fits({ lines, endsWithBreak }: Lines, wanted: readonly HunkLine[], at: number, from: number): boolean {
  if (at < from || at + wanted.length > lines.length) return false;
  const last = wanted[wanted.length - 1];
  if (last?.noNewline === true && (at + wanted.length !== lines.length || endsWithBreak)) return false;
  return wanted.every((line, index) => sameLine(lines[at + index]!, line.text));
}

const sameLine = (a: string, b: string): boolean => a === b || withoutReturn(a) === withoutReturn(b);
const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

function toLines(text: string): Lines {
  if (text === '') return { lines: [], endsWithBreak: true };
  const lines = text.split('\n');
  const endsWithBreak = lines[lines.length - 1] === '';
  if (endsWithBreak) lines.pop();
  return { lines, endsWithBreak };
}
