/** What leaves the engine as code: no secrets, nothing invisible, in a frame that code cannot leave. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/kernel';
import { addFiles, cleanUp, depot, FRESH, openTestEngine } from './support';

const TOKEN = `ghp_aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7`;
let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = depot();
  addFiles(root, {
    'src/deploy/publish.ts': `/** Publishes the release notes to the hosting service. */\nexport function publishReleaseNotes(notes: string): void {\n  send(notes, '${TOKEN}');\n  if (notes) {\u202e\n    again();\n  }\n}\n`,
    'src/deploy/defaults.ts': "export function connectToRegistry(user: string, password = 'hunter2-for-all') {\n  return [user, password];\n}\n\nexport const releaseRegistry = 1;\n",
  });
});
afterAll(cleanUp);

const ask = (query: string, more: object = {}) => engine.getContext({ root, query, settings: FRESH, ...more });

test.each(['markdown', 'xml', 'json'] as const)('secrets are taken out and counted in %s; lines stay', async (format) => {
  const pack = await ask('publishReleaseNotes', { format });
  expect(pack.format).toBe(format);
  expect(JSON.stringify(pack)).not.toContain(TOKEN);
  const item = pack.items.find(({ path }) => path === 'src/deploy/publish.ts')!;
  expect(item.code).toContain("send(notes, '[redacted: github-token]');");
  expect(item.code).toContain('⟦U+202E⟧');
  expect(item.code.split('\n')).toHaveLength(item.endLine - item.startLine + 1);
  expect(pack.redactions.kinds['github-token']).toBe(1);
  expect(pack.redactions.invisible).toBeGreaterThanOrEqual(1);
  expect(pack.steps).toContainEqual({ step: 'redact', status: 'note', detail: expect.stringContaining('1 github-token') as string });
});

test('heads of declarations are code as well', async () => {
  const pack = await ask('releaseRegistry', { mode: 'ast' });
  expect(JSON.stringify(pack)).not.toContain('hunter2-for-all');
  expect(JSON.stringify(pack)).toContain('[redacted: password]');
});

test('structural context shows no secret either', async () => {
  const context = await engine.structuralContext({ root, filePath: 'src/deploy/publish.ts', line: 3 });
  expect(JSON.stringify(context)).not.toContain(TOKEN);
  expect(context.code.text).toContain('[redacted: github-token]');
});

test('code without secrets is the code of the file', async () => {
  const pack = await ask('verifyWebhookSignature');
  const lines = readFileSync(join(root, 'src/http/signature.ts'), 'utf8').split('\n');
  const item = pack.items.find(({ path }) => path === 'src/http/signature.ts')!;
  expect(item.code).toBe(lines.slice(item.startLine - 1, item.endLine).join('\n'));
  expect(pack.redactions).toEqual({ secrets: 0, kinds: {}, invisible: 0 });
});

test('every answer has a mark of its own, and the same items', async () => {
  const [one, other] = [await ask('ledger entries'), await ask('ledger entries')];
  const markOf = (text: string): string => /\[(\d{12})\]/.exec(text)![1]!;
  expect(markOf(one.text)).not.toBe(markOf(other.text));
  expect(one.items).toEqual(other.items);
  expect(one.outlines).toEqual(other.outlines);
  expect(one.text.replaceAll(markOf(one.text), '#')).toBe(other.text.replaceAll(markOf(other.text), '#'));
});

test('an unknown format is refused', async () => {
  await expect(ask('x', { format: 'html' })).rejects.toMatchObject({ code: 'VALUE_INVALID' });
});
