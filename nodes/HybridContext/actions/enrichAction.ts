import type { ActionItem } from '../../../src/index';
import { markLowQuality, toPackJson } from '../../shared/answer';
import { callWithEmbeddings } from '../../shared/call';
import { readFlag, readOptions, readText, toObject } from '../../shared/parameters';
import { readMode, readRetrieval } from '../../shared/retrieval';
import type { ItemRun, Operation } from '../../shared/run';

/** The action with the code that it is about; nothing of it is changed or removed. */
export const enrichAction: Operation = {
  keepsInput: true,
  async run(run) {
    const options = readOptions(run);
    const action = readAction(run);
    // Expressions may have put dates and the like into it; the engine gets what JSON can hold.
    const plain = JSON.parse(JSON.stringify(action)) as ActionItem;
    const request = { mode: readMode(run), ...readRetrieval(run, options), action: plain };
    const enriched = await callWithEmbeddings(run, request, async (callOptions) =>
      await run.engine.enrichAction(request, callOptions),
    );
    const field = typeof options.contextField === 'string' ? options.contextField.trim() : '';
    const context = toPackJson(enriched.context, readFlag(run, 'simple', true));
    const json = { ...action, [field || 'context']: context };
    return markLowQuality(run, enriched.context, [{ json, ...(run.item.binary && { binary: run.item.binary }) }]);
  },
};

function readAction(run: ItemRun) {
  if (readText(run, 'actionSource') !== 'json') return run.item.json;
  const value = run.context.getNodeParameter('action', run.itemIndex, '');
  return toObject(run, value, 'Action (JSON)');
}
