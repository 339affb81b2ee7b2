import type { TextFormat } from '../../index';
import {
  FILTER_OPTIONS,
  JSON_OPTION,
  lendTo,
  printJson,
  readChoice,
  readFilter,
  readFusion,
  readMode,
  readNumber,
  readWorkspace,
  RETRIEVAL_OPTIONS,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';

const FORMATS = ['markdown', 'xml', 'json'] as const satisfies readonly TextFormat[];

export const query: Command = {
  name: 'query',
  usage: 'query "<text>" --root DIR [options]',
  summary: 'print the code that a question is about, as markdown, XML or JSON',
  options: {
    ...WORKSPACE_OPTIONS,
    ...RETRIEVAL_OPTIONS,
    ...FILTER_OPTIONS,
    budget: { type: 'string', value: 'N', help: 'most tokens of the answer (default 4000)' },
    format: { type: 'string', value: 'FORMAT', help: FORMATS.join(' | ') },
    ...JSON_OPTION,
  },
  arguments: { min: 1, max: Infinity },

  async run(context) {
    const { values, positionals, streams, engine } = context;
    const request = {
      ...readWorkspace(context),
      ...readFilter(values),
      ...readFusion(values),
      query: positionals.join(' '),
      mode: readMode(values),
      limit: readNumber(values, 'limit'),
      budgetTokens: readNumber(values, 'budget'),
      format: readChoice(values, 'format', FORMATS),
    };
    const pack = await engine.getContext(request, lendTo(context));
    if (values.json) {
      printJson(context, pack);
      return 0;
    }
    streams.stdout.write(pack.text.endsWith('\n') ? pack.text : `${pack.text}\n`);
    if (streams.stderr.isTTY) {
      const { mode, quality, items, tokens, latencyMs } = pack;
      streams.stderr.write(
        `${items.length} items, ${tokens} tokens, mode ${mode.mode}, ` +
          `quality ${quality.score.toFixed(2)}, ${Math.round(latencyMs)} ms\n`,
      );
    }
    return 0;
  },
};
