import type { Command } from '../command';
import { askForSymbol, printRelated, SYMBOL_ARGUMENTS } from '../symbol';

export const callers: Command = {
  name: 'callers',
  usage: 'callers NAME|FILE:LINE --root DIR [options]',
  summary: 'list what calls a definition; exit code 1 if there is no such definition',
  ...SYMBOL_ARGUMENTS,

  async run(context) {
    return printRelated(context, await context.engine.findCallers(...askForSymbol(context)));
  },
};
