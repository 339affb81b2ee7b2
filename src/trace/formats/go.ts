/** Go: a function's line, then its place; one trace per goroutine. */
import { TRACE_LIMITS, type FrameMatch, type TraceFormat, type TraceHead } from '../types';
import { wholeNumber } from './errors';

const PLACE = /^(\S.*\.(?:go|s)):(\d{1,9})(?: \+0x[0-9a-f]+)?$/;
const CREATED = /^created by (\S+)(?: in goroutine \d+)?$/;

export const go: TraceFormat = {
  language: 'go',
  readFrame(lines, at): FrameMatch | undefined {
    const head = lines[at]!.trim();
    const next = lines[at + 1]?.trim();
    if (next === undefined || !next.includes('.go:') && !next.includes('.s:')) return undefined;
    const name = nameOf(head);
    const place = name === undefined ? null : PLACE.exec(next);
    if (!place) return undefined;
    const line = wholeNumber(place[2]);
    return { frame: { raw: `${head} ${next}`, function: name!, path: place[1]!, ...(line === undefined ? {} : { line }) }, lines: 2 };
  },
  readHead(line): TraceHead | undefined {
    const text = line.trim();
    const error = /^(?:panic|fatal error|runtime error): .*|^unexpected fault address.*/.exec(text);
    if (error) return { error: error[0].slice(0, TRACE_LIMITS.errorChars), relation: 'error' };
    return /^goroutine \d+.* \[[^\]]*\]:$/.test(text) ? { error: '', relation: 'thread', weak: true } : undefined;
  },
  isFiller: (line) => /^(?:exit status \d+|\[signal .*|\.\.\.additional frames elided\.\.\.)/.test(line.trim()),
};

/** `main.(*Cart).Total(0xc000010250, {0x1, 0x2})` → `main.(*Cart).Total`. */
function nameOf(text: string): string | undefined {
  const created = CREATED.exec(text);
  if (created) return created[1];
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  const name = text.slice(0, Math.max(0, open));
  return name !== '' && !/\s/.test(name) ? name : undefined;
}
