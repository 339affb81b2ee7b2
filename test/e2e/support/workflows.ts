/** Small workflows around one of our nodes, called by a webhook. */
import { PACKAGE, type Json, type Workflow, type WorkflowNode } from './n8n';

export interface Sub {
  readonly model: string;
  readonly credential: { readonly id: string; readonly name: string };
}

/**
 * Webhook -> node -> answer. The node's parameters may use `$json.body`; its failure comes back as
 * the item's `error`. With `embeddings`, n8n's own OpenAI embeddings node is attached.
 */
export function nodeBehindWebhook(path: string, type: string, parameters: Json, embeddings?: Sub): Workflow {
  const nodes: WorkflowNode[] = [
    {
      id: 'webhook',
      name: 'Webhook',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2.1,
      position: [0, 0],
      webhookId: `e2e-${path}`,
      parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
    },
    {
      id: 'node',
      name: 'Node',
      type: `${PACKAGE}.${type}`,
      typeVersion: 1,
      position: [300, 0],
      parameters,
      onError: 'continueRegularOutput',
    },
  ];
  const connections: Json = { Webhook: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } };
  if (embeddings) {
    nodes.push(embeddingsNode(embeddings));
    connections['Embeddings'] = { ai_embedding: [[{ node: 'Node', type: 'ai_embedding', index: 0 }]] };
  }
  return { name: `e2e ${path}`, nodes, connections };
}

function embeddingsNode({ model, credential }: Sub): WorkflowNode {
  return {
    id: 'embeddings',
    name: 'Embeddings',
    type: '@n8n/n8n-nodes-langchain.embeddingsOpenAi',
    typeVersion: 1.2,
    position: [300, 200],
    parameters: { model, options: {} },
    credentials: { openAiApi: { id: credential.id, name: credential.name } },
  };
}

/** MCP trigger without authentication <- one tool. */
export function toolBehindMcp(path: string, type: string, name: string, parameters: Json): Workflow {
  return {
    name: `e2e ${path}`,
    nodes: [
      {
        id: 'trigger',
        name: 'MCP Server Trigger',
        type: '@n8n/n8n-nodes-langchain.mcpTrigger',
        typeVersion: 2,
        position: [0, 0],
        webhookId: `e2e-${path}`,
        parameters: { authentication: 'none', path },
      },
      {
        id: 'tool',
        name,
        type: `${PACKAGE}.${type}Tool`,
        typeVersion: 1,
        position: [0, 200],
        parameters: { descriptionType: 'manual', toolDescription: 'Finds code.', ...parameters },
      },
    ],
    connections: { [name]: { ai_tool: [[{ node: 'MCP Server Trigger', type: 'ai_tool', index: 0 }]] } },
  };
}
