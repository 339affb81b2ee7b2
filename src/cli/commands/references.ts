import type { UseFact } from '../../index';
import { printJson, printLines, type Command } from '../command';
import { describePlace, describeRest, describeSteps } from '../describe';
import { askForSymbol, SYMBOL_ARGUMENTS } from '../symbol';

export const references: Command = {
  name: 'references',
  usage: 'references NAME|FILE:LINE --root DIR [options]',
  summary: 'list where a definition is used; exit code 1 if there is no such definition',
  ...SYMBOL_ARGUMENTS,

  async run(context) {
    const { values, streams, engine } = context;
    const [request, options] = askForSymbol(context);
    const found = await engine.findReferences(request, options);
    const { target, alternatives, uses, total, steps } = found;
    if (values.json) printJson(context, found);
    else if (!target) streams.stderr.write([...describeSteps(steps), 'No such definition was found.', ''].join('\n'));
    else {
      printLines(context, [
        describePlace(target),
        ...uses.map(describeUse),
        ...describeRest(uses.length, total),
        ...alternatives.map((place) => `also defined: ${describePlace(place)}`),
        ...describeSteps(steps),
      ]);
    }
    return target ? 0 : 1;
  },
};

function describeUse({ path, line, column, kind, inSymbol, certainty, confidence }: UseFact): string {
  const sure = confidence < 1 ? `${certainty} ${confidence.toFixed(2)}` : certainty;
  return `  ${path}:${line}:${column}  ${kind}${inSymbol ? ` in ${inSymbol}` : ''}  (${sure})`;
}
