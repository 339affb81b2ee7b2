/** Firefox and Safari: `total@https://shop.example/assets/app.js:1:2345`. */
import type { FrameMatch, TraceFormat } from '../types';
import { namedHead, readPlace, wholeNumber } from './errors';

const FILE = /^(?:[a-z][\w+.-]{0,30}:\/\/|\/|[a-z-]{1,30}:\/)/i;
const EVAL = / line (\d+) > (?:eval|Function|injectedScript)/;

export const browser: TraceFormat = {
  language: 'javascript',
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    const sign = raw.indexOf('@');
    if (sign < 0 || /\s/.test(raw.slice(0, sign).replace(/^global code|^module code|^eval code/, ''))) return undefined;
    const name = raw.slice(0, sign).replace(/^async\*/, '').replace(/[/<]+$/, '');
    const location = raw.slice(sign + 1);
    if (location === '[native code]') return { frame: { raw, function: name, path: '' }, lines: 1 };
    if (!FILE.test(location)) return undefined;
    const inEval = EVAL.exec(location);
    if (inEval) {
      const line = wholeNumber(inEval[1]);
      return { frame: { raw, function: name, path: location.slice(0, inEval.index), ...(line === undefined ? {} : { line }) }, lines: 1 };
    }
    const place = readPlace(location);
    return place && { frame: { raw, function: name, ...place }, lines: 1 };
  },
  isFiller: (line) => line.trim() === '[native code]',
  readHead: (line) => (line.includes('@') ? undefined : namedHead(line)),
};
