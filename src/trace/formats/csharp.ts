/** C# and other .NET languages: `   at Shop.Cart.Total(Int32 a) in /src/Cart.cs:line 12`. */
import type { FrameMatch, TraceFormat, TraceHead } from '../types';
import { namedHead, wholeNumber } from './errors';

/** .NET translates the word. */
const PLACE = /:(?:line|Zeile|ligne|línea|linha|riga|regel|строка|行) ?(\d{1,9})\.?$/;
const SIGNATURE = /^at ([\w.<>`[\],+$|&*~-]+)\(.*\)$/;

export const csharp: TraceFormat = {
  language: 'csharp',
  anyHead: true,
  readFrame(lines, at): FrameMatch | undefined {
    const raw = lines[at]!.trim();
    if (!raw.startsWith('at ')) return undefined;
    const place = PLACE.exec(raw);
    const split = place ? raw.indexOf(') in ') : -1;
    if (place && split > 0) {
      const line = wholeNumber(place[1]);
      return {
        frame: { raw, function: methodOf(raw.slice(3, split)), path: raw.slice(split + 5, place.index), ...(line === undefined ? {} : { line }) },
        lines: 1,
      };
    }
    const match = SIGNATURE.exec(raw);
    if (!match?.[1]?.includes('.')) return undefined;
    return { frame: { raw, function: methodOf(match[1]), path: '' }, lines: 1 };
  },
  readHead(line): TraceHead | undefined {
    return namedHead(line.trim(), /^-+>/);
  },
  isFiller: (line) => line.includes('--- End of stack trace from previous location'),
  isCauseMark: (line) => line.includes('--- End of inner exception stack trace ---'),
};

/** `Shop.Cart.<TotalAsync>d__4.MoveNext(` → `Shop.Cart.TotalAsync`; lambdas are named after their method. */
function methodOf(text: string): string {
  const name = text.slice(0, text.includes('(') ? text.indexOf('(') : undefined);
  return name
    .replace(/\.<>c(?:__DisplayClass[\w]*)?(?=\.)/, '')
    .replace(/<(\w+)>(?:d__\d+\.MoveNext|[bg]__\w*(?:\|\w+)?)/, '$1')
    .replace(/`\d+(?:\[[^\]]*\])?/g, '')
    .replace(/\.{2}ctor$/, '.ctor');
}
