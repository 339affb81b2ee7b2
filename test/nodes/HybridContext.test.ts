import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const run = async (parameters: INodeParameters, items?: INodeExecutionData[]) =>
  await runNode(new NODES.HybridContext(), { root, ...parameters }, { items });

describe('Get Context', () => {
  const query = 'where are webhook signatures checked?';

  test('packs ranked code with the mode, its reasons, the quality and the timings', async () => {
    const [item] = await run({ query });
    const { items, mode, quality, timings, text, tokens, budgetTokens } = item!.json as {
      items: Array<Record<string, unknown>>;
      mode: { mode: string; reasons: string[] };
      quality: Record<string, unknown>;
      timings: Record<string, number>;
      text: string;
      tokens: number;
      budgetTokens: number;
    };
    expect(items.slice(0, 2).map(({ symbol }) => symbol)).toContain('verifySignature');
    expect(mode.reasons.length).toBeGreaterThan(0);
    expect(quality).toEqual({
      score: expect.any(Number) as number,
      lowQuality: expect.any(Boolean) as boolean,
      advice: expect.any(Array) as string[],
    });
    expect(Object.keys(timings).length).toBeGreaterThan(2);
    expect(text).toContain('src/signature.ts:3-8');
    expect(tokens).toBeLessThanOrEqual(budgetTokens);
    expect(items[0]).not.toHaveProperty('why');
    expect(items[0]).not.toHaveProperty('hash');
  });

  test('raw data keeps everything', async () => {
    const [item] = await run({ query, simple: false });
    const { items, quality } = item!.json as { items: object[]; quality: object };
    expect(items[0]).toHaveProperty('why');
    expect(items[0]).toHaveProperty('hash');
    expect(quality).toHaveProperty('features');
  });

  test('the budget is kept', async () => {
    const [item] = await run({ query, output: 'text', options: { budgetTokens: 150 } });
    expect(item!.json.tokens).toBeLessThanOrEqual(150);
  });

  test.each(['ast', 'rag', 'ast_first', 'rag_first', 'parallel'])('the mode %s is obeyed', async (mode) => {
    const [item] = await run({ query: 'verifySignature', mode });
    expect(item!.json.mode).toMatchObject({ requested: mode, mode });
  });

  test('without a mode the settings choose', async () => {
    const settings = JSON.stringify({ hybrid_mode: { default_mode: 'rag' } });
    const [given] = await run({ query, options: { settings } });
    expect(given!.json.mode).toMatchObject({ mode: 'rag' });
    const [automatic] = await run({ query });
    expect(automatic!.json.mode).toMatchObject({ requested: 'automatic' });
  });

  test('a position counts', async () => {
    const options = { filePath: 'src/price.ts', line: 15 };
    const [item] = await run({ query: 'what does this do?', output: 'items', options });
    expect(item!.json).toMatchObject({ path: 'src/price.ts' });
  });

  test('an answer without results says so in the items output', async () => {
    const options = { settings: { hybrid_mode: { rag_fallback_enabled: false } } };
    const parameters = { query: 'qqqzzzxxx', mode: 'ast', options };
    const [item, ...others] = await run({ ...parameters, output: 'items' });
    expect(others).toEqual([]);
    expect(item!.json).toMatchObject({ results: 0, query: 'qqqzzzxxx', mode: 'ast' });
    const [text] = await run({ ...parameters, output: 'text' });
    expect(text!.json).toMatchObject({ references: [], lowQuality: true });
  });
});

describe('Enrich Action', () => {
  const operation = 'enrichAction';
  const found = (item?: INodeExecutionData, field = 'context') =>
    (item!.json[field] as { items: Array<{ symbol: string }> }).items.map(({ symbol }) => symbol);

  test('adds the context and removes nothing, binary data included', async () => {
    const json = {
      type: 'error',
      text: 'Error: Prices of different currencies cannot be added.',
      ticket: { id: 7, tags: ['billing', null] },
      severity: 'high',
    };
    const binary = { screenshot: { data: 'aGk=', mimeType: 'image/png' } };
    const [item] = await run({ operation }, [{ json, binary }]);
    const { context, ...rest } = item!.json;
    expect(rest).toEqual(json);
    expect(context).toHaveProperty('text');
    expect(found(item).slice(0, 2)).toContain('addPrices');
    expect(item!.binary).toEqual(binary);
  });

  test('a file and a line lead to the code there', async () => {
    const [item] = await run({ operation }, [{ json: { filePath: 'src/cart.ts', line: 26 } }]);
    expect(found(item)[0]).toMatch(/Cart/);
  });

  test('a GitHub payload is understood, as a Webhook node gives it and by itself', async () => {
    const body = {
      action: 'opened',
      issue: { number: 3, title: 'Bad signature for valid webhooks', body: 'verifySignature fails' },
      repository: { full_name: 'acme/shop' },
    };
    const [whole] = await run({ operation }, [{ json: { headers: {}, query: {}, body } }]);
    expect(whole!.json.body).toEqual(body);
    expect(found(whole).slice(0, 2)).toContain('verifySignature');
    const given = { operation, actionSource: 'json', action: '={{ $json.body }}' };
    const [bare] = await run(given, [{ json: { body } }]);
    expect(bare!.json).toMatchObject(body);
    expect(found(bare).slice(0, 2)).toContain('verifySignature');
  });

  test('the context can go into another field', async () => {
    const json = { text: 'format a price', context: 'mine' };
    const options = { contextField: 'code' };
    const [item] = await run({ operation, options }, [{ json }]);
    expect(item!.json.context).toBe('mine');
    expect(found(item, 'code').length).toBeGreaterThan(0);
  });

  test('an action given as JSON text works as well', async () => {
    const action = '{"type": "chat", "text": "how is a cart totalled?"}';
    const [item] = await run({ operation, actionSource: 'json', action, simple: false });
    expect(item!.json.type).toBe('chat');
    expect((item!.json.context as { quality: object }).quality).toHaveProperty('features');
  });
});
