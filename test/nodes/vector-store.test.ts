/** A Vector Store sub-node, as n8n hands it over, behind RAG Retrieve and Hybrid Context. */
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import type { INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { LetterEmbeddings } from './support/embeddings';
import { createContext, runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';
import { createError } from '../../src/index';
import { getAttachedVectorStore } from '../../nodes/shared/vectorStore';

const { root } = useWorkspace();

function createStoreNode(response: unknown): INodeType {
  return {
    description: {
      displayName: 'Vector Store', name: 'vectorStore', group: ['transform'], version: 1, description: '', defaults: { name: 'Vector Store' },
      inputs: [], outputs: [NodeConnectionTypes.AiVectorStore], properties: [],
    },
    supplyData: () => Promise.resolve({ response }),
  };
}

/** As n8n's `logWrapper`: whatever goes through it ends up in the execution's data. */
const logged = (store: object, log: string[]): object =>
  new Proxy(store, { get: (target, name) => (log.push(String(name)), (target as Record<string | symbol, unknown>)[name]) });
const query = 'where are webhook signatures checked?';
const attach = async (response: unknown) => {
  const context = createContext(new NODES.RagRetrieve(), {}, { vectorStore: createStoreNode(response) });
  return (await getAttachedVectorStore(context, createError))!;
};

test.each([['alone', false], ['with a reranker of its own', true]])('the store %s holds places and hashes, no code, in the vectors of its own embedding', async (_, both) => {
  const [embeddings, log] = [new LetterEmbeddings('letters-of-the-store'), [] as string[]];
  const store = new MemoryVectorStore(embeddings);
  const response = both ? { reranker: {}, vectorStore: logged(store, log) } : logged(store, log);
  const parameters = { root, query, output: 'pack', options: { workspace: `store ${both}` } };
  const [item] = await runNode(new NODES.RagRetrieve(), parameters, { vectorStore: createStoreNode(response) });
  expect(item!.json.workspace).toMatchObject({ vectorBackend: 'store MemoryVectorStore', embeddingModel: 'letters-of-the-store' });
  expect((item!.json.items as { path: string }[]).map(({ path }) => path)).toContain('src/signature.ts');
  expect(store.memoryVectors.length).toBeGreaterThan(2);
  for (const { content, metadata } of store.memoryVectors) {
    expect(content).toBe(`${metadata.path}:${metadata.startLine}-${metadata.endLine}`);
    expect(Object.keys(metadata as object).sort()).toEqual(['endLine', 'hash', 'hybridContextId', 'hybridContextIndex', 'path', 'startLine']);
  }
  expect(JSON.stringify(store.memoryVectors)).not.toContain('timingSafeEqual');
  expect(log.filter((name) => name === 'addVectors' || name === 'similaritySearchVectorWithScore')).toEqual([]);
  const held = store.memoryVectors.length;
  await runNode(new NODES.HybridContext(), { ...parameters, operation: 'getContext' }, { vectorStore: createStoreNode(response) });
  expect(store.memoryVectors).toHaveLength(held);
});

test('a sub-node that cannot add vectors is refused by name', async () => {
  class SearchOnly {
    similaritySearchVectorWithScore(): Promise<[]> {
      return Promise.resolve([]);
    }
  }
  const run = runNode(new NODES.RagRetrieve(), { root, query }, { vectorStore: createStoreNode(new SearchOnly()) });
  await expect(run).rejects.toThrow('The vector store "SearchOnly" cannot hold an index: it has no addVectors');
});

test('stores that cannot delete say so, others delete by id', async () => {
  const { provider } = await attach(new MemoryVectorStore(new LetterEmbeddings('a')));
  expect(await provider.delete(['1'])).toBe(false);
  const gone: unknown[] = [];
  const able = Object.assign(new MemoryVectorStore(new LetterEmbeddings('a')), { delete: (parameters: unknown) => Promise.resolve(void gone.push(parameters)) });
  expect(await (await attach(able)).provider.delete(['1', '2'])).toBe(true);
  expect(gone).toEqual([{ ids: ['1', '2'] }]);
});

test('rows of others have no id', async () => {
  const store = new MemoryVectorStore(new LetterEmbeddings('a'));
  await store.addVectors([[1, 0]], [{ pageContent: 'theirs', metadata: {} } as never]);
  expect(await (await attach(store)).provider.search([1, 0], 3)).toEqual([{ id: '', score: 1 }]);
});

test('nodes without the input, and runs without a sub-node, have none', async () => {
  for (const node of [new NODES.RagRetrieve(), new NODES.AstAnalyze()]) {
    expect(await getAttachedVectorStore(createContext(node, {}), createError)).toBeUndefined();
  }
});
