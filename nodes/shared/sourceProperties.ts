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

const historyCommits: INodeProperties = {
  displayName: 'History (Commits)',
  name: 'historyCommits',
  type: 'number',
  typeOptions: { minValue: 0, maxValue: 10000, numberPrecision: 0 },
  default: 0,
  description:
    'How many commits of history to fetch as well, up to 10,000, without their files: files that commits like the question changed rank higher. Pays from about 1,000 on; 0 fetches none. Give all nodes of one workspace the same number.',
  displayOptions: { show: { '/source': ['git'] } },
};

/** Options of the Git source. */
export const hostOptions: INodeProperties[] = [allowedHosts, allowPrivate, historyCommits];
