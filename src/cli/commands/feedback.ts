import { FEEDBACK_VERDICTS } from '../verdicts';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readChoice,
  readText,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';

export const feedback: Command = {
  name: 'feedback',
  usage: 'feedback FILE… --query "<text>" --verdict VERDICT --root DIR, or feedback --reset --root DIR',
  summary: 'say which files a question needed, so that like questions find them',
  options: {
    ...WORKSPACE_OPTIONS,
    query: { type: 'string', value: 'TEXT', help: 'the question, as it was asked' },
    verdict: { type: 'string', value: 'VERDICT', help: FEEDBACK_VERDICTS.join(' | ') },
    reset: { type: 'boolean', help: 'forget what was learnt of this folder instead' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: Infinity },

  async run(context) {
    const { values, positionals, engine } = context;
    const request = {
      ...readWorkspace(context),
      query: readText(values, 'query') ?? '',
      verdict: readChoice(values, 'verdict', FEEDBACK_VERDICTS),
      paths: positionals,
      reset: values.reset === true,
    };
    const answer = await engine.recordFeedback(request, lendTo(context));
    const { recorded, known, forgotten, warnings } = answer;
    const done = request.reset ? `forgot ${forgotten} pieces of feedback` : `recorded ${recorded}; ${known} are known of this workspace`;
    if (values.json) printJson(context, answer);
    else printLines(context, [done, ...warnings.map((warning) => `warning: ${warning}`)]);
    return 0;
  },
};
