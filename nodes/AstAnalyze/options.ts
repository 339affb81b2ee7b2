import type { INodeProperties } from 'n8n-workflow';
import { countField, textField } from '../shared/fields';

/** Fields of the Options collections that only this node has. */
export const entriesLimit: INodeProperties = countField('Limit', 'maxEntries', [1, 100], 'Most entries of each list to return, from 1 to 1,000');

/** Which definition is meant, and how to look for it. */
export const symbolOptions: INodeProperties[] = [
  countField('At Line', 'line', [0, 0], 'The definition around this line of that file, counted from 1; 0 means none'),
  {
    displayName: 'Exact',
    name: 'exact',
    type: 'boolean',
    default: false,
    description: 'Whether to ask the TypeScript language service alone, for TypeScript and JavaScript: slower the first time',
  },
  textField('In File', 'filePath', 'src/server/webhooks.ts', 'The definition is in this file, relative to the root folder'),
];

/** Which definition other code should resemble. */
export const similarSymbol: INodeProperties[] = symbolOptions.filter(({ name }) => name !== 'exact');

const similarity = (value: number, description: string, minValue: number): INodeProperties => ({
  displayName: 'Min Similarity',
  name: 'minSimilarity',
  type: 'number',
  typeOptions: { minValue, maxValue: 1, numberPrecision: 2 },
  default: value,
  description,
});

export const similarMin = similarity(0.7, 'Least similarity, from 0 to 1; 1 is the same but for names and values', 0);
export const duplicateMin = similarity(0.85, 'Least similarity, from 0.6 to 1; 1 is the same but for names and values', 0.6);

export const duplicateSize: INodeProperties = countField('Min Size', 'minSize', [1, 40], 'Least size of a duplicate in syntax nodes; 40 are about five lines');

export const mapTokens: INodeProperties = countField('Map Tokens', 'mapTokens', [100, 2000], 'Most tokens (o200k) that the map of the workspace may have, from 100 to 200,000');

export const callerDepth: INodeProperties = countField('Depth', 'depth', [1, 3], 'Most steps of callers to follow from what changed, from 1 to 10');

export const against = textField(
  'Compare with Folder',
  'against',
  '/home/node/.n8n-files/before',
  'Instead of a diff: absolute path of the code before the change. The root folder then holds the code after it.',
);

export const related: INodeProperties = {
  displayName: 'Look Beyond the File',
  name: 'related',
  type: 'boolean',
  default: true,
  description: 'Whether to tell callers and where imports lead to, for which the folder is indexed, or to read this file only',
};

export const traverseFilters: INodeProperties[] = [
  {
    displayName: 'Changed Since',
    name: 'changedSince',
    type: 'dateTime',
    default: '',
    description: 'Only files that changed at this time or later',
  },
  {
    displayName: 'Include Ignored',
    name: 'includeIgnored',
    type: 'boolean',
    default: false,
    description: 'Whether to also list what is left out, and why',
  },
  textField('Languages', 'languages', 'typescript, python', 'Only files of these languages, separated by commas'),
  countField('Max Size (Bytes)', 'maxBytes', [0, 0], 'Only files of at most this size; 0 means any'),
  countField('Min Size (Bytes)', 'minBytes', [0, 0], 'Only files of at least this size'),
  textField('Path Pattern', 'glob', 'src/**/*.ts', 'Only paths that match this pattern (.gitignore syntax)'),
];

const KINDS = [
  'accessor', 'class', 'constant', 'constructor', 'enum', 'function', 'interface', 'key', 'macro', 'method', 'module',
  'namespace', 'property', 'section', 'selector', 'struct', 'table', 'trait', 'type', 'variable',
];

const title = (kind: string): string => kind[0]!.toUpperCase() + kind.slice(1);

const searchFilters: INodeProperties[] = [
  textField('Called By', 'calledBy', 'Server.start', 'Only what this function calls'),
  textField('Calls', 'calls', 'JSON.parse', 'Only what calls this function; it need not be defined in the workspace'),
  textField('Decorator', 'decorator', 'Injectable', 'Only what has this decorator, annotation or attribute'),
  {
    displayName: 'Exported',
    name: 'exported',
    type: 'options',
    options: [
      { name: 'Any', value: 'any', description: 'Exported or not' },
      { name: 'No', value: 'no', description: 'Only what is not exported' },
      { name: 'Yes', value: 'yes', description: 'Only what is exported' },
    ],
    default: 'any',
    description: 'Whether other files can use it',
  },
  textField('Extends', 'extends', 'BaseController', 'Only what extends this type'),
  textField('Implements', 'implements', 'Repository', 'Only what implements this interface'),
  {
    displayName: 'Kinds',
    name: 'kinds',
    type: 'multiOptions',
    options: KINDS.map((kind) => ({ name: title(kind), value: kind })),
    default: [],
    description: 'Only these kinds of symbols; none means all',
  },
  countField('Max Complexity', 'maxComplexity', [0, 0], 'Only code of at most this cyclomatic complexity; 0 means any'),
  countField('Min Complexity', 'minComplexity', [0, 0], 'Only code of at least this cyclomatic complexity'),
  countField('Min Lines', 'minLines', [0, 0], 'Only symbols of at least this many lines'),
  textField('Module', 'module', 'com.shop.orders', 'Only in this package or module, and those below it'),
  textField('Name', 'name', '*Handler', 'Only symbols of this name; * stands for any characters, ? for one'),
  {
    displayName: 'Name Is',
    name: 'nameMatch',
    type: 'options',
    options: [
      { name: 'Name or Pattern', value: 'auto', description: 'A pattern if it holds * or ?' },
      { name: 'Regular Expression', value: 'regex', description: 'Found anywhere in the name; written /…/i it ignores letter case' },
      { name: 'Whole Name', value: 'exact', description: 'Compared as it is' },
    ],
    default: 'auto',
    description: 'How to read the name',
  },
  textField('Parameter Type', 'parameterType', 'Request', 'Only what takes a parameter of this type'),
  textField('Path Pattern', 'pathGlob', 'src/**/*.ts', 'Only files that match this pattern (.gitignore syntax)'),
  textField('Return Type', 'returnType', 'Promise<void>', 'Only what returns this type'),
  textField('Signature Contains', 'signatureContains', 'req: Request', 'Only declarations that contain this text'),
  {
    displayName: 'Unreferenced',
    name: 'unreferenced',
    type: 'boolean',
    default: false,
    description: 'Whether to return only what no code of the workspace uses',
  },
];

export const filters: INodeProperties = {
  displayName: 'Filters',
  name: 'filters',
  type: 'collection',
  placeholder: 'Add filter',
  default: {},
  description: 'What the definitions must be like; all of them must fit',
  options: searchFilters,
};

export const sortBy: INodeProperties = {
  displayName: 'Sort By',
  name: 'sortBy',
  type: 'options',
  options: [
    { name: 'Complexity', value: 'complexity', description: 'The most complex first' },
    { name: 'Lines', value: 'lines', description: 'The longest first' },
    { name: 'Name', value: 'name', description: 'By name' },
    { name: 'Path', value: 'path', description: 'By path and line' },
    { name: 'Rank', value: 'rank', description: 'What the rest of the code leans on most first' },
    { name: 'Uses', value: 'uses', description: 'The most used first' },
  ],
  default: 'path',
  description: 'Order of the results',
};
