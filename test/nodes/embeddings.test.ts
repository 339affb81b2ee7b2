import { createContext } from './support/host';
import type { EmbeddingProvider } from '../../src/index';
import { getAttachedEmbeddings, recallProvider, rememberProvider } from '../../nodes/shared/embeddings';
import { createEmbeddingsNode, LetterEmbeddings, logCalls } from './support/embeddings';
import { NODES } from './support/nodes';

const attach = async (response: unknown) => {
  const context = createContext(
    new NODES.RagRetrieve(),
    {},
    { embeddings: createEmbeddingsNode(response) },
  );
  return await getAttachedEmbeddings(context);
};

test('without a sub-node, and in nodes without the input, there is none', async () => {
  const rag = createContext(new NODES.RagRetrieve(), {});
  const ast = createContext(new NODES.AstAnalyze(), {});
  expect(await getAttachedEmbeddings(rag)).toBeUndefined();
  expect(await getAttachedEmbeddings(ast)).toBeUndefined();
});

test('documents stay out of the run log of n8n, queries show in it', async () => {
  const log: unknown[] = [];
  const instance = new LetterEmbeddings('letters-1');
  const attached = (await attach(logCalls(instance, log)))!;
  expect(attached.provider.model).toBe('letters-1');
  const [vector] = await attached.provider.embedDocuments(['secret source code']);
  expect(vector).toHaveLength(26);
  expect(log).toEqual([]);
  await attached.provider.embedQuery('a question');
  expect(log).toEqual([{ query: 'a question' }]);
  expect(instance.calls).toEqual(['documents 1', 'query']);
});

test('what is kept for later executions never writes into the run log of this one', async () => {
  const log: unknown[] = [];
  const attached = (await attach(logCalls(new LetterEmbeddings('letters-1'), log)))!;
  expect(await attached.lasting.embedQuery('abc')).toEqual(await attached.lasting.embedQuery('cba'));
  await attached.lasting.embedDocuments(['abc']);
  expect(log).toEqual([]);
});

test('looking behind the proxy leaves no trace on the instance', async () => {
  const instance = new LetterEmbeddings('letters-1');
  const before = Reflect.ownKeys(instance);
  await attach(logCalls(instance, []));
  expect(Reflect.ownKeys(instance)).toEqual(before);
});

test('an instance that cannot be looked behind is used through its proxy', async () => {
  const log: unknown[] = [];
  const instance = Object.freeze(new LetterEmbeddings('letters-1'));
  const attached = (await attach(logCalls(instance, log)))!;
  await attached.lasting.embedQuery('abc');
  expect(log).toHaveLength(1);
});

test.each([
  [{ model: 'm', modelName: 'n' }, 'm'],
  [{ modelName: 'n' }, 'n'],
  [{ model: '', modelName: '' }, 'LetterEmbeddings'],
])('the model of %p is named %s', async (fields, expected) => {
  const instance = Object.assign(new LetterEmbeddings(undefined), { model: undefined }, fields);
  expect((await attach(instance))!.provider.model).toBe(expected);
});

test('the providers of the 20 workspaces used last are remembered', () => {
  const provider = (model: string): EmbeddingProvider => ({
    model,
    embedDocuments: async () => [],
    embedQuery: async () => [],
  });
  for (let i = 0; i < 20; i++) rememberProvider(`workspace ${i}`, provider(`model ${i}`));
  expect(recallProvider('workspace 0')?.model).toBe('model 0');
  rememberProvider('workspace 20', provider('model 20'));
  expect(recallProvider('workspace 0')?.model).toBe('model 0');
  expect(recallProvider('workspace 1')).toBeUndefined();
  expect(recallProvider('workspace 20')?.model).toBe('model 20');
  rememberProvider('workspace 0', provider('newer'));
  expect(recallProvider('workspace 0')?.model).toBe('newer');
});
