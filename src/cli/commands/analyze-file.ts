import type { FileAnalysis } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';
import { describeSymbol } from '../describe';

export const analyzeFile: Command = {
  name: 'analyze-file',
  usage: 'analyze-file FILE --root DIR [options]',
  summary: 'list the symbols, imports and exports of one file',
  options: { ...WORKSPACE_OPTIONS, ...JSON_OPTION },
  arguments: { min: 1, max: 1 },

  async run(context) {
    const [filePath = ''] = context.positionals;
    const request = { ...readWorkspace(context), filePath };
    const analysis = await context.engine.analyzeFile(request, lendTo(context));
    if (context.values.json) printJson(context, analysis);
    else printLines(context, describe(analysis));
    return 0;
  },
};

function describe(file: FileAnalysis): string[] {
  return [
    `${file.path}: ${file.language}, ${file.lineCount} lines, structure by ${file.structure}`,
    ...file.problems.map(({ line, message }) => `problem in line ${line}: ${message}`),
    ...file.symbols.map(describeSymbol),
    ...file.imports.map(({ line, names, specifier }) => `${line}: import ${names.join(', ')} from ${specifier}`),
    ...file.exports.map(({ line, name, from }) => `${line}: export ${name}${from ? ` from ${from}` : ''}`),
  ];
}
