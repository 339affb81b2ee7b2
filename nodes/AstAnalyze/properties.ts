import type { INodeProperties } from 'n8n-workflow';
import {
  createOptions,
  filePathProperty,
  limitOption,
  rootProperty,
  showFor,
  simpleProperty,
  workspaceOptions,
} from '../shared/properties';

const operation: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Analyze File',
      value: 'analyzeFile',
      description: 'List the symbols, imports, exports and syntax problems of a file',
      action: 'Analyze a file',
    },
    {
      name: 'Find Symbol',
      value: 'findSymbol',
      description: 'Find where a function, class, type or variable is defined',
      action: 'Find a symbol',
    },
    {
      name: 'Structural Context at Line',
      value: 'structuralContext',
      description: 'Get what encloses a line of a file: symbols, siblings, imports and the code',
      action: 'Get the structural context at a line',
    },
  ],
  default: 'findSymbol',
};

const symbolName: INodeProperties = {
  displayName: 'Symbol Name',
  name: 'symbolName',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. verifySignature or WebhookServer.handle',
  description: 'Name of the symbol; names of what encloses it may precede it, joined by dots',
};

const match: INodeProperties = {
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

const line: INodeProperties = {
  displayName: 'Line',
  name: 'line',
  type: 'number',
  typeOptions: { minValue: 1, numberPrecision: 0 },
  required: true,
  default: 1,
  description: 'Line of the file, counted from 1, such as an error message or a diff names it',
};

const symbolsOutput: INodeProperties = {
  displayName: 'Output',
  name: 'output',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Items',
      value: 'items',
      description: 'One item per symbol',
    },
    {
      name: 'Pack',
      value: 'pack',
      description: 'One item with everything',
    },
  ],
  default: 'items',
  description: 'How to hand out what was found',
};

export const properties: INodeProperties[] = [
  operation,
  rootProperty,
  showFor(['findSymbol'], symbolName),
  showFor(['findSymbol'], match),
  showFor(['analyzeFile', 'structuralContext'], filePathProperty),
  showFor(['structuralContext'], line),
  showFor(['findSymbol'], symbolsOutput),
  { ...showFor(['analyzeFile'], symbolsOutput), default: 'pack' },
  simpleProperty,
  createOptions('analyzeFile', workspaceOptions),
  createOptions('findSymbol', [...workspaceOptions, limitOption]),
  createOptions('structuralContext', workspaceOptions),
];
