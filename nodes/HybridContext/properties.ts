import type { INodeProperties } from 'n8n-workflow';
import {
  contextOptions,
  createOptions,
  enrichOptions,
  lowQualityOutputProperty,
  outputProperty,
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
      name: 'Enrich Action',
      value: 'enrichAction',
      description: 'Add the code that an action, such as an issue or an error, is about',
      action: 'Enrich an action with code context',
    },
    {
      name: 'Get Context',
      value: 'getContext',
      description: 'Get the code that answers a question, packed to a token budget',
      action: 'Get code context',
    },
    {
      name: 'Record Feedback',
      value: 'recordFeedback',
      description: 'Say which files a question really needed, so that like questions find them',
      action: 'Record feedback on an answer',
    },
  ],
  default: 'getContext',
};

const query: INodeProperties = {
  displayName: 'Query',
  name: 'query',
  type: 'string',
  required: true,
  typeOptions: { rows: 2 },
  default: '',
  placeholder: 'e.g. where are webhook signatures checked?',
  description: 'What to look for: a question, a symbol, a position as file:line, or an error text',
};

const mode: INodeProperties = {
  displayName: 'Mode',
  name: 'mode',
  type: 'options',
  options: [
    {
      name: 'AST',
      value: 'ast',
      description: 'Exact structure only: symbols, positions, references',
    },
    {
      name: 'AST First',
      value: 'ast_first',
      description: 'Structure, then retrieval if it is not sure enough',
    },
    {
      name: 'Automatic',
      value: 'automatic',
      description: 'Choose by the query, and say why',
    },
    {
      name: 'Default',
      value: 'default',
      description: 'The mode of the settings (hybrid_mode.default_mode): Automatic, unless changed',
    },
    {
      name: 'Parallel',
      value: 'parallel',
      description: 'Structure and retrieval at the same time, fused',
    },
    {
      name: 'RAG',
      value: 'rag',
      description: 'Retrieval by meaning and words only',
    },
    {
      name: 'RAG First',
      value: 'rag_first',
      description: 'Retrieval, then the structure around what it found',
    },
  ],
  default: 'default',
  description: 'How to look for the code',
};

const actionSource: INodeProperties = {
  displayName: 'Action',
  name: 'actionSource',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Incoming Item',
      value: 'item',
      description: 'The JSON of the incoming item is the action',
    },
    {
      name: 'JSON',
      value: 'json',
      description: 'The action is given below, for example as an expression',
    },
  ],
  default: 'item',
  description:
    'What to enrich: an object such as {type, text, filePath, line}, or the payload of a GitHub webhook',
};

const action: INodeProperties = {
  displayName: 'Action (JSON)',
  name: 'action',
  type: 'json',
  required: true,
  default: '{\n  "type": "issue",\n  "text": ""\n}',
  displayOptions: { show: { operation: ['enrichAction'], actionSource: ['json'] } },
  hint: 'For a Webhook node, use the expression {{ $json.body }}',
  description: 'The action to enrich, as a JSON object',
};

const contextField: INodeProperties = {
  displayName: 'Context Field',
  name: 'contextField',
  type: 'string',
  default: 'context',
  description: 'Name of the field that holds the context in the output',
};

const verdict: INodeProperties = {
  displayName: 'Verdict',
  name: 'verdict',
  type: 'options',
  options: [
    {
      name: 'Forget All',
      value: 'reset',
      description: 'Forget everything that was learnt of this workspace',
    },
    {
      name: 'Needed',
      value: 'needed',
      description: 'These files were really needed, whether they were in the answer or not',
    },
    {
      name: 'Not Useful',
      value: 'not_useful',
      description: 'These files were in the answer and did not help: takes back what was learnt of them',
    },
    {
      name: 'Useful',
      value: 'useful',
      description: 'These files were in the answer and helped',
    },
  ],
  default: 'needed',
  description: 'What is to be learnt',
};

const feedbackFiles: INodeProperties = {
  displayName: 'Files',
  name: 'feedbackFiles',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. src/server/webhooks.ts',
  description: 'Paths relative to the root folder, separated by commas or line breaks',
  displayOptions: { show: { operation: ['recordFeedback'], verdict: ['needed', 'not_useful', 'useful'] } },
};

const feedbackQuery: INodeProperties = {
  ...query,
  description: 'The question, as it was asked',
  displayOptions: { show: { operation: ['recordFeedback'], verdict: ['needed', 'not_useful', 'useful'] } },
};

export const properties: INodeProperties[] = [
  operation,
  ...sourceProperties,
  showFor(['getContext'], query),
  showFor(['enrichAction'], actionSource),
  action,
  showFor(['recordFeedback'], verdict),
  feedbackQuery,
  feedbackFiles,
  showFor(['getContext', 'enrichAction'], mode),
  showFor(['getContext'], outputProperty),
  showFor(['getContext', 'enrichAction'], simpleProperty),
  showFor(['getContext', 'enrichAction'], lowQualityOutputProperty),
  createOptions('enrichAction', [...enrichOptions, contextField]),
  createOptions('getContext', contextOptions),
  createOptions('recordFeedback', workspaceOptions),
];
