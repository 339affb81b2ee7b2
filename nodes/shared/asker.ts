import type { IExecuteFunctions } from 'n8n-workflow';
import type { Asker } from '../../src/index';

/** What the record tells runs apart by: the kind of node that asks, such as `hybridContextTool`, and its workflow, which has no id until it is saved. */
export function nameAsker(context: Pick<IExecuteFunctions, 'getNode' | 'getWorkflow'>): Asker & { readonly caller: string } {
  const { id } = context.getWorkflow();
  return { caller: context.getNode().type.split('.').pop() ?? 'node', ...(id && { workflow: id }) };
}
