import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

const source: INodeProperties = {
  displayName: 'Source',
  name: 'source',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Archive',
      value: 'archive',
      description: 'A zip, tar or tar.gz file in the binary data of the item',
    },
    {
      name: 'Folder',
      value: 'directory',
      description: 'A folder on the disk of the n8n process',
    },
    {
      name: 'Git Repository',
      value: 'git',
      description: 'A branch, tag or commit over HTTPS, read into memory',
    },
    {
      name: 'Items',
      value: 'items',
      description: 'Files given as JSON',
    },
  ],
  default: 'directory',
  description: 'Where the code comes from',
};

const rootProperty: INodeProperties = {
  displayName: 'Root Folder',
  name: 'root',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. /home/node/.n8n-files/my-repository',
  description:
    'Absolute path of the folder that holds the code, as the n8n process sees it. n8n must allow access to it (N8N_RESTRICT_FILE_ACCESS_TO).',
  displayOptions: { show: { source: ['directory'] } },
};

const authentication: INodeProperties = {
  displayName: 'Authentication',
  name: 'authentication',
  type: 'options',
  options: [
    {
      name: 'Code Repository API',
      value: 'codeRepositoryApi',
    },
    {
      name: 'None',
      value: 'none',
    },
  ],
  default: 'none',
  description: 'How to sign in to the host of the repository; public repositories need no signing in',
  displayOptions: { show: { source: ['git'] } },
};

const repositoryUrl: INodeProperties = {
  displayName: 'Repository URL',
  name: 'repositoryUrl',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. https://github.com/owner/repository.git',
  description: 'HTTPS address of the repository, without user name or token',
  displayOptions: { show: { source: ['git'] } },
};

const repositoryRef: INodeProperties = {
  displayName: 'Branch, Tag or Commit',
  name: 'repositoryRef',
  type: 'string',
  default: '',
  placeholder: 'e.g. main',
  description: 'Name of a branch or tag, or a full commit ID. Empty: the default branch.',
  displayOptions: { show: { source: ['git'] } },
};

const archiveField: INodeProperties = {
  displayName: 'Input Binary Field',
  name: 'binaryPropertyName',
  type: 'string',
  required: true,
  default: 'data',
  placeholder: 'e.g. data',
  hint: 'The name of the input field that holds the archive',
  description: 'Name of the binary field that holds the zip, tar or tar.gz file',
  displayOptions: { show: { source: ['archive'] } },
};

const sourceFiles: INodeProperties = {
  displayName: 'Files (JSON)',
  name: 'sourceFiles',
  type: 'json',
  required: true,
  default: '={{ $input.all().map((item) => item.json) }}',
  description:
    'List of objects with "path" and "content", and "encoding": "base64" where the content is base64. By default all input items are the files; then turn on "Execute Once" in the settings of the node.',
  displayOptions: { show: { source: ['items'] } },
};

/** Where the code comes from: the first fields of every operation that reads code. */
export const sourceProperties: INodeProperties[] = [
  source,
  rootProperty,
  authentication,
  repositoryUrl,
  repositoryRef,
  archiveField,
  sourceFiles,
];

/** The credential of the "Authentication" field. */
export const sourceCredentials: INodeCredentialDescription[] = [
  {
    name: 'codeRepositoryApi',
    required: true,
    displayOptions: { show: { source: ['git'], authentication: ['codeRepositoryApi'] } },
  },
];

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

const budgetTokens: INodeProperties = {
  displayName: 'Token Budget',
  name: 'budgetTokens',
  type: 'number',
  typeOptions: { minValue: 100, numberPrecision: 0 },
  default: 4000,
  description: 'Most tokens (o200k) that the text of the answer may have, from 100 to 200,000',
};

const checkFiles: INodeProperties = {
  displayName: 'Check for Changed Files',
  name: 'checkFiles',
  type: 'boolean',
  default: true,
  description:
    'Whether to look for changed files and index them first. Off, the index is used as it is; code is still read live.',
};

const exclude: INodeProperties = {
  displayName: 'Exclude Patterns',
  name: 'exclude',
  type: 'string',
  default: '',
  placeholder: 'e.g. dist/, *.min.js',
  description:
    'Leave out files that match one of these patterns (.gitignore syntax), separated by commas or line breaks. Files that .gitignore names are left out in any case.',
};

const includeCode: INodeProperties = {
  displayName: 'Include Code',
  name: 'includeCode',
  type: 'boolean',
  displayOptions: { hide: { '/output': ['text'] } },
  default: true,
  description: 'Whether to read the code of each result, or to return where it is only',
};

const include: INodeProperties = {
  displayName: 'Include Patterns',
  name: 'include',
  type: 'string',
  default: '',
  placeholder: 'e.g. src/**, packages/*/lib/**',
  description:
    'Only use files that match one of these patterns (.gitignore syntax), separated by commas or line breaks. Empty: all files.',
};

const nearLine: INodeProperties = {
  displayName: 'Near Line',
  name: 'line',
  type: 'number',
  typeOptions: { minValue: 0, numberPrecision: 0 },
  default: 0,
  description: 'Line of that file that you are at, counted from 1; 0 means none',
};

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
const limit: INodeProperties = {
  displayName: 'Limit',
  name: 'maxResults',
  type: 'number',
  typeOptions: { minValue: 1, numberPrecision: 0 },
  default: 10,
  description: 'Most results to return, from 1 to 100',
};

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

const nearFile: INodeProperties = {
  displayName: 'Near File',
  name: 'filePath',
  type: 'string',
  default: '',
  placeholder: 'e.g. src/server/webhooks.ts',
  description: 'File that you are at, relative to the root folder: what is near ranks higher',
};

const settings: INodeProperties = {
  displayName: 'Settings (JSON)',
  name: 'settings',
  type: 'json',
  default: '{}',
  placeholder: 'e.g. {"hybrid_mode": {"ast_threshold": 0.9}}',
  description: 'Keys of the settings file that this node overrides, as an object of their sections',
};

const workspace: INodeProperties = {
  displayName: 'Workspace Name',
  name: 'workspace',
  type: 'string',
  default: '',
  placeholder: 'e.g. my-repository',
  description:
    'Name under which the index is kept. Empty: the root folder, the URL or the name of the archive. Give one to keep several indexes of the same folder, for example with other patterns or embeddings.',
};

const allowedHosts: INodeProperties = {
  displayName: 'Allowed Hosts',
  name: 'allowedHosts',
  type: 'string',
  default: '',
  placeholder: 'e.g. github.com, *.example.com',
  description:
    'Only ask these hosts, separated by commas; "*." stands for all names below. Empty: every public host. Of use when the URL comes from elsewhere, such as a webhook.',
  displayOptions: { show: { '/source': ['git'] } },
};

const allowPrivate: INodeProperties = {
  displayName: 'Allow Private Addresses',
  name: 'allowPrivate',
  type: 'boolean',
  default: false,
  description:
    'Whether to ask hosts of private networks as well, such as a Git server of your own. Only turn this on when nobody else can choose the URL.',
  displayOptions: { show: { '/source': ['git'] } },
};

/** Options of every operation that reads a workspace. */
export const workspaceOptions: INodeProperties[] = [allowedHosts, allowPrivate, exclude, include, settings, workspace];

const answerOptions: INodeProperties[] = [
  allowedHosts,
  allowPrivate,
  checkFiles,
  exclude,
  includeCode,
  include,
  maxAnalysisTime,
  qualityMinimum,
  nearFile,
  nearLine,
  settings,
  budgetTokens,
  workspace,
];

export const enrichOptions: INodeProperties[] = [
  allowedHosts,
  allowPrivate,
  checkFiles,
  exclude,
  include,
  contextLimit,
  maxAnalysisTime,
  qualityMinimum,
  settings,
  budgetTokens,
  workspace,
];

export const retrieveOptions: INodeProperties[] = [...answerOptions, limit];
export const contextOptions: INodeProperties[] = [...answerOptions, contextLimit];

export const limitOption = limit;

/** An "Options" collection that shows for the given operations, sorted as n8n sorts them. */
export function createOptions(operation: string, options: INodeProperties[]): INodeProperties {
  const sorted = [...options].sort((a, b) => a.displayName.localeCompare(b.displayName));
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    displayOptions: { show: { operation: [operation] } },
    options: sorted,
  };
}

export function showFor(operations: string[], property: INodeProperties): INodeProperties {
  return { ...property, displayOptions: { show: { operation: operations } } };
}
