/** Rust with RUST_BACKTRACE: `   3: shop::cart::total` and `             at ./src/cart.rs:12:5`. */
import { TRACE_LIMITS, type FrameMatch, type TraceFormat, type TraceHead } from '../types';
import { readPlace } from './errors';

const FRAME = /^\d{1,5}:\s+(?:0x[0-9a-f]+ - )?(\S.*)$/;
const PANIC = /^thread '[^']*'(?: \(\d+\))? panicked at (.*)$/;

export const rust: TraceFormat = {
  language: 'rust',
  readFrame(lines, at): FrameMatch | undefined {
    const head = lines[at]!.trim();
    const name = /^\d/.test(head) ? FRAME.exec(head)?.[1] : undefined;
    if (name === undefined) return undefined;
    const next = lines[at + 1]?.trim() ?? '';
    const place = next.startsWith('at ') && next.includes('.rs:') ? readPlace(next.slice(3)) : undefined;
    if (place) return { frame: { raw: `${head} ${next}`, function: nameOf(name), ...place }, lines: 2 };
    return /^[\w<][^\s(]*::|^(?:main|_start|__libc_start\w*|rust_begin_unwind|<unknown>)$/.test(name)
      ? { frame: { raw: head, function: nameOf(name), path: '' }, lines: 1 }
      : undefined;
  },
  readHead(line, next): TraceHead | undefined {
    const text = line.trim();
    if (/^stack backtrace:$/i.test(text)) return { error: '', relation: 'error', weak: true };
    const panic = PANIC.exec(text);
    if (panic) return panicHead(text, panic[1]!, next.trim());
    return /^Error: \S/.test(text) ? { error: text.slice(0, TRACE_LIMITS.errorChars), relation: 'error' } : undefined;
  },
  isFiller: (line) => /^\s*(?:note: |stack backtrace:|\[\.\.\. omitted \d+ frames)/i.test(line),
  // The panic's place stands in the backtrace, too, unless that was switched off.
  finish: (frames) => {
    const [first, ...others] = frames;
    const repeated = first !== undefined && others.some((frame) => samePlace(frame.path, first.path) && frame.line === first.line);
    return repeated && first.raw.startsWith('thread ') ? others : frames;
  },
};

/** New: `src/main.rs:4:5:` and the message on the next line. Old: `'message', src/main.rs:4:5`. */
function panicHead(raw: string, rest: string, next: string): TraceHead {
  const old = rest.startsWith("'") ? rest.lastIndexOf("', ") : -1;
  const place = readPlace(old >= 0 ? rest.slice(old + 3) : rest.replace(/:$/, ''));
  const message = old >= 0 ? rest.slice(1, old) : next;
  return {
    error: `panic: ${message}`.slice(0, TRACE_LIMITS.errorChars),
    relation: 'error',
    ...(place ? { frame: { raw, function: '', ...place } } : { weak: true }),
  };
}

const samePlace = (a: string, b: string): boolean => a.replace(/^\.\//, '').endsWith(b.replace(/^\.\//, ''));

/** Without the hash that compilers add, and without `{{closure}}`. */
const nameOf = (name: string): string => name.replace(/::h[0-9a-f]{16}$/, '').replace(/(?:::\{\{closure\}\})+$/, '').slice(0, 300);
