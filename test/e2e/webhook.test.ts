/** The template "Enrich an issue with code context" over HTTP, as a user or GitHub calls it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  callApi,
  copyFixture,
  postWebhook,
  publish,
  readState,
  readTemplate,
  remove,
  withNodes,
  type Json,
  type SavedWorkflow,
  type WebhookAnswer,
} from './support/n8n';

interface Item {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string;
  readonly code: string;
}

interface Answer {
  readonly items: readonly Item[];
  readonly text: string;
  readonly tokens: number;
  readonly budgetTokens: number;
  readonly mode: { readonly mode: string; readonly reasons: readonly string[] };
  readonly quality: { readonly score: number; readonly lowQuality: boolean };
  readonly timings: Json;
  readonly steps: readonly Json[];
  readonly latencyMs: number;
  readonly workspace: { readonly files: number; readonly vectorBackend: string };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const PATH = 'code-context';
const SIGNATURE_QUESTION = 'where are webhook signatures checked?';
const state = readState();
let root: string;
let workflow: SavedWorkflow | undefined;

beforeAll(async () => {
  root = copyFixture('shop');
  const template = readTemplate('enrich-issue-with-code-context.json');
  workflow = await publish(
    withNodes(template, (node) =>
      node.name === 'Settings' ? { ...node, parameters: setDefaultRoot(node.parameters, root) } : node,
    ),
    `webhook/${PATH}`,
  );
});

afterAll(() => remove(workflow));

/** What the template's note asks for, so that GitHub, which sends no root, is answered. */
function setDefaultRoot(parameters: Json, value: string): Json {
  const { assignments } = parameters['assignments'] as { assignments: { name: string; value: unknown }[] };
  return {
    ...parameters,
    assignments: {
      assignments: assignments.map((entry) => (entry.name === 'defaultRoot' ? { ...entry, value } : entry)),
    },
  };
}

function ask(body: Json): Promise<WebhookAnswer<Answer>> {
  return postWebhook<Answer>(PATH, { root, ...body });
}

function refuse(body: Json | string): Promise<WebhookAnswer<Refusal>> {
  return postWebhook<Refusal>(PATH, body);
}

function expectLive(item: Item): void {
  const lines = readFileSync(join(root, item.path), 'utf8').split('\n');
  expect(item.code.trimEnd()).toBe(lines.slice(item.startLine - 1, item.endLine).join('\n').trimEnd());
}

describe('a question', () => {
  test('comes back with the code, read live, the mode and why, quality and timings', async () => {
    const { status, body } = await ask({ query: SIGNATURE_QUESTION });
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({ path: 'src/webhooks/signature.ts' });
    expect(body.items.map((item) => item.symbol).join()).toContain('verifyWebhookSignature');
    body.items.forEach(expectLive);
    expect(body.mode.reasons.length).toBeGreaterThan(0);
    expect(body.quality.score).toBeGreaterThanOrEqual(0);
    expect(body.quality.score).toBeLessThanOrEqual(1);
    expect(Object.keys(body.timings).length).toBeGreaterThan(0);
    expect(body.tokens).toBeLessThanOrEqual(body.budgetTokens);
    expect(body.workspace.files).toBeGreaterThanOrEqual(5);
  });

  test('a symbol and a position are found by structure', async () => {
    const bySymbol = await ask({ query: 'applyDiscount' });
    expect(bySymbol.body.items[0]).toMatchObject({ path: 'src/cart/total.ts', symbol: 'applyDiscount' });
    const byPosition = await ask({ query: 'src/mail/send.ts:8' });
    expect(byPosition.body.items[0]).toMatchObject({ path: 'src/mail/send.ts', symbol: 'sendReceipt' });
  });

  test('a changed file is answered as it is now', async () => {
    const path = join(root, 'src', 'cart', 'total.ts');
    const before = readFileSync(path, 'utf8');
    await ask({ query: 'applyDiscount' });
    writeFileSync(path, `// Rounding rules: see the accountant.\n\n${before.replace('applyDiscount', 'applyVoucher')}`);
    try {
      const { body } = await ask({ query: 'applyVoucher' });
      expect(body.items[0]).toMatchObject({ path: 'src/cart/total.ts', symbol: 'applyVoucher' });
      body.items.forEach(expectLive);
    } finally {
      writeFileSync(path, before);
    }
  });

  test('many at once are answered, each with its own answer', async () => {
    const questions = ['verifyWebhookSignature', 'totalCart', 'loadConfig', 'sendReceipt'];
    const asked = Array.from({ length: 20 }, (_, index) => questions[index % 4] ?? '');
    const answers = await Promise.all(asked.map((query) => ask({ query })));
    answers.forEach(({ status, body }, index) => {
      expect(status).toBe(200);
      expect(body.items[0]?.symbol).toBe(asked[index]);
    });
  });
});

test("a GitHub issue's payload is enriched from its title, text and stack trace", async () => {
  const { status, body } = await postWebhook<Answer>(PATH, {
    action: 'opened',
    issue: {
      number: 7,
      title: 'Receipts are mailed although the signature is wrong',
      body: 'SignatureError: The signature does not match.\n    at verifyWebhookSignature (src/webhooks/signature.ts:12:11)',
      user: { login: 'octocat' },
    },
    repository: { full_name: 'shop/shop' },
    sender: { login: 'octocat' },
  });
  expect(status).toBe(200);
  expect(body.items.map((item) => item.path)).toContain('src/webhooks/signature.ts');
  body.items.forEach(expectLive);
});

describe('bad input is refused with what, why and what to change', () => {
  test('JSON that is not JSON', async () => {
    const response = await fetch(`${state.url}/webhook/${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query": ',
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Failed to parse request body');
  });

  test('an empty body and an empty query', async () => {
    expect((await refuse({ root })).body.code).toMatch(/ACTION_INVALID|QUERY_EMPTY/);
    const empty = await refuse({ root, query: '  ' });
    expect(empty.body.code).toBe('QUERY_EMPTY');
    expect(empty.status).toBe(400);
    expect(empty.body.fix).not.toBe('');
  });

  test('a query of 1 MB is answered from its beginning, and the answer says so', async () => {
    const { status, body } = await ask({ query: `verifyWebhookSignature ${'where '.repeat(170_000)}` });
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({ path: 'src/webhooks/signature.ts' });
    expect(JSON.stringify(body.steps)).toMatch(/32,?768 .*characters|characters.*32,?768/);
  });

  test('a query of 5 MB is refused', async () => {
    const { status, body } = await refuse({ root, query: 'where '.repeat(850_000) });
    expect([status, body.code]).toEqual([413, 'QUERY_TOO_LARGE']);
  });

  test.each([
    ['that is relative', () => 'src', 'ROOT_NOT_ABSOLUTE', 400],
    ['that does not exist', () => join(root, 'nowhere'), 'ROOT_NOT_FOUND', 404],
    ['that is a file', () => join(root, 'README.md'), 'ROOT_NOT_DIRECTORY', 400],
    ['outside the folders that n8n may read', () => tmpdir(), 'PATH_NOT_ALLOWED', 403],
    ['that leads out by ..', () => `${root}/../../..`, 'PATH_NOT_ALLOWED', 403],
    ["in n8n's own folder", () => join(state.userFolder, '.n8n'), 'PATH_NOT_ALLOWED', 403],
    ['that is a link to outside', linkOutside, 'PATH_NOT_ALLOWED', 403],
    ['without files', () => mkdtempSync(join(state.root, 'empty-')), 'WORKSPACE_EMPTY', 422],
  ])('a root %s', async (_title, makeRoot, code, status) => {
    const answer = await refuse({ root: makeRoot(), query: SIGNATURE_QUESTION });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.message).not.toBe('');
    expect(answer.body.fix).not.toBe('');
  });

  test('a root that is not text', async () => {
    const answer = await refuse({ root: { path: root }, query: SIGNATURE_QUESTION });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.message).not.toBe('');
  });

  test('a link to outside inside the root gives nothing away', async () => {
    const mixed = copyFixture('shop');
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'secret.ts'), 'export const verifyWebhookSignatureSecret = "outside";\n');
    symlinkSync(outside, join(mixed, 'src', 'linked'));
    symlinkSync(join(outside, 'secret.ts'), join(mixed, 'src', 'linked-file.ts'));
    const { status, body } = await postWebhook<Answer>(PATH, { root: mixed, query: 'verifyWebhookSignatureSecret' });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('"outside"');
  });
});

function linkOutside(): string {
  const link = join(mkdtempSync(join(state.root, 'links-')), 'etc');
  symlinkSync('/etc', link);
  return link;
}

test('binary, broken and huge files do not stop an answer, which counts what was skipped', async () => {
  const odd = copyFixture('shop');
  mkdirSync(join(odd, 'odd'));
  writeFileSync(join(odd, 'odd', 'image.ts'), Buffer.from([0x89, 0x50, 0, 0, 0, 1, 2, 3]));
  writeFileSync(join(odd, 'odd', 'broken.ts'), 'export function broken( { return ]');
  writeFileSync(join(odd, 'odd', 'latin1.ts'), Buffer.from('export const price = "3 \xa3";\n', 'latin1'));
  writeFileSync(join(odd, 'odd', 'huge.ts'), Buffer.alloc(200 * 1024 * 1024, 'x'));
  const { status, body } = await postWebhook<Answer & { workspace: { skippedCount: number } }>(PATH, {
    root: odd,
    query: SIGNATURE_QUESTION,
  });
  expect(status).toBe(200);
  expect(body.items[0]).toMatchObject({ path: 'src/webhooks/signature.ts' });
  expect(body.workspace.skippedCount).toBe(2);
});

test("no execution is kept, and returned code is nowhere in n8n's database", async () => {
  const marker = `marker_${Date.now().toString(36)}_of_live_code`;
  writeFileSync(join(root, 'src', 'marker.ts'), `export function findTheMarker() {\n  return '${marker}';\n}\n`);
  const { body } = await ask({ query: 'findTheMarker' });
  expect(JSON.stringify(body)).toContain(marker);
  const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow?.id }));
  const executions = await callApi<{ count: number; results: unknown[] }>('GET', `/rest/executions?filter=${filter}`);
  expect(executions.results).toEqual([]);
  const folder = join(state.userFolder, '.n8n');
  const databases = readdirSync(folder).filter((file) => file.startsWith('database.sqlite'));
  expect(databases).not.toEqual([]);
  for (const file of databases) expect(readFileSync(join(folder, file)).includes(marker)).toBe(false);
});
