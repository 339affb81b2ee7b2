import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { retrievalInputs, retrievalOutputs } from '../shared/connections';
import { runItems } from '../shared/run';
import { enrichAction } from './actions/enrichAction';
import { getContext } from './actions/getContext';
import { recordFeedback } from './actions/recordFeedback';
import { sourceCredentials } from '../shared/sourceProperties';
import { properties } from './properties';

export class HybridContext implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Hybrid Context',
    name: 'hybridContext',
    icon: { light: 'file:hybridContext.svg', dark: 'file:hybridContext.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ ({ getContext: "get context", enrichAction: "enrich action", recordFeedback: "record feedback" })[$parameter["operation"]] + ($parameter["operation"] === "recordFeedback" || $parameter["mode"] === "default" ? "" : ": " + $parameter["mode"]) }}',
    description: 'Get the right code, as it is now, for a question, an issue, an error or any other action',
    defaults: { name: 'Hybrid Context' },
    usableAsTool: true,
    inputs: retrievalInputs,
    outputs: retrievalOutputs,
    credentials: sourceCredentials,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, { enrichAction, getContext, recordFeedback });
  }
}
