import { toJson } from '../../shared/answer';
import { readBase, readFlag, readOptions, toNumber } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Entries of each list that stay in the simplified answer. */
const LISTED = 10;

/** A workspace at a glance, with a map of it. */
export const analyzeWorkspace: Operation = {
  async run(run) {
    const options = readOptions(run);
    const mapTokens = toNumber(run, options.mapTokens, 'Map Tokens');
    const request = { ...readBase(run, options), ...(mapTokens !== undefined && { mapTokens }) };
    const analysis = await run.engine.analyzeWorkspace(request, run.options);
    if (!readFlag(run, 'simple', true)) return [{ json: toJson(analysis) }];
    const { skipped: _skipped, mostReferenced, mostComplex, entryPoints, cycles, ...rest } = analysis;
    return [
      {
        json: toJson({
          ...rest,
          entryPoints: entryPoints.slice(0, LISTED),
          mostReferenced: mostReferenced.slice(0, LISTED).map(({ rank: _rank, ...symbol }) => symbol),
          mostComplex: mostComplex.slice(0, LISTED),
          cycles: cycles.slice(0, LISTED),
        }),
      },
    ];
  },
};
