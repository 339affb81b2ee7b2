import type { StructuralContext } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readWorkspace,
  UsageError,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { describePlace, describeSteps, describeSymbol } from '../describe';

export const structure: Command = {
  name: 'structure',
  usage: 'structure FILE:LINE --root DIR [options]',
  summary: 'show what is around a line of a file: symbols, locals, imports, callers, code',
  options: { ...WORKSPACE_OPTIONS, ...JSON_OPTION },
  arguments: { min: 1, max: 1 },

  async run(context) {
    const [place = ''] = context.positionals;
    const parts = /^(.+):(\d+)$/.exec(place);
    if (!parts?.[1]) throw new UsageError(`"${place}" is not of the form FILE:LINE`);
    const request = { ...readWorkspace(context), filePath: parts[1], line: Number(parts[2]) };
    const answer = await context.engine.structuralContext(request, lendTo(context));
    if (context.values.json) printJson(context, answer);
    else printLines(context, describe(answer));
    return 0;
  },
};

function describe(context: StructuralContext): string[] {
  const { path, line, enclosing, code, locals, importsInUse, callers, steps } = context;
  return [
    `${path}:${line}`,
    ...enclosing.map((symbol, depth) => `${'  '.repeat(depth)}${describeSymbol(symbol)}`),
    ...(locals.length > 0 ? [`locals: ${locals.map(({ name, type }) => (type ? `${name}: ${type}` : name)).join(', ')}`] : []),
    ...importsInUse.map(({ names, specifier, paths }) => `uses ${names.join(', ')} from ${[specifier, ...paths].join(', ')}`),
    ...callers.map((caller) => `called by ${describePlace(caller, `line ${caller.lines.join(', ')}`)}`),
    ...describeSteps(steps),
    '',
    ...code.text.split('\n').map((text, index) => `${String(code.startLine + index).padStart(6)}  ${text}`),
  ];
}
