import type { INodeProperties } from 'n8n-workflow';
import { countField, textField } from '../shared/fields';

/** Main fields, in the order in which they show. */
export const symbolName: INodeProperties = {
  displayName: 'Symbol Name',
  name: 'symbolName',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. verifySignature or WebhookServer.handle',
  description: 'Name of the symbol; names of what encloses it may precede it, joined by dots',
};

export const symbol: INodeProperties = {
  ...symbolName,
  required: false,
  description: 'Name of the symbol; names of what encloses it may precede it, joined by dots. Empty when the options In File and At Line say which one is meant.',
};

export const match: INodeProperties = {
  displayName: 'Match',
  name: 'match',
  type: 'options',
  options: [
    {
      name: 'Exact',
      value: 'exact',
      description: 'Compare whole names',
    },
    {
      name: 'Fuzzy',
      value: 'fuzzy',
      description: 'Also accept parts of names and small typing errors',
    },
  ],
  default: 'fuzzy',
  description: 'How to compare names',
};

export const line: INodeProperties = {
  displayName: 'Line',
  name: 'line',
  type: 'number',
  typeOptions: { minValue: 1, numberPrecision: 0 },
  required: true,
  default: 1,
  description: 'Line of the file, counted from 1, such as an error message or a diff names it',
};

export const place = textField('File or Folder', 'path', 'src/server', 'Where to start, relative to the root folder. Empty: the whole root folder.');

export const direction: INodeProperties = {
  displayName: 'Direction',
  name: 'direction',
  type: 'options',
  options: [
    { name: 'Both', value: 'both', description: 'What it imports and what imports it' },
    { name: 'Importers', value: 'importers', description: 'What imports it' },
    { name: 'Imports', value: 'imports', description: 'What it imports' },
  ],
  default: 'both',
  description: 'Which imports to follow',
};

export const depth = countField('Depth', 'depth', [1, 2], 'Most steps from the start, from 1 to 20');

export const format: INodeProperties = {
  displayName: 'Format',
  name: 'format',
  type: 'options',
  options: [
    { name: 'DOT', value: 'dot', description: 'The data, and in the field text a graph for Graphviz' },
    { name: 'JSON', value: 'json', description: 'The data alone' },
    { name: 'Mermaid', value: 'mermaid', description: 'The data, and in the field text a diagram for Markdown' },
  ],
  default: 'json',
  description: 'What the answer holds',
};

export const trace: INodeProperties = {
  displayName: 'Stack Trace',
  name: 'trace',
  type: 'string',
  typeOptions: { rows: 6 },
  required: true,
  default: '',
  placeholder: 'e.g. {{ $json.execution.error.stack }}',
  description: 'Text that holds one or more stack traces of Node.js, Python, Java, Go, C#, Ruby, PHP or Rust, such as a log or an error message',
};

export const diff: INodeProperties = {
  displayName: 'Diff',
  name: 'diff',
  type: 'string',
  typeOptions: { rows: 6 },
  default: '',
  placeholder: 'e.g. {{ $json.data }}',
  description: 'Unified diff, such as git diff or the diff URL of a pull request gives. The root folder holds the code before or after it: that is found out.',
};

export const compareWith: INodeProperties = {
  displayName: 'Compare With',
  name: 'compareWith',
  type: 'options',
  options: [
    { name: 'Pasted Code', value: 'snippet', description: 'Code that need not be part of the folder' },
    { name: 'Symbol', value: 'symbol', description: 'A function, method or class of the folder' },
  ],
  default: 'symbol',
  description: 'What the code that is looked for should resemble',
};

export const snippet: INodeProperties = {
  displayName: 'Code',
  name: 'snippet',
  type: 'string',
  typeOptions: { rows: 6 },
  required: true,
  default: '',
  placeholder: 'e.g. {{ $json.suggestion }}',
  description: 'A function, a method, a class or some statements',
};

export const snippetLanguage: INodeProperties = {
  displayName: 'Language',
  name: 'language',
  type: 'string',
  required: true,
  default: 'typescript',
  placeholder: 'e.g. python',
  description: 'Language of the code: its name, or the ending of its files',
};

const output = (item: string): INodeProperties => ({
  displayName: 'Output',
  name: 'output',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Items',
      value: 'items',
      description: `One item per ${item}`,
    },
    {
      name: 'Pack',
      value: 'pack',
      description: 'One item with everything',
    },
  ],
  default: 'items',
  description: 'How to hand out what was found',
});

export const symbolsOutput = output('symbol');
export const usesOutput = output('use');
export const entriesOutput = output('file or folder');
export const framesOutput = output('frame');
export const groupsOutput = output('group');
export const findingsOutput = output('suggestion');
