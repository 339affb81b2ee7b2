import { createError, type ActionItem } from '../../index';
import {
  FILTER_OPTIONS,
  lendTo,
  printJson,
  readFilter,
  readFusion,
  readMode,
  readNumber,
  readText,
  readWorkspace,
  RETRIEVAL_OPTIONS,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { readInput } from '../input';

export const enrich: Command = {
  name: 'enrich',
  usage: 'enrich --root DIR [--action FILE] [options]',
  summary: 'add code context to an action or webhook payload (JSON in, JSON out)',
  options: {
    ...WORKSPACE_OPTIONS,
    ...RETRIEVAL_OPTIONS,
    ...FILTER_OPTIONS,
    budget: { type: 'string', value: 'N', help: 'most tokens of the context (default 4000)' },
    action: { type: 'string', value: 'FILE', help: 'JSON file; default: stdin' },
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, streams, engine } = context;
    const file = readText(values, 'action') ?? '-';
    const request = {
      ...readWorkspace(context),
      ...readFilter(values),
      ...readFusion(values),
      action: parseAction(file, await readInput(file, streams.stdin)),
      mode: readMode(values),
      limit: readNumber(values, 'limit'),
      budgetTokens: readNumber(values, 'budget'),
    };
    printJson(context, await engine.enrichAction(request, lendTo(context)));
    return 0;
  },
};

function parseAction(file: string, text: string): ActionItem {
  const name = file === '-' ? 'The action on stdin' : `The action in ${file}`;
  let action: unknown;
  try {
    action = JSON.parse(text);
  } catch (error) {
    throw createError('VALUE_INVALID', { name, reason: (error as Error).message });
  }
  if (typeof action !== 'object' || action === null || Array.isArray(action)) {
    throw createError('VALUE_INVALID', { name, reason: 'it must be a JSON object' });
  }
  return action as ActionItem;
}
