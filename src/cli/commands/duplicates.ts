import type { DuplicateGroup } from '../../index';
import { JSON_OPTION, lendTo, printJson, printLines, readNumber, readText, readWorkspace, WORKSPACE_OPTIONS, type Command } from '../command';
import { describeRest, describeSteps } from '../describe';
import { describeMatch } from './similar';

export const duplicates: Command = {
  name: 'duplicates',
  usage: 'duplicates --root DIR [options]',
  summary: 'find code that is there more than once: identical, renamed or similar; exit code 1 if there is none',
  options: {
    ...WORKSPACE_OPTIONS,
    path: { type: 'string', value: 'PATH', help: 'only what has a copy in this file or folder' },
    'min-similarity': { type: 'string', value: 'N', help: 'least similarity, 0.6 to 1 (default 0.85); 1: but for names and values' },
    'min-size': { type: 'string', value: 'N', help: 'least size in syntax nodes (default 40, about five lines)' },
    limit: { type: 'string', value: 'N', help: 'most groups, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, streams, engine } = context;
    const request = {
      ...readWorkspace(context),
      path: readText(values, 'path'),
      minSimilarity: readNumber(values, 'min-similarity'),
      minSize: readNumber(values, 'min-size'),
      limit: readNumber(values, 'limit'),
    };
    const answer = await engine.findSimilar(request, lendTo(context));
    const { duplicates: groups, total, steps } = answer;
    if (values.json) printJson(context, answer);
    else if (total === 0) streams.stderr.write([...describeSteps(steps), 'Nothing is there twice.', ''].join('\n'));
    else printLines(context, [...groups.flatMap(describeGroup), ...describeRest(groups.length, total), ...describeSteps(steps)]);
    return total === 0 ? 1 : 0;
  },
};

function describeGroup({ match, similarity, lines, members }: DuplicateGroup): string[] {
  return [`${match} ${similarity.toFixed(2)}: ${members.length} definitions, ${lines} lines to save`, ...members.map((member) => `  ${describeMatch(member)}`)];
}
