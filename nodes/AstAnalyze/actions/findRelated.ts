import type { RelatedAnswer } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';
import { describeNothing, readSymbolQuery } from './symbolQuery';

type Method = 'findCallees' | 'findCallers' | 'findImplementations';

/** Callers, callees and implementations differ in what they ask the engine for. */
const relate = (method: Method, nothing: string): Operation => ({
  async run(run: ItemRun) {
    const answer: RelatedAnswer = await run.engine[method](readSymbolQuery(run), run.options);
    if (readText(run, 'output') === 'pack') return [{ json: toJson(answer) }];
    const { target, alternatives, symbols, steps } = answer;
    if (symbols.length > 0) return symbols.map((symbol) => ({ json: toJson({ ...symbol, target: target?.symbol }) }));
    const message = describeNothing(target, nothing);
    return [{ json: toJson({ results: 0, message, ...(target && { target }), alternatives, steps }) }];
  },
});

export const findCallees = relate('findCallees', 'The workspace defines nothing that is called by');
export const findCallers = relate('findCallers', 'Nothing calls');
export const findImplementations = relate('findImplementations', 'Nothing extends, implements or overrides');
