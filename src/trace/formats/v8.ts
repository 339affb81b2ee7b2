/** Node, Chrome, Edge, Deno, Bun, Hermes: `    at async Cart.total (file:///app/cart.js:3:5)`. */
import type { FrameMatch, TraceFormat, TraceFrame } from '../types';
import { namedHead, readPlace } from './errors';

const CAUSE = /\[cause\]:|\bcause:/;
const WITHOUT_FILE = /^(?:<anonymous>|native|unknown location|index \d+|wasm:\/\/.*)$/;

export const v8: TraceFormat = {
  language: 'javascript',
  anyHead: true,
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    if (!raw.startsWith('at ')) return undefined;
    // What inspect prints after the last frame of an error with fields of its own.
    const frame = readBody(raw, raw.slice(3).replace(/ \{$/, '').trim());
    return frame && { frame, lines: 1 };
  },
  readHead: (line) => namedHead(line, CAUSE),
  isFiller: (line) => /^\s*(?:\.\.\. \d+ lines matching cause stack trace|[{}\]),]+|\^+|[\w$]+: .*,?)\s*(?:\.\.\.)?$/.test(line),
  languageOf: (frames) => (frames.some(({ path }) => /\.[mc]?tsx?(?:$|\?)/.test(path)) ? 'typescript' : 'javascript'),
};

function readBody(raw: string, body: string): TraceFrame | undefined {
  const open = body.endsWith(')') ? body.indexOf(' (') : -1;
  if (open >= 0) return frameAt(raw, nameOf(body.slice(0, open)), body.slice(open + 2, -1));
  const place = body.startsWith('async ') ? body.slice(6) : body;
  // `at a.b.C.m(C.java:3)` is another language's frame.
  if (/^[\w$.<>]+\([^()]*\)$/.test(place)) return undefined;
  return frameAt(raw, '', place);
}

function frameAt(raw: string, name: string, location: string): TraceFrame | undefined {
  if (WITHOUT_FILE.test(location)) return { raw, function: name, path: '' };
  const inEval = location.startsWith('eval at ') ? lastPlace(location) : location;
  const place = readPlace(inEval.replace(/^address at /, '').replace(/, <anonymous>:\d+:\d+$/, ''));
  return place && { raw, function: name, ...place };
}

/** `eval at run (eval at go (/app/a.js:1:2)), <anonymous>:1:1`: the code that a file holds is the innermost place. */
function lastPlace(location: string): string {
  const open = location.lastIndexOf(' (');
  const close = location.indexOf(')', open);
  return open < 0 || close < 0 ? location : location.slice(open + 2, close);
}

function nameOf(text: string): string {
  return text.replace(/^async /, '').replace(/^new /, '').replace(/ \[as [^\]]*\]$/, '').replace(/^<anonymous>$/, '').trim();
}
