/** The template "Review a pull request with impact context" over HTTP, as GitHub calls it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFileServer, type FileServer } from './support/file-server';
import { editWithDiff, restore } from './support/git';
import { copyFixture, postWebhook, publish, readTemplate, remove, type Json, type SavedWorkflow, type WebhookAnswer } from './support/n8n';
import { withSettings } from './support/settings';

interface Place {
  readonly path: string;
  readonly symbol: string;
}

interface Review {
  readonly pullRequest: { readonly number: number | null; readonly title: string | null; readonly url: string | null };
  readonly impact: {
    readonly base: string;
    readonly files: readonly Place[];
    readonly changes: readonly (Place & { readonly change: string; readonly breaking: boolean; readonly why: string })[];
    readonly callers: readonly (Place & { readonly distance: number })[];
    readonly risk: { readonly score: number; readonly level: string; readonly reasons: readonly string[] };
  };
  readonly context: { readonly text: string; readonly tokens: number; readonly budgetTokens: number; readonly items: readonly (Place & { readonly code: string })[] };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const PATH = 'pull-request-impact';
const PAYLOAD = JSON.parse(readFileSync(join(__dirname, 'fixtures/payloads/pull-request.json'), 'utf8')) as { pull_request: Json };
let root: string;
let diff: string;
let server: FileServer;
let workflow: SavedWorkflow | undefined;

beforeAll(async () => {
  root = copyFixture('shop');
  diff = editWithDiff(root, {
    'src/webhooks/signature.ts': ['secret: string): void {', 'secret: string, maxAgeMs: number): void {'],
    'src/cart/total.ts': ['return Math.round(exact);', 'return Math.ceil(exact);'],
  });
  server = await startFileServer({ '/shop/pull/42.diff': diff });
  const template = readTemplate('review-pull-request-with-impact-context.json');
  workflow = await publish(withSettings(template, { defaultRoot: root, diffUrlsBelow: server.url }), `webhook/${PATH}`);
});

afterAll(async () => {
  await remove(workflow);
  await server.close();
});

const payload = (diffUrl: string): Json => ({ ...PAYLOAD, pull_request: { ...PAYLOAD.pull_request, diff_url: diffUrl } });
const review = (body: unknown): Promise<WebhookAnswer<Review>> => postWebhook<Review>(PATH, body);
const refuse = (body: unknown): Promise<WebhookAnswer<Refusal>> => postWebhook<Refusal>(PATH, body);

function expectReview({ status, body }: WebhookAnswer<Review>, base: string): void {
  expect(status).toBe(200);
  expect(body.impact.base).toBe(base);
  expect(body.impact.changes.map(({ path, symbol, change, breaking }) => [path, symbol, change, breaking])).toEqual([
    ['src/webhooks/signature.ts', 'verifyWebhookSignature', 'signature', true],
    ['src/cart/total.ts', 'totalCart', 'body', false],
  ]);
  expect(body.impact.changes[0]?.why).toContain('maxAgeMs was added without a default');
  expect(body.impact.callers.map(({ path, symbol, distance }) => [path, symbol, distance])).toContainEqual(['src/webhooks/receive.ts', 'receivePayment', 1]);
  expect(body.impact.risk.score).toBeGreaterThan(0);
  expect(body.impact.risk.reasons.length).toBeGreaterThan(0);
  expect(body.context.items.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(['verifyWebhookSignature', 'receivePayment']));
  expect(body.context.tokens).toBeLessThanOrEqual(body.context.budgetTokens);
  expect(body.context.text).toContain('timingSafeEqual');
}

test("GitHub's payload: the diff is fetched, its impact and the code around it come back", async () => {
  const answer = await review(payload(`${server.url}shop/pull/42.diff`));
  expectReview(answer, 'after');
  expect(answer.body.pullRequest).toEqual({
    number: 42,
    title: 'Signatures may be of several ages',
    url: 'https://github.com/example-shop/shop/pull/42',
  });
  expect(server.seen).toContain('/shop/pull/42.diff');
});

test('a diff in the body, with a checkout of the base branch', async () => {
  restore(root);
  expectReview(await review({ diff, root }), 'before');
});

describe('what cannot be answered is refused with what, why and what to change', () => {
  test('an event without a diff, such as the ping of a new webhook', async () => {
    const { status, body } = await refuse({ zen: 'Keep it logically awesome.', hook_id: 1 });
    expect([status, body.code]).toEqual([422, 'DIFF_MISSING']);
    expect(body.fix).toContain('diffUrlsBelow');
  });

  test('a diff_url of another host is not asked', async () => {
    const other = await startFileServer({ '/x.diff': diff });
    try {
      const { status, body } = await refuse(payload(`${other.url}x.diff`));
      expect([status, body.code]).toEqual([422, 'DIFF_MISSING']);
      expect(other.seen).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('a diff that is not there', async () => {
    const { status, body } = await refuse(payload(`${server.url}shop/pull/43.diff`));
    expect([status, body.code]).toEqual([502, 'DIFF_NOT_FETCHED']);
    expect(body.message).toContain('404');
  });

  test('a folder that n8n may not read', async () => {
    const { status, body } = await refuse({ diff, root: '/etc' });
    expect([status, body.code]).toEqual([403, 'PATH_NOT_ALLOWED']);
  });

  test('text that is no diff changes nothing', async () => {
    const { status, body } = await review({ diff: 'hello', root });
    expect(status).toBe(200);
    expect(body.impact).toMatchObject({ base: 'unknown', files: [], changes: [] });
  });
});
