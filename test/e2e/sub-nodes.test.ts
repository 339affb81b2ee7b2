/** What sub-nodes and a second output do in the real n8n: a vector store, a reranker that fails, feedback. */
import { startEmbeddingsServer, type EmbeddingsServer } from './support/embeddings-server';
import { copyFixture, createCredential, postWebhook, publish, remove, type Json, type SavedWorkflow, type WorkflowNode } from './support/n8n';
import { nodeBehindWebhook } from './support/workflows';

const LANGCHAIN = '@n8n/n8n-nodes-langchain';
const published: SavedWorkflow[] = [];
let server: EmbeddingsServer;
let root: string;
let openAi: Json;
let cohere: Json;

interface Pack {
  readonly items: readonly { readonly path: string }[];
  readonly steps: readonly { readonly step: string; readonly status: string; readonly detail?: string }[];
  readonly workspace: { readonly vectorBackend: string; readonly embeddingModel: string };
  readonly quality: { readonly lowQuality: boolean };
}

beforeAll(async () => {
  server = await startEmbeddingsServer();
  root = copyFixture('shop');
  openAi = { openAiApi: await createCredential('Embeddings of the store', 'openAiApi', { apiKey: 'none-needed', url: server.url, header: false }) };
  cohere = { cohereApi: await createCredential('No such reranker', 'cohereApi', { apiKey: 'none' }) };
});

afterAll(async () => {
  await server.close();
  for (const workflow of published) await remove(workflow);
});

const sub = (name: string, type: string, typeVersion: number, parameters: Json, credentials?: Json): WorkflowNode => ({
  id: name, name, type: `${LANGCHAIN}.${type}`, typeVersion, position: [300, 200], parameters, ...(credentials && { credentials }),
});

/** Publishes the node behind a webhook with further nodes, each connected to what `connections` says. */
async function add(path: string, type: string, parameters: Json, more: readonly WorkflowNode[] = [], connections: Json = {}): Promise<void> {
  const workflow = nodeBehindWebhook(path, type, { root, ...parameters });
  const whole = { ...workflow, nodes: [...workflow.nodes, ...more], connections: { ...workflow.connections, ...connections } };
  published.push(await publish(whole, `webhook/${path}`));
}

async function ask<Answer>(path: string, body: Json = {}): Promise<Answer[]> {
  const { status, body: items } = await postWebhook<Answer[]>(path, body);
  expect(status).toBe(200);
  return items;
}

const QUERY = '={{ $json.body.query }}';
const question = 'where are webhook signatures checked?';

test("n8n's Simple Vector Store holds the vectors, made by its own embedding", async () => {
  const store = sub('Store', 'vectorStoreInMemory', 1.3, { mode: 'retrieve', memoryKey: { __rl: true, mode: 'id', value: 'shop_index' } });
  // A model of its own: another suite counts what is asked of the others, and equal texts are asked once in a process.
  const embeddings = sub('Embeddings', 'embeddingsOpenAi', 1.2, { model: 'words-store', options: {} }, openAi);
  await add('in-store', 'ragRetrieve', { operation: 'retrieve', query: QUERY, output: 'pack', options: { workspace: 'stored' } }, [store, embeddings], {
    Store: { ai_vectorStore: [[{ node: 'Node', type: 'ai_vectorStore', index: 0 }]] },
    Embeddings: { ai_embedding: [[{ node: 'Store', type: 'ai_embedding', index: 0 }]] },
  });
  const [pack] = await ask<Pack>('in-store', { query: question });
  expect(pack!.workspace.vectorBackend).toMatch(/^store \w*VectorStore$/);
  expect(pack!.workspace.embeddingModel).toContain('words-store');
  expect(pack!.items[0]?.path).toBe('src/webhooks/signature.ts');
  expect(pack!.steps.filter(({ status }) => status === 'failed')).toEqual([]);
  const before = server.seen.length;
  await ask<Pack>('in-store', { query: 'how is the total of a cart rounded?' });
  // The question alone: nothing that is known is embedded again.
  expect(server.seen.slice(before).map(({ text }) => text)).toEqual(['how is the total of a cart rounded?']);
});

test('answers of low quality come out of the second output', async () => {
  const low = { id: 'low', name: 'Low', type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [600, 200] as const, parameters: { mode: 'raw', jsonOutput: '={{ { low: true, path: $json.items[0]?.path } }}', options: {} } };
  const options = { qualityMinimum: '={{ $json.body.least }}' };
  await add('two-outputs', 'hybridContext', { operation: 'getContext', query: QUERY, output: 'pack', lowQualityOutput: true, options }, [low], {
    Node: { main: [[], [{ node: 'Low', type: 'main', index: 0 }]] },
  });
  expect(await ask('two-outputs', { query: question, least: 1 })).toEqual([{ low: true, path: 'src/webhooks/signature.ts' }]);
});

test('a reranker that does not answer costs a step, not the answer', async () => {
  const reranker = sub('Reranker', 'rerankerCohere', 1, { modelName: 'rerank-v3.5', topN: 3 }, cohere);
  await add('reranked', 'hybridContext', { operation: 'getContext', query: QUERY, output: 'pack', options: { maxAnalysisTime: 1 } }, [reranker], {
    Reranker: { ai_reranker: [[{ node: 'Node', type: 'ai_reranker', index: 0 }]] },
  });
  const [pack] = await ask<Pack>('reranked', { query: question });
  expect(pack!.items[0]?.path).toBe('src/webhooks/signature.ts');
  const step = pack!.steps.find((each) => each.step === 'rerank');
  expect(['failed', 'dropped']).toContain(step?.status);
  expect(step?.detail).toContain('rerank-v3.5');
});

test('feedback of one execution counts in the next', async () => {
  const options = { workspace: 'taught' };
  await add('teach', 'hybridContext', { operation: 'recordFeedback', verdict: 'needed', feedbackQuery: QUERY, query: QUERY, feedbackFiles: 'src/mail/send.ts', options });
  await add('taught', 'hybridContext', { operation: 'getContext', query: QUERY, output: 'pack', options });
  const query = 'customers wait for their parcel';
  const placeOf = async () => (await ask<Pack>('taught', { query }))[0]!.items.findIndex(({ path }) => path === 'src/mail/send.ts');
  const before = await placeOf();
  for (let time = 1; time <= 3; time += 1) expect(await ask('teach', { query })).toEqual([expect.objectContaining({ workspace: 'taught', recorded: 1, known: time })]);
  const after = await placeOf();
  expect(after).toBeGreaterThanOrEqual(0);
  expect(before < 0 ? Infinity : before).toBeGreaterThanOrEqual(after);
});
