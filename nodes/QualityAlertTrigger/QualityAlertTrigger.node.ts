import type { INodeType, INodeTypeDescription, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './properties';
import { watchAlerts } from './watch';

export class QualityAlertTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Quality Alert Trigger',
    name: 'qualityAlertTrigger',
    icon: { light: 'file:qualityAlertTrigger.svg', dark: 'file:qualityAlertTrigger.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["severities"].join(", ") }}',
    description: 'Starts a workflow when a threshold of code retrieval, or of numbers of your own, is about to be crossed, is crossed, or is in order again',
    defaults: { name: 'Quality Alert Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    properties,
  };

  async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
    return await watchAlerts(this);
  }
}
