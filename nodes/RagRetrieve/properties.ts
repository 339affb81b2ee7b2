import type { INodeProperties } from 'n8n-workflow';
import {
  createOptions,
  lowQualityOutputProperty,
  outputProperty,
  retrieveOptions,
  showFor,
  simpleProperty,
  workspaceOptions,
} from '../shared/properties';
import { sourceProperties } from '../shared/sourceProperties';

const operation: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Retrieve',
      value: 'retrieve',
      description: 'Find code by meaning and by words; the index syncs itself first',
      action: 'Retrieve code',
    },
    {
      name: 'Sync Index',
      value: 'syncIndex',
      description: 'Index new and changed files and forget removed ones',
      action: 'Sync the index',
    },
  ],
  default: 'retrieve',
};

const query: INodeProperties = {
  displayName: 'Query',
  name: 'query',
  type: 'string',
  required: true,
  typeOptions: { rows: 2 },
  default: '',
  placeholder: 'e.g. where are webhook signatures checked?',
  description: 'What to look for: a question, words, or the text of an issue or error',
};

const rebuild: INodeProperties = {
  displayName: 'Rebuild',
  name: 'rebuild',
  type: 'boolean',
  default: false,
  description: 'Whether to forget the index and index all files again',
};

export const properties: INodeProperties[] = [
  operation,
  ...sourceProperties,
  showFor(['retrieve'], query),
  { ...showFor(['retrieve'], outputProperty), default: 'items' },
  simpleProperty,
  showFor(['retrieve'], lowQualityOutputProperty),
  createOptions('retrieve', retrieveOptions),
  createOptions('syncIndex', [...workspaceOptions, rebuild]),
];
