import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readNumber,
  readWorkspace,
  RETRIEVAL_OPTIONS,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { describeSymbol } from '../describe';

export const findSymbol: Command = {
  name: 'find-symbol',
  usage: 'find-symbol NAME --root DIR [options]',
  summary: 'say where a symbol is defined; exit code 1 if nowhere',
  options: {
    ...WORKSPACE_OPTIONS,
    limit: RETRIEVAL_OPTIONS.limit,
    fuzzy: { type: 'boolean', help: 'also accept parts of the name and small typing errors' },
    ...JSON_OPTION,
  },
  arguments: { min: 1, max: 1 },

  async run(context) {
    const { values, positionals, streams, engine } = context;
    const [name = ''] = positionals;
    const request = {
      ...readWorkspace(context),
      name,
      match: values.fuzzy ? ('fuzzy' as const) : ('exact' as const),
      limit: readNumber(values, 'limit'),
    };
    const found = await engine.findSymbol(request, lendTo(context));
    if (values.json) printJson(context, found);
    else if (found.total === 0) streams.stderr.write(`No symbol "${name}" was found.\n`);
    else printLines(context, found.matches.map((match) => `${match.path}: ${describeSymbol(match)}`));
    return found.total === 0 ? 1 : 0;
  },
};
