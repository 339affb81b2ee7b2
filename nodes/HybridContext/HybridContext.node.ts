import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runItems } from '../shared/run';
import { enrichAction } from './actions/enrichAction';
import { getContext } from './actions/getContext';
import { sourceCredentials } from '../shared/sourceProperties';
import { properties } from './properties';

export class HybridContext implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Hybrid Context',
    name: 'hybridContext',
    icon: { light: 'file:hybridContext.svg', dark: 'file:hybridContext.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ ({ getContext: "get context", enrichAction: "enrich action" })[$parameter["operation"]] + ($parameter["mode"] === "default" ? "" : ": " + $parameter["mode"]) }}',
    description: 'Get the right code, as it is now, for a question, an issue, an error or any other action',
    defaults: { name: 'Hybrid Context' },
    usableAsTool: true,
    inputs: [
      NodeConnectionTypes.Main,
      {
        type: NodeConnectionTypes.AiEmbedding,
        displayName: 'Embedding (Optional)',
        required: false,
        maxConnections: 1,
      },
    ],
    outputs: [NodeConnectionTypes.Main],
    credentials: sourceCredentials,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, { enrichAction, getContext });
  }
}
