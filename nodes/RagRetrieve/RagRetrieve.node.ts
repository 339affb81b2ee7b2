import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { retrievalInputs, retrievalOutputs } from '../shared/connections';
import { runItems } from '../shared/run';
import { retrieve } from './actions/retrieve';
import { syncIndex } from './actions/syncIndex';
import { sourceCredentials } from '../shared/sourceProperties';
import { properties } from './properties';

export class RagRetrieve implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'RAG Retrieve',
    name: 'ragRetrieve',
    icon: { light: 'file:ragRetrieve.svg', dark: 'file:ragRetrieve.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ ({ retrieve: "retrieve", syncIndex: "sync index" })[$parameter["operation"]] }}',
    description: 'Find code by meaning and by words, in an index that keeps itself in sync with the files',
    defaults: { name: 'RAG Retrieve' },
    usableAsTool: true,
    inputs: retrievalInputs,
    outputs: retrievalOutputs,
    credentials: sourceCredentials,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, { retrieve, syncIndex });
  }
}
