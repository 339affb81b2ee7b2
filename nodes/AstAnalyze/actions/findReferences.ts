import { toJson } from '../../shared/answer';
import { readText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { describeNothing, readSymbolQuery } from './symbolQuery';

/** Every use of a definition. */
export const findReferences: Operation = {
  async run(run) {
    const answer = await run.engine.findReferences(readSymbolQuery(run), run.options);
    if (readText(run, 'output') === 'pack') return [{ json: toJson(answer) }];
    const { target, alternatives, uses, steps } = answer;
    if (uses.length > 0) return uses.map((use) => ({ json: toJson({ ...use, target: target?.symbol }) }));
    const message = describeNothing(target, 'Nothing uses');
    return [{ json: toJson({ results: 0, message, ...(target && { target }), alternatives, steps }) }];
  },
};
