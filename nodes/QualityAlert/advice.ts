/** Fields of the operations about recommendations. */
import type { INodeProperties } from 'n8n-workflow';
import { optionsField, outputField } from '../shared/fields';
import { onlyWorkflow, onlyWorkspace } from './fields';

export const adviceOutput = outputField(
  'One item per recommendation, the most telling first',
  'One item with all recommendations and the changes that were made',
);

export const adviceOptions = optionsField(onlyWorkflow, onlyWorkspace);

export const doWhat: INodeProperties = {
  displayName: 'Do',
  name: 'doWhat',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Apply', value: 'apply', description: 'Change the settings file as the recommendation says' },
    { name: 'Take Back', value: 'undo', description: 'Give a setting the value back that it had before' },
  ],
  default: 'apply',
  description: 'Whether to change a setting or to take a change back; the engine goes on with it without a restart',
};

export const recommendation: INodeProperties = {
  displayName: 'Recommendation ID',
  name: 'recommendation',
  type: 'string',
  required: true,
  displayOptions: { show: { doWhat: ['apply'] } },
  default: '',
  placeholder: 'e.g. cache_ast:ast_analysis.cache_size=4000',
  description: 'The ID that Recommendations gives. Only recommendations whose action is a setting can be applied.',
};

export const change: INodeProperties = {
  displayName: 'Change ID',
  name: 'change',
  type: 'string',
  displayOptions: { show: { doWhat: ['undo'] } },
  default: 'last',
  placeholder: 'e.g. last',
  description: 'The ID of the change to take back, or last for the newest one',
};
