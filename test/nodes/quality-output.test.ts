/** Answers of low quality, rerankers, text formats and feedback, as the nodes offer them. */
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runNode, runOutputs, type Surroundings } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const QUERY = 'where are webhook signatures checked?';
const ask = (parameters: INodeParameters, surroundings?: Surroundings, node: INodeType = new NODES.HybridContext()) =>
  runOutputs(node, { root, operation: 'getContext', query: QUERY, ...parameters }, surroundings);
const count = (outputs: readonly unknown[][]): number[] => outputs.map(({ length }) => length);

describe('second output', () => {
  const always = { options: { qualityMinimum: 1 } };
  const never = { options: { qualityMinimum: 0 } };

  test('one output as long as none is asked for', async () => {
    expect(count(await ask(always))).toEqual([1]);
  });
  test('answers below the minimum come out of the second one, with advice', async () => {
    const outputs = await ask({ ...always, lowQualityOutput: true });
    expect(count(outputs)).toEqual([0, 1]);
    expect(outputs[1]![0]).toMatchObject({ json: { quality: { lowQuality: true, advice: [expect.any(String)] } }, pairedItem: { item: 0 } });
    expect(count(await ask({ ...never, lowQualityOutput: true }))).toEqual([1, 0]);
  });
  test('each item goes its own way; errors stay in the first', async () => {
    const items = [[QUERY, 0], [QUERY, 1], ['', 1]].map(([query, least]) => ({ json: { query, least } }));
    const [answers, low] = await ask({ query: '={{ $json.query }}', lowQualityOutput: true, options: { qualityMinimum: '={{ $json.least }}' }, output: 'text' }, { items, onError: 'continueRegularOutput' });
    expect(answers!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(answers![1]!.json).toMatchObject({ error: { code: 'QUERY_EMPTY' } });
    expect(low!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
  });
  test('also of Enrich Action and of RAG Retrieve', async () => {
    const items = [{ json: { text: QUERY } }];
    expect(count(await ask({ ...always, operation: 'enrichAction', actionSource: 'item', lowQualityOutput: true }, { items }))).toEqual([0, 1]);
    const retrieved = await ask({ ...always, operation: 'retrieve', lowQualityOutput: true, output: 'items' }, {}, new NODES.RagRetrieve());
    expect(retrieved[0]).toHaveLength(0);
    expect(retrieved[1]!.length).toBeGreaterThan(0);
  });
  test('a tool has one output for all', async () => {
    expect(count(await ask({ ...always, lowQualityOutput: true }, { typeName: 'n8n-nodes-hybrid-context.hybridContextTool' }))).toEqual([1]);
  });
});

interface Document {
  readonly pageContent: string;
  readonly metadata: Record<string, unknown>;
}

function createReranker(compressDocuments: (documents: Document[], query: string) => Promise<Document[]>): INodeType {
  return {
    description: {
      displayName: 'Reranker', name: 'reranker', group: ['transform'], version: 1, description: '', defaults: { name: 'Reranker' },
      inputs: [], outputs: [NodeConnectionTypes.AiReranker], properties: [],
    },
    supplyData: async () => ({ response: { model: 'judge-v1', compressDocuments } }),
  };
}

interface Pack {
  readonly results: { readonly path: string; readonly why: Record<string, number> }[];
  readonly steps: { readonly step: string; readonly detail: string }[];
}
const places = async (surroundings: Surroundings): Promise<Pack> => {
  const [[item]] = (await ask({ mode: 'rag', simple: false, options: { includeCode: false } }, surroundings)) as [[{ json: object }]];
  return item.json as Pack;
};

describe('a Reranker sub-node', () => {
  test('orders the first results by its scores', async () => {
    const plain = await places({});
    const asked: string[] = [];
    const reversed = createReranker(async (documents, query) => {
      asked.push(query);
      return [...documents].reverse().map((document, place) => ({ ...document, metadata: { ...document.metadata, relevanceScore: 1 - place / 100 } }));
    });
    const { results, steps } = await places({ reranker: reversed });
    expect(asked).toEqual([QUERY]);
    expect(results[0]!.path).not.toBe(plain.results[0]!.path);
    expect(results[0]!.why.reranker).toBe(1);
    expect(steps).toContainEqual(expect.objectContaining({ step: 'rerank', status: 'ok', detail: expect.stringContaining('judge-v1') as string }));
  });
  test('without scores its order tells; what it drops comes later', async () => {
    const plain = await places({});
    const second = createReranker(async (documents) => [documents[1]!]);
    const { results } = await places({ reranker: second });
    expect(results[0]!.path).toBe(plain.results[1]!.path);
    expect(results).toHaveLength(plain.results.length);
  });
  test('one that fails costs its order, not the answer', async () => {
    const failing = createReranker(async () => {
      throw new Error('quota exceeded');
    });
    const { results, steps } = await places({ reranker: failing });
    expect(results.map(({ path }) => path)).toEqual((await places({})).results.map(({ path }) => path));
    expect(steps).toContainEqual(expect.objectContaining({ step: 'rerank', status: 'failed', detail: expect.stringContaining('quota exceeded') as string }));
  });
});

test.each([['xml', /^<context-\d{12} /], ['json', /^\{"note":/], ['markdown', /^Code between marks/]])('Text Format %s', async (textFormat, start) => {
  const [[item]] = (await ask({ output: 'text', options: { textFormat } })) as [[{ json: { text: string } }]];
  expect(item.json.text).toMatch(start);
});

describe('Record Feedback', () => {
  const tell = (parameters: INodeParameters) => runNode(new NODES.HybridContext(), { root, operation: 'recordFeedback', query: QUERY, ...parameters });

  test('is recorded, counted and forgotten', async () => {
    const [first] = await tell({ verdict: 'needed', feedbackFiles: 'src/signature.ts, src/server.ts' });
    expect(first!.json).toMatchObject({ recorded: 2, known: 2, warnings: [] });
    const [reset] = await tell({ verdict: 'reset' });
    expect(reset!.json).toMatchObject({ forgotten: 2, known: 0 });
  });
  test('says what is missing', async () => {
    await expect(tell({ verdict: 'useful', feedbackFiles: '' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
    await expect(tell({ verdict: 'useful', feedbackFiles: 'a.ts', options: { settings: '{"learning":{"enabled":false}}' } })).rejects.toMatchObject({ type: 'FEEDBACK_OFF' });
  });
});
