/** n8n's own PGVector sub-node on a real PostgreSQL holds the vectors: places and hashes, no line of code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddingsServer, type EmbeddingsServer } from './support/embeddings-server';
import { copyFixture, createCredential, postWebhook, publish, remove, type SavedWorkflow } from './support/n8n';
import { describeWithPgvector, startPgvector, type PgvectorServer } from './support/pgvector';
import { until } from './support/until';
import { nodeBehindWebhook } from './support/workflows';

const LANGCHAIN = '@n8n/n8n-nodes-langchain';
const TABLE = 'code_vectors';
const PATH = 'in-pgvector';

interface Pack {
  readonly items: readonly { readonly path: string }[];
  readonly steps: readonly { readonly step: string; readonly status: string; readonly detail?: string }[];
  readonly workspace: { readonly vectorBackend: string };
}

interface Row {
  readonly id: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describeWithPgvector('PGVector', () => {
  let database: PgvectorServer;
  let embeddings: EmbeddingsServer;
  let workflow: SavedWorkflow | undefined;
  let root: string;

  beforeAll(async () => {
    [database, embeddings] = await Promise.all([startPgvector(), startEmbeddingsServer()]);
    root = copyFixture('shop');
    const openAiApi = await createCredential('Embeddings of PGVector', 'openAiApi', { apiKey: 'none-needed', url: embeddings.url, header: false });
    const postgres = await createCredential('PGVector', 'postgres', { host: '127.0.0.1', port: database.port, database: 'postgres', user: 'postgres', password: 'postgres', ssl: 'disable', maxConnections: 5 });
    const node = nodeBehindWebhook(PATH, 'ragRetrieve', { root, operation: 'retrieve', query: '={{ $json.body.query }}', output: 'pack', options: { workspace: 'pgvector', maxAnalysisTime: 30 } });
    workflow = await publish({
      ...node,
      nodes: [
        ...node.nodes,
        { id: 'store', name: 'Store', type: `${LANGCHAIN}.vectorStorePGVector`, typeVersion: 1.3, position: [300, 200], parameters: { mode: 'retrieve', tableName: TABLE, options: {} }, credentials: { postgres } },
        { id: 'embeddings', name: 'Embeddings', type: `${LANGCHAIN}.embeddingsOpenAi`, typeVersion: 1.2, position: [300, 400], parameters: { model: 'words-pgvector', options: {} }, credentials: { openAiApi } },
      ],
      connections: {
        ...node.connections,
        Store: { ai_vectorStore: [[{ node: 'Node', type: 'ai_vectorStore', index: 0 }]] },
        Embeddings: { ai_embedding: [[{ node: 'Store', type: 'ai_embedding', index: 0 }]] },
      },
    }, `webhook/${PATH}`);
  });

  afterAll(async () => {
    if (workflow) await remove(workflow);
    await embeddings.close();
    await database.close();
  });

  async function ask(query: string): Promise<Pack> {
    const { status, body } = await postWebhook<Pack[]>(PATH, { query });
    expect(status).toBe(200);
    return body[0]!;
  }

  const rows = (): Promise<readonly Row[]> => database.query<Row>(`select id, text, metadata from ${TABLE} order by id`);

  test('answers with rows that it holds', async () => {
    const pack = await ask('where are webhook signatures checked?');
    expect(pack.steps.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(pack.workspace.vectorBackend).toMatch(/^store \w*PGVectorStore$/);
    expect(pack.items[0]?.path).toBe('src/webhooks/signature.ts');
  });

  test('the table holds where code is, and none of it', async () => {
    const held = await rows();
    expect(held.length).toBeGreaterThan(3);
    for (const { text, metadata } of held) {
      expect(text).toMatch(/^[\w./-]+:\d+-\d+$/);
      expect(Object.keys(metadata).sort()).toEqual(['endLine', 'hash', 'hybridContextId', 'hybridContextIndex', 'path', 'startLine']);
    }
    expect(JSON.stringify(held)).not.toContain('function');
  });

  test('a changed file has new rows, and those of the old content are gone or never answers', async () => {
    const before = new Set((await rows()).map(({ id }) => id));
    writeFileSync(join(root, 'src', 'webhooks', 'lighthouse.ts'), 'export function lightTheLamp(keeper: string): string {\n  return `lighthouse lamp lit by ${keeper}`;\n}\n');
    // The folder is looked at again once the freshness window is over.
    const pack = await until(async () => {
      const each = await ask('who lights the lighthouse lamp?');
      return each.items[0]?.path === 'src/webhooks/lighthouse.ts' ? each : undefined;
    });
    expect(pack.steps.filter(({ status }) => status === 'failed')).toEqual([]);
    const added = (await rows()).filter(({ id }) => !before.has(id));
    expect(added.map(({ metadata }) => metadata['path'])).toEqual(['src/webhooks/lighthouse.ts']);
  });
});
