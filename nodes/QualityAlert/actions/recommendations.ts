import { toJson } from '../../shared/answer';
import { readNumber, readOptions, readText, toText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

const MINUTE = 60_000;

/** What got worse, and what to do about it. */
export const recommendations: Operation = {
  needsNoCode: true,
  async run(run) {
    const options = readOptions(run);
    const minutes = readNumber(run, 'windowMinutes', 'Window (Minutes)') ?? 60;
    const labels = ['workflow', 'workspace'].map((name) => [name, toText(options[name]).trim()] as const);
    const filter = Object.fromEntries(labels.filter(([, value]) => value !== ''));
    const answer = await run.engine.getRecommendations({ windowMs: Math.round(minutes * MINUTE), filter }, run.options);
    if (readText(run, 'output') !== 'items') return [{ json: toJson(answer) }];
    return answer.recommendations.map((one) => ({ json: toJson(one) }));
  },
};

/** Changes the settings file, which nothing else of these nodes does. */
export const applyRecommendation: Operation = {
  needsNoCode: true,
  async run(run) {
    const request = readText(run, 'doWhat') === 'undo' ? { undo: readText(run, 'change') } : { id: readText(run, 'recommendation') };
    return [{ json: toJson(await run.engine.applyRecommendation(request, run.options)) }];
  },
};
