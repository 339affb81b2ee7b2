import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { createAdditionalData, createNode, createNodeTypes } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();

/** A node that hands out the given items, or those that come in. */
const passing = (items?: INodeExecutionData[]): INodeType => ({
  description: {
    displayName: 'Passing',
    name: 'passing',
    group: ['transform'],
    version: 1,
    description: '',
    defaults: { name: 'Passing' },
    inputs: items ? [] : [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    properties: [],
  },
  async execute() {
    return [items ?? this.getInputData()];
  },
});

test("n8n sends failed items, with their fields, to the node's error output", async () => {
  const items = [{ json: { query: 'price', id: 1 } }, { json: { query: '', id: 2 } }];
  const to = (node: string) => [{ node, type: NodeConnectionTypes.Main, index: 0 }];
  const parameters = { root, query: '={{ $json.query }}', output: 'text' };
  const workflow = new Workflow({
    id: 'workflow',
    nodes: [
      createNode('Start', 'test.start'),
      createNode('Hybrid', 'test.hybrid', { parameters, onError: 'continueErrorOutput' }),
      createNode('Good', 'test.passing'),
      createNode('Bad', 'test.passing'),
    ],
    connections: { Start: { main: [to('Hybrid')] }, Hybrid: { main: [to('Good'), to('Bad')] } },
    active: false,
    settings: { executionOrder: 'v1' },
    nodeTypes: createNodeTypes({
      'test.start': passing(items),
      'test.hybrid': new NODES.HybridContext(),
      'test.passing': passing(),
    }),
  });
  const additionalData = createAdditionalData();
  const saved = { id: 'workflow', name: '', nodes: [], connections: {}, active: false } as never;
  additionalData.hooks = new ExecutionLifecycleHooks('trigger', '1', saved);
  const { data } = await new WorkflowExecute(additionalData, 'trigger').run({
    workflow,
    startNode: workflow.nodes.Start,
  });
  expect(data.resultData.error).toBeUndefined();
  const output = (name: string) =>
    data.resultData.runData[name]![0]!.data!.main![0]!.map(({ json }) => json);
  expect(output('Good')).toEqual([expect.objectContaining({ text: expect.any(String) as string })]);
  expect(output('Bad')).toEqual([
    { query: '', id: 2, error: expect.objectContaining({ code: 'QUERY_EMPTY' }) as object },
  ]);
});
