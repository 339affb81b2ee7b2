import type { ResolvedFrame, StackTraceAnswer } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readNumber,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { describeSteps, describeSymbol } from '../describe';
import { readInput } from '../input';

export const stackTrace: Command = {
  name: 'stack-trace',
  usage: 'stack-trace [FILE] --root DIR [options]',
  summary: 'find the code behind a stack trace, own code first',
  options: {
    ...WORKSPACE_OPTIONS,
    limit: { type: 'string', value: 'N', help: 'most frames, 1 to 100 (default 20)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 1 },

  async run(context) {
    const { values, positionals, streams, engine } = context;
    const trace = await readInput(positionals[0] ?? '-', streams.stdin);
    const answer = await engine.resolveStackTrace(
      { ...readWorkspace(context), trace, limit: readNumber(values, 'limit') },
      lendTo(context),
    );
    if (values.json) printJson(context, answer);
    else printLines(context, describe(answer));
    return 0;
  },
};

function describe({ language, error, frames, steps }: StackTraceAnswer): string[] {
  return [`${language || 'no known language'}: ${error || 'no error message'}`, ...frames.flatMap(describeFrame), ...describeSteps(steps)];
}

function describeFrame(frame: ResolvedFrame): string[] {
  const { path, line, context } = frame;
  if (path === undefined) return [`#${frame.index} outside: ${frame.raw.trim()}`];
  const place = line === undefined ? path : `${path}:${line}`;
  const sure = frame.confidence < 1 ? ` (confidence ${frame.confidence.toFixed(2)})` : '';
  const symbol = context?.enclosing.at(-1);
  const text = context?.code.text.split('\n')[(line ?? 0) - context.code.startLine];
  return [
    `#${frame.index} ${place}  ${frame.function}${frame.sourceMapped ? ' (source-mapped)' : ''}${sure}`,
    ...(symbol ? [`    ${describeSymbol(symbol)}`] : []),
    ...(text === undefined ? [] : [`    > ${text.trim()}`]),
  ];
}
