/** Ruby: `app/cart.rb:12:in 'Cart#total': message (KeyError)`, then `from …` lines; also the old reversed form. */
import { TRACE_LIMITS, type FrameMatch, type TraceFormat, type TraceFrame, type TraceHead } from '../types';
import { readPlace } from './errors';

const REVERSED = /^\d+: from /;
const RAILS = /^([A-Z][\w:]*(?:Error|Exception|NotFound|Invalid|Exit|Interrupt)\w*) \((.*)\):?$/;

export const ruby: TraceFormat = {
  language: 'ruby',
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    const mark = /:in [`']/.exec(raw);
    if (!mark) return undefined;
    const place = readPlace(raw.slice(0, mark.index).replace(REVERSED, '').replace(/^from /, ''));
    const end = raw.indexOf("'", mark.index + 5);
    if (!place || end < 0) return undefined;
    const label = raw.slice(mark.index + 5, end);
    const frame: TraceFrame = { raw, function: nameOf(label), ...place };
    const message = raw.startsWith(': ', end + 1) ? raw.slice(end + 3) : undefined;
    if (message === undefined) return { frame, lines: 1 };
    const head = headOf(message);
    return REVERSED.test(lines[at - 1]?.trim() ?? '') ? { frame, lines: 1, tail: head.error } : { frame, lines: 1, head };
  },
  readHead(line): TraceHead | undefined {
    const rails = RAILS.exec(line.trim().slice(0, TRACE_LIMITS.errorChars));
    return rails ? { error: `${rails[1]!}: ${rails[2]!}`, relation: 'error' } : undefined;
  },
  isFiller: (line) => /^\s*\.\.\. \d+ levels\.\.\./.test(line) || line.startsWith('Traceback (most recent call last)'),
  finish(frames) {
    // Ruby 2.5 to 2.7 numbered the callers and printed the error last.
    return frames.some(({ raw }) => REVERSED.test(raw)) ? [...frames].reverse() : frames;
  },
};

/** `message (KeyError)` → `KeyError: message`. */
function headOf(message: string): TraceHead {
  const match = /^(.*) \(([\w:]+)\)$/.exec(message.slice(0, TRACE_LIMITS.errorChars));
  return { error: match ? `${match[2]!}: ${match[1]!}` : message.slice(0, TRACE_LIMITS.errorChars), relation: 'error' };
}

/** `block (2 levels) in Cart#total` → `Cart#total`; code outside of methods has no name. */
function nameOf(label: string): string {
  const name = label.includes(' in ') ? label.slice(label.lastIndexOf(' in ') + 4) : label;
  return /^<(?:main|top \(required\)|module:.*|class:.*)>$/.test(name) ? '' : name;
}
