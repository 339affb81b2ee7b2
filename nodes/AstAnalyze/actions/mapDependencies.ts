import type { MapDependenciesRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readNumber, readOptions, readText, toNumber } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Imports and importers of a file, a folder or all of the workspace. */
export const mapDependencies: Operation = {
  async run(run) {
    const options = readOptions(run);
    const depth = readNumber(run, 'depth', 'Depth');
    const limit = toNumber(run, options.maxEntries, 'Limit');
    const request: MapDependenciesRequest = {
      ...readBase(run, options),
      path: readText(run, 'path').trim(),
      // Expressions can make them anything; the engine says what they may be.
      direction: readText(run, 'direction') as MapDependenciesRequest['direction'],
      format: readText(run, 'format') as MapDependenciesRequest['format'],
      ...(depth !== undefined && { depth }),
      ...(limit !== undefined && { limit }),
    };
    return [{ json: toJson(await run.engine.mapDependencies(request, run.options)) }];
  },
};
