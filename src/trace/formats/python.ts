/** Python: frames from the outermost to the innermost, the error after them; also pytest's short form. */
import { TRACE_LIMITS, type FrameMatch, type TraceFormat, type TraceHead } from '../types';
import { namedError, wholeNumber } from './errors';

const FILE = /^File "([^"]{1,1000})", line (\d{1,9})(?:, in (.{1,300}))?$/;
const PYTEST = /^([\w./\\-]{1,500}\.pyi?):(\d{1,9}): ?(?:in ([\w<>.]{1,200})|([\w.]{1,200}))?$/;
const CHAIN = /^\s*(?:The above exception was the direct cause|During handling of the above exception)/;

export const python: TraceFormat = {
  language: 'python',
  readTail,
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    const match = raw.startsWith('File "') ? FILE.exec(raw) : raw.includes('.py') ? PYTEST.exec(raw) : null;
    if (!match) return undefined;
    const line = wholeNumber(match[2]);
    const name = (match[3] ?? '').replace(/^<module>$/, '');
    return { frame: { raw, function: name, path: match[1]!, ...(line === undefined ? {} : { line }) }, lines: 1 };
  },
  readHead(line): TraceHead | undefined {
    const text = line.trim();
    return text.startsWith('Traceback (most recent call last)') || text.startsWith('Exception Group Traceback')
      ? { error: '', relation: 'error' }
      : undefined;
  },
  isFiller: (line) => line.trimStart().startsWith('[Previous line repeated'),
  isCauseMark: (line) => CHAIN.test(line),
};

/** The line that ends a traceback: the error, further left than the frames. */
function readTail(line: string, frameIndent: number): string | undefined {
  const text = line.trim();
  if (text === '') return undefined;
  // pytest marks it: `E   ValueError: …`.
  const marked = /^E\s+(\S.*)$/.exec(text);
  if (marked) return namedError(marked[1]!);
  const indent = line.length - line.trimStart().length;
  if (indent >= frameIndent || !/^[A-Za-z_][\w.]*(?::|$)/.test(text)) return undefined;
  return text.slice(0, TRACE_LIMITS.errorChars);
}
