import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Surroundings } from './support/host';
import { allowFolders, createContext, runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { allowed, root } = useWorkspace();
const outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));

const hybrid = async (parameters: INodeParameters, surroundings?: Surroundings) =>
  await runNode(new NODES.HybridContext(), { root, query: 'price', ...parameters }, surroundings);
const analyze = async (filePath: string, parameters: INodeParameters = {}) =>
  await runNode(new NODES.AstAnalyze(), { root, operation: 'analyzeFile', filePath, ...parameters });
const failureOf = async (work: Promise<unknown>): Promise<NodeOperationError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(NodeOperationError);
  return error as NodeOperationError;
};
const itemsOf = (...queries: string[]) => queries.map((query) => ({ json: { query } }));
const perItem = { query: '={{ $json.query }}', output: 'text' };

describe('several items', () => {
  test('each is one call, in order, paired with its item', async () => {
    const items = Array.from({ length: 9 }, (_, i) => ({ json: { query: `price ${i}`, limit: (i % 3) + 1 } }));
    const parameters = {
      query: '={{ $json.query }}',
      output: 'items',
      options: { maxResults: '={{ $json.limit }}' },
    };
    const output = await hybrid(parameters, { items });
    const paired = output.map(({ pairedItem }) => (pairedItem as { item: number }).item);
    expect(paired).toEqual([0, 1, 1, 2, 2, 2, 3, 4, 4, 5, 5, 5, 6, 7, 7, 8, 8, 8]);
  });

  test('no items in, no items out, and nothing is started', async () => {
    expect(await hybrid({ root: '' }, { items: [] })).toEqual([]);
  });

  test('an error names the first item that failed, and what to change', async () => {
    const error = await failureOf(hybrid(perItem, { items: itemsOf('a', 'b', '', 'c', '') }));
    expect(error.context.itemIndex).toBe(2);
    expect(error.message).toBe('The query is empty.');
    expect(error.description).toContain('Say what to look for');
  });
});

describe('Continue On Fail', () => {
  test('the failed item becomes an item that holds the error', async () => {
    const items = itemsOf('price', '', 'cart');
    const surroundings: Surroundings = { items, onError: 'continueRegularOutput' };
    const output = await hybrid(perItem, surroundings);
    expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
    expect(output[1]!.json).toEqual({
      error: {
        code: 'QUERY_EMPTY',
        message: 'The query is empty.',
        fix: expect.any(String) as string,
      },
    });
    expect(output[2]!.json.text).toContain('Cart');
  });

  const action = { json: { type: 'noise', id: 4 }, binary: { file: { data: '', mimeType: 'a/b' } } };

  test('an action that could not be enriched goes on with the error added', async () => {
    const surroundings: Surroundings = { items: [action], onError: 'continueRegularOutput' };
    const [item] = await hybrid({ operation: 'enrichAction' }, surroundings);
    expect(item!.json).toMatchObject({ type: 'noise', id: 4, error: { code: 'ACTION_INVALID' } });
    expect(item!.binary).toEqual(action.binary);
  });

  test('for the error output it holds the error only: n8n adds the rest', async () => {
    const surroundings: Surroundings = { items: [action], onError: 'continueErrorOutput' };
    const [item] = await hybrid({ operation: 'enrichAction' }, surroundings);
    expect(Object.keys(item!.json)).toEqual(['error']);
    expect(item!.binary).toEqual(action.binary);
  });

  test('settings that are wrong are an error of each item', async () => {
    const options = { settings: { hybrid_mode: { ast_threshold: 7 } } };
    const output = await hybrid(
      { ...perItem, options },
      { items: itemsOf('a', 'b'), onError: 'continueRegularOutput' },
    );
    const codes = output.map(({ json }) => (json.error as { code: string }).code);
    expect(codes).toEqual(['SETTINGS_INVALID', 'SETTINGS_INVALID']);
  });
});

describe('cancellation', () => {
  test('before the start', async () => {
    const error = await failureOf(hybrid({}, { signal: AbortSignal.abort() }));
    expect(error.type).toBe('CANCELLED');
  });

  test('while it runs: it ends although it should continue on fail', async () => {
    const big = join(allowed, 'big');
    mkdirSync(big);
    for (let i = 0; i < 400; i++) {
      writeFileSync(join(big, `file${i}.ts`), `export function name${i}() { return ${i}; }\n`.repeat(50));
    }
    const controller = new AbortController();
    const context = createContext(
      new NODES.RagRetrieve(),
      { root: big, operation: 'syncIndex' },
      { signal: controller.signal, onError: 'continueRegularOutput' },
    );
    const running = new NODES.RagRetrieve().execute.call(context);
    const isFilePathBlocked = context.helpers.isFilePathBlocked.bind(context.helpers);
    // The first question about a file shows that the work has begun.
    await new Promise<void>((resolve) => {
      context.helpers.isFilePathBlocked = (path) => {
        resolve();
        return isFilePathBlocked(path);
      };
    });
    controller.abort();
    expect((await failureOf(running)).type).toBe('CANCELLED');
  });
});

describe('file access', () => {
  beforeAll(() => {
    writeFileSync(join(outside, 'secret.ts'), 'export function topSecret() {}\n');
    symlinkSync(join(outside, 'secret.ts'), join(root, 'src/leak.ts'));
    symlinkSync(outside, join(root, 'src/leaks'));
    symlinkSync(outside, join(allowed, 'elsewhere'));
    mkdirSync(join(root, 'blocked/.git'), { recursive: true });
    writeFileSync(join(root, 'blocked/.git/hook.ts'), 'export function gitHook() {}\n');
  });
  afterEach(() => allowFolders(allowed));

  test.each([
    ['a folder that n8n does not allow', outside],
    ['a link to one', join(allowed, 'elsewhere')],
    ['the folder above the allowed one', join(allowed, '..')],
  ])('%s is refused', async (_, folder) => {
    const error = await failureOf(hybrid({ root: folder }));
    expect(error.type).toBe('PATH_NOT_ALLOWED');
    expect(error.description).toContain('N8N_RESTRICT_FILE_ACCESS_TO');
  });

  test('links out of the root and blocked patterns are never indexed', async () => {
    const items = await hybrid({ query: 'topSecret gitHook', output: 'items' });
    const paths = items.map(({ json }) => json.path as string);
    expect(paths.filter((path) => /leak|\.git/.test(path))).toEqual([]);
  });

  test.each([
    ['src/leak.ts', /PATH_OUTSIDE_ROOT|PATH_NOT_ALLOWED/],
    ['src/leaks/secret.ts', /PATH_OUTSIDE_ROOT|PATH_NOT_ALLOWED/],
    ['../../etc/passwd', /PATH_OUTSIDE_ROOT/],
    ['blocked/.git/hook.ts', /PATH_NOT_ALLOWED/],
    ['src/nothing.ts', /FILE_NOT_FOUND/],
    ['src', /FILE_NOT_A_FILE/],
  ])('the file %s is refused', async (filePath, code) => {
    expect((await failureOf(analyze(filePath))).type).toMatch(code);
  });

  test('a restriction that comes later counts for a workspace that is indexed already', async () => {
    await hybrid({});
    allowFolders(outside);
    expect((await failureOf(hybrid({}))).type).toBe('PATH_NOT_ALLOWED');
  });
});

describe('bad input', () => {
  const empty = join(allowed, 'empty');
  beforeAll(() => mkdirSync(empty));

  test.each<[string, INodeParameters, string]>([
    ['no root', { root: '' }, 'ROOT_MISSING'],
    ['a root of spaces', { root: '  ' }, 'ROOT_MISSING'],
    ['a relative root', { root: 'src' }, 'ROOT_NOT_ABSOLUTE'],
    ['a root that does not exist', { root: join(allowed, 'gone') }, 'ROOT_NOT_FOUND'],
    ['a root that is a file', { root: join(root, 'src/cart.ts') }, 'ROOT_NOT_DIRECTORY'],
    ['an empty folder', { root: empty }, 'WORKSPACE_EMPTY'],
    ['an empty query', { query: ' \n' }, 'QUERY_EMPTY'],
    ['a limit of 0', { options: { maxResults: 0 } }, 'VALUE_OUT_OF_RANGE'],
    ['a huge limit', { options: { maxResults: 1e9 } }, 'VALUE_OUT_OF_RANGE'],
    ['a limit that is no number', { options: { maxResults: 'many' } }, 'VALUE_INVALID'],
    ['an unknown mode', { mode: 'magic' }, 'VALUE_INVALID'],
    ['a tiny budget', { options: { budgetTokens: 1 } }, 'VALUE_OUT_OF_RANGE'],
    ['settings that are no JSON', { options: { settings: '{oops' } }, 'VALUE_INVALID'],
    ['settings that are a list', { options: { settings: '[1]' } }, 'VALUE_INVALID'],
    ['unknown settings', { options: { settings: { nonsense: { a: 1 } } } }, 'SETTINGS_INVALID'],
    ['an action that is a text', { operation: 'enrichAction', actionSource: 'json', action: '"x"' }, 'VALUE_INVALID'],
    ['an action that says nothing', { operation: 'enrichAction' }, 'ACTION_INVALID'],
  ])('%s is a clear error', async (_, parameters, code) => {
    const error = await failureOf(hybrid(parameters));
    expect(error.type).toBe(code);
    expect(error.description).toBeTruthy();
    expect(error.context.itemIndex).toBe(0);
  });

  test('numbers as text, empty options and patterns in lines are taken', async () => {
    const options = {
      maxResults: '2',
      budgetTokens: '',
      include: 'src/\ndocs/\n',
      exclude: ['docs/'],
      settings: '',
      maxAnalysisTime: 1.5,
      fusion: 'reciprocal_ranks',
      workspace: ' patterns ',
    };
    const [item] = await hybrid({ options });
    expect(item!.json.items).toHaveLength(2);
    expect(item!.json.workspace).toMatchObject({ name: 'patterns' });
  });

  test('a query of 1 MB is cut, and the answer says so', async () => {
    const [item] = await hybrid({ query: 'price '.repeat(180_000), output: 'pack' });
    expect(JSON.stringify(item!.json.steps)).toContain('characters');
  });

  test('an expression that is no text is used as text', async () => {
    const [item] = await hybrid({ query: '={{ { symbol: "verifySignature" } }}' });
    expect(JSON.stringify(item!.json.items)).toContain('verifySignature');
  });

  test('an operation that does not exist is named', async () => {
    const context = createContext(new NODES.AstAnalyze(), { root });
    const get = context.getNodeParameter.bind(context);
    const explode = (name: string, index: number) => (name === 'operation' ? 'explode' : get(name, index));
    Object.assign(context, { getNodeParameter: explode });
    const error = await failureOf(new NODES.AstAnalyze().execute.call(context));
    expect(error.message).toContain('"explode" is unknown');
  });
});
