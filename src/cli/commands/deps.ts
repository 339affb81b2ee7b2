import type { DependencyMap } from '../../index';
import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readChoice,
  readNumber,
  readWorkspace,
  WORKSPACE_OPTIONS,
  type Command,
} from '../command';

const DIRECTIONS = ['imports', 'importers', 'both'] as const;
const FORMATS = ['text', 'mermaid', 'dot'] as const;

export const deps: Command = {
  name: 'deps',
  usage: 'deps [PATH] --root DIR [options]',
  summary: 'show what a file or folder imports and what imports it',
  options: {
    ...WORKSPACE_OPTIONS,
    direction: { type: 'string', value: 'WAY', help: `${DIRECTIONS.join(' | ')} (default both)` },
    depth: { type: 'string', value: 'N', help: 'steps from the start, 1 to 20 (default 2)' },
    format: { type: 'string', value: 'FORMAT', help: `${FORMATS.join(' | ')} (default text)` },
    limit: { type: 'string', value: 'N', help: 'most files, 1 to 1000 (default 100)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 1 },

  async run(context) {
    const { values, positionals, streams } = context;
    const format = readChoice(values, 'format', FORMATS) ?? 'text';
    const request = {
      ...readWorkspace(context),
      path: positionals[0],
      direction: readChoice(values, 'direction', DIRECTIONS),
      depth: readNumber(values, 'depth'),
      format: format === 'text' ? ('json' as const) : format,
      limit: readNumber(values, 'limit'),
    };
    const map = await context.engine.mapDependencies(request, lendTo(context));
    if (values.json) printJson(context, map);
    else if (map.text !== undefined) streams.stdout.write(map.text);
    else printLines(context, describe(map));
    return 0;
  },
};

function describe({ nodes, edges, external, cycles, truncated }: DependencyMap): string[] {
  return nodes.flatMap(({ path, level, distance }) => [
    `${path}  (level ${level}, distance ${distance})`,
    ...edges.filter(({ from }) => from === path).map(({ to, line, typeOnly }) => `  ${line}: imports ${to}${typeOnly ? ' (types)' : ''}`),
    ...external.filter(({ from }) => from === path).map(({ specifier }) => `  outside: ${specifier}`),
  ]).concat(
    cycles.map((cycle) => `cycle: ${cycle.join(' -> ')}`),
    truncated ? ['… there are more files; see --limit'] : [],
  );
}
