/** PHP: `#0 /var/www/src/Cart.php(42): App\Cart->total()`, after a head that names the place of the throw. */
import { TRACE_LIMITS, type FrameMatch, type TraceFormat, type TraceFrame, type TraceHead } from '../types';
import { namedError, readPlace, wholeNumber } from './errors';

const FRAME = /^#\d{1,4} +(.*)$/;

export const php: TraceFormat = {
  language: 'php',
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    const body = raw.startsWith('#') ? FRAME.exec(raw)?.[1] : undefined;
    if (body === undefined) return undefined;
    if (body.startsWith('{main}')) return { frame: { raw, function: '', path: '' }, lines: 1 };
    const internal = /^\[internal function\]: (.*)$/.exec(body);
    if (internal) return { frame: { raw, function: nameOf(internal[1]!), path: '' }, lines: 1 };
    const place = /\((\d{1,9})\): /.exec(body);
    if (!place || place.index === 0) return undefined;
    const line = wholeNumber(place[1]);
    const called = nameOf(body.slice(place.index + place[0].length));
    return { frame: { raw, function: called, path: body.slice(0, place.index), ...(line === undefined ? {} : { line }) }, lines: 1 };
  },
  readHead(line): TraceHead | undefined {
    const text = line.trim();
    const uncaught = /(?:Uncaught|^Next) (?=[\w\\])/.exec(text.slice(0, 200));
    if (uncaught) return headAt(text, text.slice(uncaught.index + uncaught[0].length), ' in ', uncaught[0].startsWith('Next'));
    const logged = /\[object\] \(/.exec(text);
    if (logged) return headAt(text, text.slice(logged.index + 10).replace(/\)?"?\}?\s*$/, ''), ' at ', false);
    return undefined;
  },
  isFiller: (line) => /^\s*(?:Stack trace:|\[stacktrace\]|thrown in .*|"\})\s*$/.test(line),
  finish: shiftNames,
};

function headAt(raw: string, rest: string, preposition: string, causedByPrevious: boolean): TraceHead {
  const at = rest.lastIndexOf(preposition);
  const place = at < 0 ? undefined : readPlace(rest.slice(at + preposition.length));
  const message = (place ? rest.slice(0, at) : rest).replace(/\(code: [^)]*\)/, '').slice(0, TRACE_LIMITS.errorChars);
  const error = namedError(message) ?? message;
  return { error, relation: 'error', causedByPrevious, ...(place ? { frame: { raw, function: '', ...place } } : {}) };
}

/**
 * PHP names in each frame the function that was called there; the others name the one that runs there.
 * The head's place runs in the function of frame 0, frame 0's place in that of frame 1, and so on.
 */
function shiftNames(frames: readonly TraceFrame[]): readonly TraceFrame[] {
  const fromHead = frames[0] !== undefined && !frames[0].raw.startsWith('#');
  const names = fromHead ? frames.slice(1) : frames;
  const shifted = frames.map((frame, index) => ({ ...frame, function: names[fromHead ? index : index + 1]?.function ?? '' }));
  return shifted.filter(({ path }) => path !== '');
}

/** `App\Cart->total(Array, 3)` → `App\Cart->total`; closures are named after what holds them, as far as PHP says. */
function nameOf(call: string): string {
  const closure = call.indexOf('{closure');
  if (closure < 0) return (call.includes('(') ? call.slice(0, call.indexOf('(')) : call).trim();
  const inside = /^\{closure:([^()]*)/.exec(call.slice(closure));
  return inside ? inside[1]! : call.slice(0, closure).replace(/(?:->|::).*$/, '');
}
