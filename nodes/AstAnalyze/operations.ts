import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export const resource: INodeProperties = {
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Change or Error', value: 'event', description: 'The code behind a pull request or a stack trace' },
    { name: 'File', value: 'file', description: 'One file, or a line of it' },
    { name: 'Symbol', value: 'symbol', description: 'Functions, classes, types and how they use each other' },
    { name: 'Workspace', value: 'workspace', description: 'A folder of code as a whole' },
  ],
  default: 'symbol',
};

const ofEvents: INodePropertyOptions[] = [
  {
    name: 'Impact of a Change',
    value: 'impactOfChange',
    description: 'Tell what a unified diff changes and breaks, who calls that, which tests and entry points it reaches, and how risky it is',
    action: 'Get the impact of a change',
  },
  {
    name: 'Resolve Stack Trace',
    value: 'resolveStackTrace',
    description: 'Find the code behind each frame of a stack trace, own code before library code',
    action: 'Resolve a stack trace',
  },
];

const ofFiles: INodePropertyOptions[] = [
  {
    name: 'Analyze File',
    value: 'analyzeFile',
    description: 'List the symbols, imports, exports and syntax problems of a file',
    action: 'Analyze a file',
  },
  {
    name: 'Structural Context at Line',
    value: 'structuralContext',
    description: 'Get what encloses a line of a file: symbols, locals, imports in use, callers, siblings and the code',
    action: 'Get the structural context at a line',
  },
];

const ofSymbols: INodePropertyOptions[] = [
  {
    name: 'Find Callees',
    value: 'findCallees',
    description: 'Find what a function calls',
    action: 'Find callees of a symbol',
  },
  {
    name: 'Find Callers',
    value: 'findCallers',
    description: 'Find what calls a function or creates a class',
    action: 'Find callers of a symbol',
  },
  {
    name: 'Find Implementations',
    value: 'findImplementations',
    description: 'Find what extends, implements or overrides a type or a member',
    action: 'Find implementations of a symbol',
  },
  {
    name: 'Find References',
    value: 'findReferences',
    description: 'Find every use of a function, class, type, member or variable',
    action: 'Find references to a symbol',
  },
  {
    name: 'Find Symbol',
    value: 'findSymbol',
    description: 'Find where a function, class, type or variable is defined',
    action: 'Find a symbol',
  },
  {
    name: 'Search by Structure',
    value: 'searchStructure',
    description: 'Find definitions by kind, name, signature, types, decorators, complexity, base types or calls',
    action: 'Search symbols by structure',
  },
  {
    name: 'Similar Structures',
    value: 'findSimilar',
    description: 'Find functions, methods and classes that are built like one of them, or like pasted code, whatever the names in them',
    action: 'Find similar structures',
  },
];

const ofWorkspaces: INodePropertyOptions[] = [
  {
    name: 'Analyze Workspace',
    value: 'analyzeWorkspace',
    description: 'Sum up a folder: languages, entry points, most used and most complex code, cycles, and a map within a token budget',
    action: 'Analyze a workspace',
  },
  {
    name: 'Find Duplicates',
    value: 'findDuplicates',
    description: 'Find code that is there more than once: identical, renamed or similar, what merging saves most first',
    action: 'Find duplicates in a workspace',
  },
  {
    name: 'Map Dependencies',
    value: 'mapDependencies',
    description: 'Get what a file or folder imports and what imports it, as data or as a diagram',
    action: 'Map dependencies',
  },
  {
    name: 'Suggest Refactorings',
    value: 'suggestRefactorings',
    description: 'Find dead exports, unused imports and parameters, cycles, duplicates, long, complex and nested code and floating promises, with safe patches',
    action: 'Suggest refactorings',
  },
  {
    name: 'Traverse File System',
    value: 'traverse',
    description: 'List files and folders as the engine sees them, and why others are left out',
    action: 'Traverse the file system',
  },
];

/** One list per resource. */
export const operations: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['event'] } },
    options: ofEvents,
    default: 'impactOfChange',
  },
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['file'] } },
    options: ofFiles,
    default: 'analyzeFile',
  },
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['symbol'] } },
    options: ofSymbols,
    default: 'findSymbol',
  },
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['workspace'] } },
    options: ofWorkspaces,
    default: 'analyzeWorkspace',
  },
];
