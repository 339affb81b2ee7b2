import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { runNode } from './support/host';
import { createEmbeddingsNode, LetterEmbeddings, logCalls } from './support/embeddings';
import { NODES } from './support/nodes';
import { createTool, fromAi } from './support/tool';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const template = JSON.parse(
  readFileSync(join(__dirname, '../../workflows/ask-codebase-over-mcp.json'), 'utf8'),
) as { nodes: INode[] };

/** A tool of the template, for the test's repository. */
const toolOf = async (name: string) => {
  const node = template.nodes.find((candidate) => candidate.name === name)!;
  const className = Object.values(NODES).find(
    (candidate) => node.type === `n8n-nodes-hybrid-context.${new candidate().description.name}Tool`,
  )!;
  return await createTool(new className(), { ...node, parameters: { ...node.parameters, root } });
};
const ask = async (name: string, args: object) => {
  const tool = await toolOf(name);
  return JSON.parse(await tool.invoke(args)) as Array<Record<string, unknown>>;
};

describe('the tools of the template', () => {
  test('take only what the agent knows, and say what they are for', async () => {
    const tool = await toolOf('code_at_line');
    expect(tool.name).toBe('code_at_line');
    expect(tool.description).toContain('encloses a line');
    expect(Object.keys(tool.schema.shape)).toEqual(['file', 'line']);
  });

  test('get_code_context gives the code as text, once', async () => {
    const [answer, ...others] = await ask('get_code_context', { query: 'how are prices added?' });
    expect(others).toEqual([]);
    expect(answer!.text).toContain('export function addPrices');
    expect(answer).not.toHaveProperty('items');
  });

  test('search_code gives places', async () => {
    const places = await ask('search_code', { query: 'webhook signature' });
    expect(places.length).toBeGreaterThan(1);
    expect(places[0]).not.toHaveProperty('code');
    expect(places.map(({ path }) => path)).toContain('src/signature.ts');
  });

  test('find_symbol gives definitions', async () => {
    const [first] = await ask('find_symbol', { name: 'placeOrder' });
    expect(first).toMatchObject({ path: 'src/orders.ts', kind: 'function' });
  });

  test('code_at_line gives what encloses the line', async () => {
    const [context] = await ask('code_at_line', { file: 'src/price.ts', line: 8 });
    expect((context!.code as { text: string }).text).toContain('function addPrices');
  });

  test('an error reaches the agent with what to change', async () => {
    const tool = await toolOf('code_at_line');
    await expect(tool.invoke({ file: 'src/none.ts', line: 1 })).rejects.toThrow(
      /does not exist below the root folder[\s\S]*Give the path relative to the root/,
    );
  });

  test('an agent cannot leave the root', async () => {
    const tool = await toolOf('code_at_line');
    await expect(tool.invoke({ file: '../../../etc/passwd', line: 1 })).rejects.toThrow(/outside the root/);
  });
});

describe('workspaces that were indexed with an Embeddings sub-node', () => {
  const log: unknown[] = [];
  const instance = new LetterEmbeddings('letters-26');
  const embeddings = createEmbeddingsNode(logCalls(instance, log));
  const rag = new NODES.RagRetrieve();
  const options = { workspace: 'with-provider' };
  const sync = { root, operation: 'syncIndex', options };
  const queryTool = async (workspace: string) =>
    await createTool(new NODES.HybridContext(), {
      parameters: { root, query: fromAi('query'), mode: 'rag', output: 'text', options: { workspace } },
    });

  test('the sub-node embeds the index and the query', async () => {
    const [report] = await runNode(rag, sync, { embeddings });
    expect(report!.json.embedding).toEqual({ model: 'letters-26', dimensions: 26 });
    const parameters = { root, query: 'price', output: 'pack', options };
    const [answer] = await runNode(rag, parameters, { embeddings });
    expect(answer!.json.workspace).toMatchObject({ embeddingModel: 'letters-26' });
    expect(instance.calls).toContain('query');
    expect(JSON.stringify(log)).not.toContain('export function');
  });

  test('a tool, which has no inputs, queries it with the provider that synced it', async () => {
    instance.calls = [];
    const logged = log.length;
    const tool = await queryTool('with-provider');
    const [answer] = JSON.parse(await tool.invoke({ query: 'format a price' })) as Array<{ text: string }>;
    expect(answer!.text).toContain('formatPrice');
    expect(instance.calls).toEqual(['query']);
    expect(log).toHaveLength(logged);
  });

  test('without a workspace name it is the folder that counts, however it is written', async () => {
    await runNode(rag, { root, operation: 'syncIndex', options: { rebuild: true } }, { embeddings });
    const [answer] = await runNode(rag, { root: `${root}/src/..`, query: 'cart', output: 'pack' });
    expect(answer!.json.workspace).toMatchObject({ embeddingModel: 'letters-26' });
  });

  test('another model is a named error', async () => {
    const other = createEmbeddingsNode(new LetterEmbeddings('letters-13', 13));
    const work = runNode(rag, { root, query: 'price', options }, { embeddings: other });
    await expect(work).rejects.toMatchObject({ type: 'EMBEDDING_MISMATCH' });
  });

  test('the same model with other dimensions is a named error', async () => {
    const other = createEmbeddingsNode(new LetterEmbeddings('letters-26', 13));
    const work = runNode(rag, { root, query: 'other words', options }, { embeddings: other });
    await expect(work).rejects.toMatchObject({ type: 'EMBEDDING_MISMATCH' });
  });

  test('a process that never saw the provider says how to attach it', async () => {
    const memory = Symbol.for('n8n-nodes-hybrid-context.embedding-providers');
    (globalThis as unknown as Record<symbol, Map<string, unknown>>)[memory]!.clear();
    const tool = await queryTool('with-provider');
    await expect(tool.invoke({ query: 'price' })).rejects.toThrow(/not attached to this run/);
  });

  test('a provider that fails is named, with its reason', async () => {
    const failing = new LetterEmbeddings('broken');
    failing.embedDocuments = () => Promise.reject(new Error('401 wrong key'));
    const work = runNode(
      rag,
      { root, operation: 'syncIndex', options: { workspace: 'failing' } },
      { embeddings: createEmbeddingsNode(failing) },
    );
    const error = (await work.catch((thrown: unknown) => thrown)) as { type: string; message: string };
    expect(error.type).toBe('EMBEDDING_FAILED');
    expect(error.message).toContain('401 wrong key');
  });
});
