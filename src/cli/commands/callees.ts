import type { Command } from '../command';
import { askForSymbol, printRelated, SYMBOL_ARGUMENTS } from '../symbol';

export const callees: Command = {
  name: 'callees',
  usage: 'callees NAME|FILE:LINE --root DIR [options]',
  summary: 'list what a definition calls; exit code 1 if there is no such definition',
  ...SYMBOL_ARGUMENTS,

  async run(context) {
    return printRelated(context, await context.engine.findCallees(...askForSymbol(context)));
  },
};
