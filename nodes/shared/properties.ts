import type { INodeProperties } from 'n8n-workflow';
import { countField, optionsField, textField } from './fields';
import { hostOptions } from './sourceProperties';

export const filePathProperty: INodeProperties = {
  displayName: 'File Path',
  name: 'filePath',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. src/server/webhooks.ts',
  description: 'Path of the file, relative to the root folder',
};

export const simpleProperty: INodeProperties = {
  displayName: 'Simplify',
  name: 'simple',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const lowQualityOutputProperty: INodeProperties = {
  displayName: 'Low Quality Output',
  name: 'lowQualityOutput',
  type: 'boolean',
  noDataExpression: true,
  default: false,
  description: 'Whether answers below the minimum quality come out of a second output instead',
};

/** How RAG Retrieve and Hybrid Context hand out what they found. */
export const outputProperty: INodeProperties = {
  displayName: 'Output',
  name: 'output',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Items',
      value: 'items',
      description: 'One item per piece of code',
    },
    {
      name: 'Pack',
      value: 'pack',
      description: 'One item with all pieces, the mode and why, the quality and the timings',
    },
    {
      name: 'Text',
      value: 'text',
      description: 'One item with the code as text for a prompt or an agent, without repetition',
    },
  ],
  default: 'pack',
  description: 'How to hand out what was found',
};

const budgetTokens = countField('Token Budget', 'budgetTokens', [100, 4000], 'Most tokens (o200k) that the text of the answer may have, from 100 to 200,000');

const checkFiles: INodeProperties = {
  displayName: 'Check for Changed Files',
  name: 'checkFiles',
  type: 'boolean',
  default: true,
  description:
    'Whether to look for changed files and index them first. Off, the index is used as it is; code is still read live.',
};

const exclude = textField('Exclude Patterns', 'exclude', 'dist/, *.min.js', 'Leave out files that match one of these patterns (.gitignore syntax), separated by commas or line breaks. Files that .gitignore names are left out in any case.');

const onlyPaths = textField('Only Paths', 'onlyPaths', 'src/server/, *.ts', 'Only return code of files that match one of these patterns (.gitignore syntax), separated by commas or line breaks. Unlike Include Patterns, the index stays the same.');

const onlyLanguages = textField('Only Languages', 'onlyLanguages', 'typescript, python', 'Only return code in these languages, separated by commas');

const onlyKinds = textField('Only Kinds', 'onlyKinds', 'function, method, class', 'Only return code of these kinds, separated by commas; "lines" is code outside of all definitions');

const filterOptions: INodeProperties[] = [onlyKinds, onlyLanguages, onlyPaths];

const fusion: INodeProperties = {
  displayName: 'Fusion',
  name: 'fusion',
  type: 'options',
  options: [
    { name: 'Reciprocal Ranks', value: 'reciprocal_ranks', description: 'Each side ranks by itself, and the places count' },
    { name: 'Score Blend', value: 'score_blend', description: 'One ranking of all signals of both sides' },
  ],
  default: 'score_blend',
  description: 'How the answers of structure and retrieval become one list (hybrid_mode.fusion)',
};

const includeCode: INodeProperties = {
  displayName: 'Include Code',
  name: 'includeCode',
  type: 'boolean',
  displayOptions: { hide: { '/output': ['text'] } },
  default: true,
  description: 'Whether to read the code of each result, or to return where it is only',
};

const include = textField('Include Patterns', 'include', 'src/**, packages/*/lib/**', 'Only use files that match one of these patterns (.gitignore syntax), separated by commas or line breaks. Empty: all files.');

const nearLine = countField('Near Line', 'line', [0, 0], 'Line of that file that you are at, counted from 1; 0 means none');

const maxAnalysisTime: INodeProperties = {
  displayName: 'Max Analysis Time (Seconds)',
  name: 'maxAnalysisTime',
  type: 'number',
  typeOptions: { minValue: 0.05, numberPrecision: 2 },
  default: 2,
  description:
    'After this time a branch that has not answered is dropped, and the answer says so (hybrid_mode.max_analysis_time)',
};

/** Named so because n8n reserves `limit` for lists of up to 50 by default. */
const limit = countField('Limit', 'maxResults', [1, 10], 'Most results to return, from 1 to 100');

const contextLimit: INodeProperties = {
  ...limit,
  default: 20,
  description: 'Most pieces of code to return, from 1 to 100, within the token budget',
};

const qualityMinimum: INodeProperties = {
  displayName: 'Minimum Quality',
  name: 'qualityMinimum',
  type: 'number',
  typeOptions: { minValue: 0, numberPrecision: 2 },
  default: 0.7,
  description:
    'An answer below this quality, from 0 to 1, is marked as low quality (hybrid_mode.quality_score_min)',
};

const nearFile = textField('Near File', 'filePath', 'src/server/webhooks.ts', 'File that you are at, relative to the root folder: what is near ranks higher');

const textFormat: INodeProperties = {
  displayName: 'Text Format',
  name: 'textFormat',
  type: 'options',
  options: [
    { name: 'JSON', value: 'json', description: 'One object with the pieces, for programs' },
    { name: 'Markdown', value: 'markdown', description: 'Headings and fenced code' },
    { name: 'XML', value: 'xml', description: 'One element per piece, for models that are prompted with XML' },
  ],
  default: 'markdown',
  description: 'How the text of the answer is written. In each form, random marks show where code begins and ends.',
};

const settings: INodeProperties = {
  displayName: 'Settings (JSON)',
  name: 'settings',
  type: 'json',
  default: '{}',
  placeholder: 'e.g. {"hybrid_mode": {"ast_threshold": 0.9}}',
  description: 'Keys of the settings file that this node overrides, as an object of their sections',
};

const workspace = textField('Workspace Name', 'workspace', 'my-repository', 'Name under which the index is kept. Empty: the root folder, the URL or the name of the archive. Give one to keep several indexes of the same folder, for example with other patterns or embeddings.');

/** Options of every operation that reads a workspace. */
export const workspaceOptions: INodeProperties[] = [...hostOptions, exclude, include, settings, workspace];

const answerOptions: INodeProperties[] = [
  ...hostOptions,
  ...filterOptions,
  checkFiles,
  exclude,
  fusion,
  includeCode,
  include,
  maxAnalysisTime,
  qualityMinimum,
  nearFile,
  nearLine,
  settings,
  textFormat,
  budgetTokens,
  workspace,
];

export const enrichOptions: INodeProperties[] = [
  ...hostOptions,
  ...filterOptions,
  checkFiles,
  exclude,
  fusion,
  include,
  contextLimit,
  maxAnalysisTime,
  qualityMinimum,
  settings,
  textFormat,
  budgetTokens,
  workspace,
];

export const retrieveOptions: INodeProperties[] = [...answerOptions, limit];
export const contextOptions: INodeProperties[] = [...answerOptions, contextLimit];

export const limitOption = limit;

/** An "Options" collection that shows for the given operations, sorted as n8n sorts them. */
export function createOptions(operation: string, options: INodeProperties[]): INodeProperties {
  const sorted = [...options].sort((a, b) => a.displayName.localeCompare(b.displayName));
  return showFor([operation], optionsField(...sorted));
}

export function showFor(operations: string[], property: INodeProperties): INodeProperties {
  return { ...property, displayOptions: { show: { operation: operations } } };
}
