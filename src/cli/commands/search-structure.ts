import {
  JSON_OPTION,
  lendTo,
  printJson,
  printLines,
  readChoice,
  readList,
  readNumber,
  readText,
  readWorkspace,
  RETRIEVAL_OPTIONS,
  UsageError,
  WORKSPACE_OPTIONS,
  type Command,
  type Values,
} from '../command';
import type { SearchStructureRequest, StructureMatch } from '../../index';
import { describePlace, describeRest, describeSteps } from '../describe';

const MATCHES = ['exact', 'glob', 'regex'] as const;
const SORTS = ['path', 'name', 'complexity', 'lines', 'uses', 'rank'] as const;

export const searchStructure: Command = {
  name: 'search-structure',
  usage: 'search-structure --root DIR [filters]',
  summary: 'find definitions by what they are; exit code 1 if there are none',
  options: {
    ...WORKSPACE_OPTIONS,
    kind: { type: 'string', multiple: true, value: 'KIND', help: 'function, method, class, interface, …; repeatable' },
    name: { type: 'string', value: 'NAME', help: 'name, or a pattern with * and ?' },
    match: { type: 'string', value: 'HOW', help: `how to read the name: ${MATCHES.join(' | ')}` },
    path: { type: 'string', value: 'GLOB', help: 'only in matching paths (.gitignore syntax)' },
    module: { type: 'string', value: 'NAME', help: 'only in this package or module, and below' },
    signature: { type: 'string', value: 'TEXT', help: 'the declaration contains this' },
    'parameter-type': { type: 'string', value: 'TYPE', help: 'a parameter has this type' },
    returns: { type: 'string', value: 'TYPE', help: 'it returns this type' },
    decorator: { type: 'string', value: 'NAME', help: 'it has this decorator, annotation or attribute' },
    exported: { type: 'boolean', help: 'only what is exported' },
    internal: { type: 'boolean', help: 'only what is not exported' },
    'min-complexity': { type: 'string', value: 'N', help: 'at least this cyclomatic complexity' },
    'max-complexity': { type: 'string', value: 'N', help: 'at most this cyclomatic complexity' },
    'min-lines': { type: 'string', value: 'N', help: 'at least this many lines' },
    extends: { type: 'string', value: 'TYPE', help: 'it extends this type' },
    implements: { type: 'string', value: 'TYPE', help: 'it implements this type' },
    calls: { type: 'string', value: 'NAME', help: 'it calls this' },
    'called-by': { type: 'string', value: 'NAME', help: 'this calls it' },
    unreferenced: { type: 'boolean', help: 'only what no code uses' },
    sort: { type: 'string', value: 'KEY', help: SORTS.join(' | ') },
    limit: RETRIEVAL_OPTIONS.limit,
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, streams, engine } = context;
    const found = await engine.searchStructure({ ...readWorkspace(context), ...readFilters(values) }, lendTo(context));
    const { matches, total, steps } = found;
    if (values.json) printJson(context, found);
    else if (total === 0) streams.stderr.write([...describeSteps(steps), 'No definition fits.', ''].join('\n'));
    else printLines(context, [...matches.map(describe), ...describeRest(matches.length, total), ...describeSteps(steps)]);
    return total === 0 ? 1 : 0;
  },
};

function readFilters(values: Values): Omit<SearchStructureRequest, 'root'> {
  if (values.exported && values.internal) throw new UsageError('--exported and --internal exclude each other');
  return {
    // Which kinds there are is the engine's to say.
    kinds: readList(values, 'kind') as SearchStructureRequest['kinds'],
    name: readText(values, 'name'),
    nameMatch: readChoice(values, 'match', MATCHES),
    pathGlob: readText(values, 'path'),
    module: readText(values, 'module'),
    signatureContains: readText(values, 'signature'),
    parameterType: readText(values, 'parameter-type'),
    returnType: readText(values, 'returns'),
    decorator: readText(values, 'decorator'),
    exported: values.exported ? true : values.internal ? false : undefined,
    minComplexity: readNumber(values, 'min-complexity'),
    maxComplexity: readNumber(values, 'max-complexity'),
    minLines: readNumber(values, 'min-lines'),
    extends: readText(values, 'extends'),
    implements: readText(values, 'implements'),
    calls: readText(values, 'calls'),
    calledBy: readText(values, 'called-by'),
    unreferenced: values.unreferenced === true ? true : undefined,
    sortBy: readChoice(values, 'sort', SORTS),
    limit: readNumber(values, 'limit'),
  };
}

function describe(match: StructureMatch): string {
  const { complexity, uses, rank } = match;
  const measured = [
    complexity > 1 ? `complexity ${complexity}` : '',
    uses === undefined ? '' : `${uses} uses`,
    rank === undefined ? '' : `rank ${rank.toFixed(5)}`,
  ];
  return describePlace(match, measured.filter(Boolean).join(', '));
}
