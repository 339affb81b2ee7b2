/** Finds the traces in a text: heads, frames, and how the traces are chained. */
import { FORMATS } from './formats';
import { cleanLines } from './text';
import { TRACE_LIMITS, type FrameMatch, type ParsedTrace, type TraceFormat, type TraceFrame, type TraceHead } from './types';

export interface ScannedText {
  /** The error that was reported first, then its causes; further traces in the order of the text. */
  readonly traces: readonly ParsedTrace[];
  /** Lines with text that belong to no trace. */
  readonly unparsedLines: number;
  /** The text, or its frames, were more than is read. */
  readonly cut: boolean;
}

interface Draft {
  readonly format: TraceFormat;
  readonly frames: TraceFrame[];
  head: TraceHead;
  readonly headLine: number;
  lastLine: number;
  indent: number;
  closed: boolean;
  /** The trace before it in the text is its cause. */
  readonly causedByPrevious: boolean;
}

const NO_HEAD: TraceHead = { error: '', relation: 'error', weak: true };
/** Frames looked at: more than are kept, since own code may stand behind a deep recursion. */
const FRAMES_SCANNED = 5_000;

/** Reads every trace of `text`; time grows with its length only. */
export function scanTraces(text: string): ScannedText {
  const lines = cleanLines(text);
  const used = new Uint8Array(lines.length);
  const drafts: Draft[] = [];
  let current: Draft | undefined;
  let causeMark = false;
  let frames = 0;

  const open = (format: TraceFormat, at: number, found: { head: TraceHead; line: number }): Draft => {
    used[found.line] = 1;
    const causedByPrevious = causeMark || found.head.causedByPrevious === true;
    causeMark = false;
    const draft: Draft = { format, frames: [], head: found.head, headLine: found.line, lastLine: at, indent: 0, closed: false, causedByPrevious };
    if (found.head.frame) draft.frames.push(found.head.frame);
    drafts.push(draft);
    return draft;
  };

  for (let at = 0; at < lines.length && frames < FRAMES_SCANNED; at += 1) {
    const line = lines[at]!;
    if (line.trim() === '') {
      used[at] = 1;
      continue;
    }
    const found = readFrame(lines, at, current?.format);
    if (found) {
      const { format, match } = found;
      const goesOn = current?.format === format && !current.closed && !match.head && at - current.lastLine <= TRACE_LIMITS.gapLines;
      if (!goesOn) current = open(format, at, match.head ? { head: chained(match.head, current, at), line: at } : findHead(lines, at, format, drafts, causeMark));
      addFrame(current!, match, at, lines);
      used.fill(1, at, at + match.lines);
      frames += 1;
      at += match.lines - 1;
      continue;
    }
    if (current && endsOrFills(current, lines, at)) {
      used[at] = 1;
      if (current.format.isCauseMark?.(line)) causeMark = true;
      continue;
    }
    const opening = openingHead(lines, at);
    if (opening) current = open(opening.format, at, { head: opening.head, line: at });
  }
  const unparsedLines = used.reduce((count, mark) => count + (mark === 0 ? 1 : 0), 0);
  return { traces: order(drafts.filter((draft) => draft.frames.length > 0)), unparsedLines, cut: text.length > TRACE_LIMITS.textChars || frames >= FRAMES_SCANNED };
}

/** The format of the trace that is open is asked first: others may read its lines, too. */
function readFrame(lines: readonly string[], at: number, first: TraceFormat | undefined) {
  for (const format of first ? [first, ...FORMATS] : FORMATS) {
    const match = format.readFrame(lines, at);
    if (match) return { format, match };
  }
  return undefined;
}

function addFrame(draft: Draft, match: FrameMatch, at: number, lines: readonly string[]): void {
  draft.frames.push(match.frame);
  draft.lastLine = at + match.lines - 1;
  draft.indent = indentOf(lines[at]!);
  if (match.tail !== undefined) {
    draft.head = { error: match.tail, relation: draft.head.relation };
    draft.closed = true;
  }
}

/** Whether a line that is no frame belongs to the open trace; a head closes it. */
function endsOrFills(draft: Draft, lines: readonly string[], at: number): boolean {
  const { format } = draft;
  const line = lines[at]!;
  if (format.isCauseMark?.(line)) {
    draft.closed = true;
    return true;
  }
  const head = format.readHead(line, lines[at + 1] ?? '');
  if (head && !head.weak) {
    draft.closed = true;
    return false;
  }
  if (format.isFiller?.(line)) return true;
  if (!draft.closed && format.readTail) {
    const tail = format.readTail(line, draft.indent);
    if (tail !== undefined) {
      draft.head = { error: tail, relation: draft.head.relation };
      draft.closed = true;
      return true;
    }
    // The code that Python prints below a frame, with its markers.
    if (at - draft.lastLine <= TRACE_LIMITS.gapLines && indentOf(line) > draft.indent) return true;
  }
  if (head) draft.closed = true;
  return false;
}

/** A head that names the place of the throw is a trace even without frames. */
function openingHead(lines: readonly string[], at: number): { format: TraceFormat; head: TraceHead } | undefined {
  const line = lines[at]!;
  if (!line.includes(':')) return undefined;
  for (const format of FORMATS) {
    if (format.finish === undefined) continue;
    const head = format.readHead(line, lines[at + 1] ?? '');
    if (head?.frame) return { format, head };
  }
  return undefined;
}

/** Looks back from the first frame for the line that says what went wrong. */
function findHead(lines: readonly string[], at: number, format: TraceFormat, drafts: readonly Draft[], afterCause: boolean): { head: TraceHead; line: number } {
  const previous = drafts[drafts.length - 1];
  // After the end of an inner exception the outer one goes on, whose head stood before the inner one's.
  const outer = afterCause && previous && !format.readTail;
  const from = outer ? previous.headLine - 1 : at - 1;
  const until = Math.max(outer ? 0 : (previous?.lastLine ?? -1) + 1, from - TRACE_LIMITS.headLines);
  let weak: { head: TraceHead; line: number } | undefined;
  for (let line = from; line >= until; line -= 1) {
    const head = format.readHead(lines[line]!, lines[line + 1] ?? '');
    if (!head) continue;
    if (!head.weak) return { head, line };
    if (weak) break;
    weak = { head, line };
  }
  if (weak) return weak;
  const before = lines[at - 1]?.trim() ?? '';
  const fits = format.anyHead === true && at - 1 >= until && before !== '';
  return fits ? { head: { error: before.slice(0, TRACE_LIMITS.errorChars), relation: 'error' }, line: at - 1 } : { head: NO_HEAD, line: at };
}

/** Ruby prints the cause right below, in the same form. */
function chained(head: TraceHead, current: Draft | undefined, at: number): TraceHead {
  return current?.format.language === 'ruby' && at === current.lastLine + 1 ? { ...head, relation: 'cause' } : head;
}

/** Errors before their causes, whichever way the language prints them. */
function order(drafts: readonly Draft[]): ParsedTrace[] {
  const groups: Draft[][] = [];
  for (const draft of drafts) {
    const last = groups[groups.length - 1];
    const isCause = draft.head.relation === 'cause' || draft.head.relation === 'suppressed';
    if (last && draft.causedByPrevious && last[0]!.format === draft.format) last.unshift(draft);
    else if (last && isCause && last[0]!.format === draft.format) last.push(draft);
    else groups.push([draft]);
  }
  return groups.flatMap((group) =>
    group.map(({ format, frames, head }, index) => {
      const inner = format.readTail ? [...frames].reverse() : frames;
      const relation = index === 0 ? (head.relation === 'thread' ? 'thread' : 'error') : head.relation === 'suppressed' ? 'suppressed' : 'cause';
      return {
        language: format.languageOf?.(frames) ?? format.language,
        error: head.error,
        relation,
        frames: format.finish?.(inner) ?? inner,
      };
    }),
  );
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
