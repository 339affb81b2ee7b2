import type { WorkspaceAnalysis } from '../../index';
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
import { describePlace, describeSize } from '../describe';

export const analyzeWorkspace: Command = {
  name: 'analyze-workspace',
  usage: 'analyze-workspace --root DIR [options]',
  summary: 'sum up a folder: languages, entry points, what it leans on, cycles, and a map of it',
  options: {
    ...WORKSPACE_OPTIONS,
    'map-tokens': { type: 'string', value: 'N', help: 'most tokens of the map (default 2000)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const request = { ...readWorkspace(context), mapTokens: readNumber(context.values, 'map-tokens') };
    const analysis = await context.engine.analyzeWorkspace(request, lendTo(context));
    if (context.values.json) printJson(context, analysis);
    else printLines(context, describe(analysis));
    return 0;
  },
};

const LISTED = 10;

function describe(analysis: WorkspaceAnalysis): string[] {
  const { languages, entryPoints, mostReferenced, mostComplex, cycles, map } = analysis;
  return [
    `${analysis.files} files, ${analysis.lines} lines, ${describeSize(analysis.bytes)}, ${analysis.symbols} symbols; ${analysis.skippedCount} left out`,
    ...titled('Languages', languages.map(({ language, files, lines, symbols, structure }) => `${language}: ${files} files, ${lines} lines, ${symbols} symbols, structure ${structure}`)),
    ...titled('Entry points', entryPoints.slice(0, LISTED).map(({ path, reason }) => `${path}: ${reason}`)),
    ...titled('Most referenced', mostReferenced.slice(0, LISTED).map((place) => describePlace(place, place.uses === 1 ? '1 use' : `${place.uses} uses`))),
    ...titled('Most complex', mostComplex.slice(0, LISTED).map((place) => describePlace(place, `complexity ${place.complexity}`))),
    ...titled('Cycles', cycles.slice(0, LISTED).map((cycle) => cycle.join(' -> '))),
    ...titled(`Map (${map.files} files, ${map.tokens} tokens)`, map.text.trimEnd().split('\n')),
  ];
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}
