/** An Embeddings sub-node of n8n attached to our nodes, and what tools, which have no inputs, do then. */
import {
  copyFixture,
  createCredential,
  postWebhook,
  publish,
  remove,
  type Json,
  type SavedWorkflow,
} from './support/n8n';
import { startEmbeddingsServer, type EmbeddingsServer } from './support/embeddings-server';
import { callTool, connectMcp } from './support/mcp';
import { nodeBehindWebhook, toolBehindMcp, type Sub } from './support/workflows';

const WORKSPACE = 'shop-with-provider';
const QUESTION = 'where are webhook signatures checked?';
let server: EmbeddingsServer;
let root: string;
const published: SavedWorkflow[] = [];

interface Failed {
  readonly error: { readonly code: string; readonly message: string; readonly fix: string };
}

interface Report {
  readonly embedding: { readonly model: string; readonly dimensions: number };
  readonly files: number;
  readonly chunks: number;
}

beforeAll(async () => {
  server = await startEmbeddingsServer();
  root = copyFixture('shop');
  const credential = await createCredential('Local embeddings', 'openAiApi', {
    apiKey: 'none-needed',
    url: server.url,
    header: false,
  });
  const small: Sub = { model: 'words-small', credential };
  const large: Sub = { model: 'words-large', credential };
  const sync = { operation: 'syncIndex', root, options: { workspace: WORKSPACE } };
  const retrieve = retrieveFrom('={{ $json.body.query }}');
  const context = { ...retrieve, operation: 'getContext', mode: 'rag' };
  await add('sync-small', 'ragRetrieve', sync, small);
  await add('retrieve-small', 'ragRetrieve', retrieve, small);
  await add('context-small', 'hybridContext', context, small);
  await add('retrieve-large', 'ragRetrieve', retrieve, large);
  await add('sync-builtin', 'ragRetrieve', { ...sync, options: {} });
});

afterAll(async () => {
  await server.close();
  for (const workflow of published) await remove(workflow);
});

function retrieveFrom(query: string): Json {
  return { operation: 'retrieve', root, query, output: 'pack', options: { workspace: WORKSPACE } };
}

async function add(path: string, type: string, parameters: Json, embeddings?: Sub): Promise<void> {
  published.push(await publish(nodeBehindWebhook(path, type, parameters, embeddings), `webhook/${path}`));
}

async function runNode<Answer>(path: string, body: Json = {}): Promise<Answer> {
  const { status, body: items } = await postWebhook<Answer[]>(path, body);
  expect(status).toBe(200);
  expect(items).toHaveLength(1);
  return items[0] as Answer;
}

test('Sync Index sends the pieces to the attached model and names it', async () => {
  const report = await runNode<Report>('sync-small');
  expect(report.embedding).toEqual({ model: expect.stringContaining('words-small') as string, dimensions: 64 });
  expect(server.seen.length).toBeGreaterThanOrEqual(report.chunks);
  expect(server.seen.some(({ text }) => text.includes('verifyWebhookSignature'))).toBe(true);
});

test('a second sync sends no code that it knows', async () => {
  const before = server.seen.length;
  await runNode<Report>('sync-small');
  // At most one question, which shows how many dimensions the model has.
  expect(server.seen.length).toBeLessThanOrEqual(before + 1);
  expect(server.seen.slice(before).filter(({ text }) => text.includes('src/'))).toEqual([]);
});

test.each(['retrieve-small', 'context-small'])('%s embeds the query with the attached model', async (path) => {
  const before = server.seen.length;
  const answer = await runNode<{ workspace: { embeddingModel: string }; items: { path: string }[] }>(path, {
    query: `${QUESTION} (${path})`,
  });
  expect(server.seen.slice(before)).toEqual([{ model: 'words-small', text: `${QUESTION} (${path})` }]);
  expect(answer.workspace.embeddingModel).toContain('words-small');
  expect(answer.items[0]?.path).toBe('src/webhooks/signature.ts');
});

test('another model than the index was made with is a named error', async () => {
  const { error } = await runNode<Failed>('retrieve-large', { query: QUESTION });
  expect(error.code).toBe('EMBEDDING_MISMATCH');
  expect(error.message).toContain('words-small');
  expect(error.message).toContain('words-large');
  expect(error.fix).toContain('Sync Index');
});

test('a model that fails is reported, and the answer comes from words and structure', async () => {
  server.failWith = 400;
  try {
    const answer = await runNode<{ steps: { status: string; detail?: string }[]; items: { path: string }[] }>(
      'context-small',
      { query: 'how is the total of a cart rounded?' },
    );
    expect(answer.items.map((item) => item.path)).toContain('src/cart/total.ts');
    expect(JSON.stringify(answer.steps)).toContain('out of order');
  } finally {
    server.failWith = undefined;
  }
});

test("a tool queries a workspace that was synced with a provider's embedding", async () => {
  const query = "={{ $fromAI('query', 'what to find', 'string') }}";
  const tool = toolBehindMcp('with-provider', 'ragRetrieve', 'search_shop', retrieveFrom(query));
  published.push(await publish(tool, 'mcp/with-provider'));
  const client = await connectMcp('with-provider');
  const before = server.seen.length;
  const asked = 'who checks the signature of a webhook?';
  const answer = await callTool(client, 'search_shop', { query: asked });
  await client.close();
  expect(answer).toContain('src/webhooks/signature.ts');
  expect(server.seen.slice(before)).toEqual([{ model: 'words-small', text: asked }]);
});

test('without a provider the same folder is indexed by the built-in embedding, under its own name', async () => {
  const before = server.seen.length;
  const report = await runNode<Report>('sync-builtin');
  expect(report.embedding.model).not.toContain('words');
  expect(server.seen).toHaveLength(before);
});
