import type { Command } from '../command';
import { askForSymbol, printRelated, SYMBOL_ARGUMENTS } from '../symbol';

export const implementations: Command = {
  name: 'implementations',
  usage: 'implementations NAME|FILE:LINE --root DIR [options]',
  summary: 'list what extends, implements or overrides a definition; exit code 1 if there is no such definition',
  ...SYMBOL_ARGUMENTS,

  async run(context) {
    return printRelated(context, await context.engine.findImplementations(...askForSymbol(context)));
  },
};
