import { toJson } from '../../shared/answer';
import { readBase, readOptions, readText, toNumber, toText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** What a change does to the code that it does not touch. */
export const impactOfChange: Operation = {
  async run(run) {
    const options = readOptions(run);
    const diff = readText(run, 'diff');
    const against = toText(options.against).trim();
    const depth = toNumber(run, options.depth, 'Depth');
    const limit = toNumber(run, options.maxEntries, 'Limit');
    const request = {
      ...readBase(run, options),
      ...(diff.trim() !== '' && { diff }),
      ...(against !== '' && { against: { root: against } }),
      ...(depth !== undefined && { depth }),
      ...(limit !== undefined && { limit }),
    };
    return [{ json: toJson(await run.engine.impactOfChange(request, run.options)) }];
  },
};
