/** n8n's own execution contexts around a node: real parameters, expressions, file rules and errors. */
import './environment';
import { SecurityConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { ExecuteContext } from 'n8n-core';
import type {
  ICredentialDataDecryptedObject,
  IConnections,
  IDataObject,
  IExecuteData,
  INode,
  INodeExecutionData,
  INodeParameters,
  INodeType,
  INodeTypes,
  IWorkflowExecuteAdditionalData,
  NodeConnectionType,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';

export interface Surroundings {
  /** Default: one empty item. */
  readonly items?: INodeExecutionData[];
  readonly onError?: INode['onError'];
  readonly signal?: AbortSignal;
  /** An Embeddings sub-node to attach. */
  readonly embeddings?: INodeType;
  /** A Vector Store sub-node to attach. */
  readonly vectorStore?: INodeType;
  /** A Reranker sub-node to attach. */
  readonly reranker?: INodeType;
  /** The type of the node in the workflow; tools end in `Tool`. */
  readonly typeName?: string;
  /** Decrypted credentials by type. */
  readonly credentials?: Readonly<Record<string, ICredentialDataDecryptedObject>>;
  /** What n8n has saved of the workflow's static data; the execution's own changes go into it. */
  readonly staticData?: IDataObject;
  readonly executionId?: string;
}

/** Which folders n8n lets nodes read (N8N_RESTRICT_FILE_ACCESS_TO); an empty text allows all. */
export function allowFolders(...folders: string[]): void {
  Container.get(SecurityConfig).restrictFileAccessTo = folders.join(';');
}

/** The node's context as n8n makes it for one execution. */
export function createContext(
  type: INodeType,
  parameters: INodeParameters,
  { items = [{ json: {} }], onError, signal, embeddings, reranker, vectorStore, typeName, credentials, staticData, executionId }: Surroundings = {},
): ExecuteContext {
  const name = typeName ?? `n8n-nodes-hybrid-context.${type.description.name}`;
  const named = Object.keys(credentials ?? {}).map((key) => [key, { id: key, name: key }] as const);
  const node = createNode('Node under test', name, {
    parameters,
    ...(onError && { onError }),
    ...(credentials && { credentials: Object.fromEntries(named) }),
  });
  const nodes = [createNode('Start', START), node];
  const connections: IConnections = {
    Start: { main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] },
  };
  const attach = (subNode: string, subType: string, connection: NodeConnectionType): void => {
    nodes.push(createNode(subNode, subType));
    connections[subNode] = { [connection]: [[{ node: node.name, type: connection, index: 0 }]] };
  };
  if (embeddings) attach('Embeddings', EMBEDDINGS, NodeConnectionTypes.AiEmbedding);
  if (reranker) attach('Reranker', RERANKER, NodeConnectionTypes.AiReranker);
  if (vectorStore) attach('Vector Store', VECTOR_STORE, NodeConnectionTypes.AiVectorStore);
  const workflow = new Workflow({
    id: 'workflow',
    nodes,
    connections,
    active: false,
    settings: {},
    ...(staticData && { staticData }),
    nodeTypes: createNodeTypes({ [START]: start, [name]: type, ...(embeddings && { [EMBEDDINGS]: embeddings }), ...(reranker && { [RERANKER]: reranker }), ...(vectorStore && { [VECTOR_STORE]: vectorStore }) }),
  });
  const source = { main: [{ previousNode: 'Start' }] };
  const executeData: IExecuteData = { data: { main: [items] }, node, source };
  const startTime = Date.now();
  const run = createRunExecutionData({
    resultData: {
      runData: {
        Start: [
          { startTime, executionTime: 0, executionIndex: 0, source: [], data: { main: [items] } },
        ],
      },
    },
  });
  return new ExecuteContext(
    workflow,
    workflow.nodes[node.name]!,
    createAdditionalData(credentials, executionId),
    'trigger',
    run,
    0,
    items,
    { main: [items] },
    executeData,
    [],
    signal,
  );
}

/** Runs the node once and returns the items of its output. */
export async function runNode(
  type: INodeType,
  parameters: INodeParameters,
  surroundings?: Surroundings,
): Promise<INodeExecutionData[]> {
  const output = await runOutputs(type, parameters, surroundings);
  expect(output).toHaveLength(1);
  return output[0]!;
}

/** Runs the node once and returns the items of each of its outputs. */
export async function runOutputs(
  type: INodeType,
  parameters: INodeParameters,
  surroundings?: Surroundings,
): Promise<INodeExecutionData[][]> {
  return (await type.execute!.call(createContext(type, parameters, surroundings))) as INodeExecutionData[][];
}

export function createNode(name: string, type: string, fields: Partial<INode> = {}): INode {
  return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...fields };
}

export function createNodeTypes(types: Record<string, INodeType>): INodeTypes {
  return {
    getByName: (name) => types[name]!,
    getByNameAndVersion: (name) => types[name]!,
    getKnownTypes: () => ({}),
  };
}

export function createAdditionalData(credentials: Surroundings['credentials'] = {}, executionId = '1'): IWorkflowExecuteAdditionalData {
  return {
    executionId,
    currentNodeExecutionIndex: 0,
    variables: {},
    webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
    formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
    logAiEvent: () => undefined,
    credentialsHelper: {
      getDecrypted: async (_data: unknown, _node: unknown, type: string) => credentials[type],
      getCredentialsProperties: () => [],
      isCredentialUsableByNode: () => true,
    },
  } as unknown as IWorkflowExecuteAdditionalData;
}

const START = 'test.start';
const EMBEDDINGS = 'test.embeddings';
const RERANKER = 'test.reranker';
const VECTOR_STORE = 'test.vectorStore';

const start = {
  description: {
    displayName: 'Start',
    name: 'start',
    group: ['trigger'],
    version: 1,
    description: '',
    defaults: { name: 'Start' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    properties: [],
  },
} as unknown as INodeType;
