/** What the commands about one definition have in common. */
import type { CallOptions, RelatedAnswer, SymbolQuery } from '../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readNumber,
  readText,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
  type Context,
} from './command';
import { describePlace, describeRest, describeSteps } from './describe';

export const SYMBOL_ARGUMENTS = {
  options: {
    ...WORKSPACE_OPTIONS,
    file: { type: 'string', value: 'FILE', help: 'the definition is in this file' },
    exact: { type: 'boolean', help: 'TypeScript and JavaScript: by the language service alone' },
    limit: { type: 'string', value: 'N', help: 'most results, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 1, max: 1 },
} as const satisfies Pick<Command, 'options' | 'arguments'>;

/** The request that `NAME` or `FILE:LINE` stands for. */
export function askForSymbol(context: Context): [SymbolQuery, CallOptions] {
  const { values, positionals } = context;
  const [asked = ''] = positionals;
  const place = /^(.+):(\d+)$/.exec(asked);
  const target = place ? { filePath: place[1], line: Number(place[2]) } : { name: asked, filePath: readText(values, 'file') };
  const request = { ...readWorkspace(context), ...target, exact: values.exact === true, limit: readNumber(values, 'limit') };
  return [request, lendTo(context)];
}

export function printRelated(context: Context, answer: RelatedAnswer): number {
  const { target, alternatives, symbols, total, steps } = answer;
  if (context.values.json) printJson(context, answer);
  else if (!target) context.streams.stderr.write([...describeSteps(steps), 'No such definition was found.', ''].join('\n'));
  else {
    printLines(context, [
      describePlace(target),
      ...symbols.map((each) => {
        const sure = each.confidence < 1 ? `, ${each.certainty} ${each.confidence.toFixed(2)}` : '';
        return `  ${describePlace(each, `(line ${each.lines.join(', ')}${sure})`)}`;
      }),
      ...describeRest(symbols.length, total),
      ...alternatives.map((place) => `also defined: ${describePlace(place)}`),
      ...describeSteps(steps),
    ]);
  }
  return target ? 0 : 1;
}
