import { resolve } from 'node:path';
import type { ImpactAnswer } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readNumber,
  readText,
  readWorkspace,
  UsageError,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { describePlace, describeSteps } from '../describe';
import { readInput } from '../input';

export const impact: Command = {
  name: 'impact',
  usage: 'impact [DIFF] --root DIR [options]',
  summary: 'say what a unified diff changes, breaks and reaches',
  options: {
    ...WORKSPACE_OPTIONS,
    against: { type: 'string', value: 'DIR', help: 'compare with this folder, the code before the change, instead of a diff' },
    depth: { type: 'string', value: 'N', help: 'steps of callers, 1 to 10 (default 3)' },
    limit: { type: 'string', value: 'N', help: 'most entries of each list, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 1 },

  async run(context) {
    const { values, positionals, streams, engine } = context;
    const against = readText(values, 'against');
    if (against !== undefined && positionals.length > 0) throw new UsageError('give a diff or --against, not both');
    const change =
      against === undefined
        ? { diff: await readInput(positionals[0] ?? '-', streams.stdin) }
        : { against: { root: resolve(against) } };
    const answer = await engine.impactOfChange(
      { ...readWorkspace(context), ...change, depth: readNumber(values, 'depth'), limit: readNumber(values, 'limit') },
      lendTo(context),
    );
    if (values.json) printJson(context, answer);
    else printLines(context, describe(answer));
    return 0;
  },
};

function describe({ files, changes, callers, tests, entryPoints, risk, base, steps }: ImpactAnswer): string[] {
  return [
    `risk ${risk.level} (${risk.score.toFixed(2)}); the workspace is the state ${base === 'unknown' ? 'of neither side' : `${base} the change`}`,
    ...risk.reasons.map((reason) => `  ${reason}`),
    ...files.map(({ path, change, additions, deletions }) => `${change}: ${path}  +${additions} -${deletions}`),
    ...changes.map((each) => `${each.breaking ? 'BREAKING ' : ''}${each.change}: ${describePlace(each)}\n  ${each.why}`),
    ...callers.map((caller) => `reaches in ${caller.distance}: ${describePlace(caller, `through ${caller.via}${caller.confidence < 1 ? ` (${caller.confidence.toFixed(2)})` : ''}`)}`),
    ...tests.map(({ path, reason }) => `test: ${path}: ${reason}`),
    ...entryPoints.map(({ path, reason }) => `entry point: ${path}: ${reason}`),
    ...describeSteps(steps),
  ];
}
