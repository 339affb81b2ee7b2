import type { FeedbackVerdict } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readOptions, readText, toNames } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** What a question really needed; like questions are ranked by it from then on. */
export const recordFeedback: Operation = {
  async run(run) {
    const base = readBase(run, readOptions(run));
    const verdict = readText(run, 'verdict');
    const paths = toNames(run.context.getNodeParameter('feedbackFiles', run.itemIndex, ''));
    const request =
      verdict === 'reset' ? { ...base, reset: true } : { ...base, query: readText(run, 'query'), verdict: verdict as FeedbackVerdict, paths };
    return [{ json: toJson(await run.engine.recordFeedback(request, run.options)) }];
  },
};
