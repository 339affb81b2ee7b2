/** A node as n8n gives it to agents: the synthetic tool of a node that is usable as one. */
import { ExecuteContext } from 'n8n-core';
import type { INode, INodeType } from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { createAdditionalData, createNode, createNodeTypes } from './host';

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly schema: { readonly shape: Record<string, unknown> };
  /** The answer as an agent gets it. */
  invoke(args: object): Promise<string>;
}

const AGENT = 'test.agent';

/** Connects the tool variant to an agent and asks n8n for what the agent would get. */
export async function createTool(type: INodeType, node: Partial<INode>): Promise<Tool> {
  const typeName = `n8n-nodes-hybrid-context.${type.description.name}Tool`;
  const tool = createNode('a_tool', typeName, node);
  const agent = createNode('Agent', AGENT);
  const workflow = new Workflow({
    id: 'workflow',
    nodes: [tool, agent],
    connections: {
      [tool.name]: {
        [NodeConnectionTypes.AiTool]: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]],
      },
    },
    active: false,
    settings: {},
    nodeTypes: createNodeTypes({ [typeName]: convert(type), [AGENT]: createAgent() }),
  });
  const items = [{ json: {} }];
  const context = new ExecuteContext(
    workflow,
    workflow.nodes.Agent!,
    createAdditionalData(),
    'trigger',
    createRunExecutionData(),
    0,
    items,
    { main: [items] },
    { data: { main: [items] }, node: agent, source: null },
    [],
  );
  const tools = await context.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
  return (tools as Tool[])[0]!;
}

/** As n8n converts descriptions at its start: no inputs, one tool output, a tool description. */
function convert(type: INodeType): INodeType {
  const toolDescription = {
    displayName: 'Description',
    name: 'toolDescription',
    type: 'string',
    default: type.description.description,
  } as const;
  const description = {
    ...type.description,
    name: `${type.description.name}Tool`,
    inputs: [],
    outputs: [NodeConnectionTypes.AiTool],
    properties: [toolDescription, ...type.description.properties],
  };
  return Object.assign(Object.create(type) as INodeType, { description });
}

function createAgent(): INodeType {
  return {
    description: {
      displayName: 'Agent',
      name: 'agent',
      group: ['transform'],
      version: 1,
      description: '',
      defaults: { name: 'Agent' },
      inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
      outputs: [NodeConnectionTypes.Main],
      properties: [],
    },
  };
}

export function fromAi(key: string, type = 'string'): string {
  return `={{ $fromAI('${key}', 'the ${key}', '${type}') }}`;
}

