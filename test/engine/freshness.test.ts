/** Files change under the engine's hands; what it answers is what the disk holds. */
import { appendFileSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, PathAccess } from '../../src/kernel';
import { addFiles, cleanUp, comparable, depot, FRESH, linesOnDisk, openTestEngine } from './support';

const SIGNATURE = 'src/http/signature.ts';
const QUERY = 'webhook signature verification';
/** A time that can be set exactly as it was. */
const WHOLE_SECOND = new Date('2024-03-01T12:00:00Z');

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
});
beforeEach(() => {
  root = depot();
  utimesSync(join(root, SIGNATURE), WHOLE_SECOND, WHOLE_SECOND);
});
afterAll(cleanUp);

const ask = (query = QUERY) => engine.getContext({ root, query, settings: FRESH });
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));

/** Changes a file so that neither its size nor its time tells. */
function editSecretly(path: string, from: string, to: string): void {
  expect(to).toHaveLength(from.length);
  const before = statSync(join(root, path));
  edit(path, (text) => text.replaceAll(from, to));
  utimesSync(join(root, path), WHOLE_SECOND, WHOLE_SECOND);
  expect(statSync(join(root, path))).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
}

/** Access that lets all pass and runs something when the files of an answer are about to be read. */
function whenRead(action: () => void): PathAccess {
  return {
    isAllowed: async (paths) => {
      const isListing = paths.some((path) => path.endsWith('retry.js')) && paths.some((path) => path.endsWith('report.py'));
      if (!isListing && paths.includes(join(root, SIGNATURE))) action();
      return paths.map(() => true);
    },
  };
}

test('an edit between two questions', async () => {
  await ask();
  edit(SIGNATURE, (text) => `// first line\n${text.replace('sha256', 'sha512')}`);
  const { items } = await ask();
  const item = items.find(({ path }) => path === SIGNATURE)!;
  expect(item.code).toContain('sha512');
  expect(item.code).toBe(linesOnDisk(root, item));
});

test('a new file, a renamed one, a deleted one', async () => {
  await ask();
  addFiles(root, { 'src/new/tide.ts': 'export function highTide(): number {\n  return 7;\n}\n' });
  renameSync(join(root, SIGNATURE), join(root, 'src/http/checks.ts'));
  rmSync(join(root, 'docs/webhooks.md'));
  expect((await ask('highTide')).items[0]?.path).toBe('src/new/tide.ts');
  const paths = (await ask()).items.map(({ path }) => path);
  expect(paths).toContain('src/http/checks.ts');
  expect(paths).not.toContain(SIGNATURE);
  expect(paths).not.toContain('docs/webhooks.md');
  await expect(engine.syncIndex({ root })).resolves.toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 8 });
});

test('an edit that leaves size and time as they were is seen when the code is read', async () => {
  await ask();
  editSecretly(SIGNATURE, 'sha256', 'sha384');
  const { items, steps } = await ask();
  expect(items.find(({ path }) => path === SIGNATURE)?.code).toContain('sha384');
  expect(steps).toContainEqual(expect.objectContaining({ step: 'freshness', status: 'note' }));
  const found = await engine.search({ root, query: 'sha384', mode: 'rag', settings: FRESH });
  expect(found.results[0]?.path).toBe(SIGNATURE);
});

test('also with refresh none, which only spares the look for changes', async () => {
  await ask();
  edit(SIGNATURE, (text) => text.replace('sha256', 'sha3-512'));
  addFiles(root, { 'src/unseen.ts': 'export const unseenTide = 1;\n' });
  const trusting = await engine.search({ root, query: 'unseenTide', refresh: 'none', settings: FRESH });
  expect(trusting.results.map(({ path }) => path)).not.toContain('src/unseen.ts');
  const { items } = await engine.getContext({ root, query: QUERY, refresh: 'none', settings: FRESH });
  expect(items.find(({ path }) => path === SIGNATURE)?.code).toContain('sha3-512');
});

test('refresh none on a workspace that nobody indexed yet indexes it', async () => {
  const { results, workspace } = await engine.search({ root, query: QUERY, refresh: 'none' });
  expect(results[0]?.path).toBe(SIGNATURE);
  expect(workspace.files).toBe(8);
});

test('an edit in the middle of an answer', async () => {
  await ask();
  let edits = 0;
  const access = whenRead(() => {
    if (edits++ === 0) edit(SIGNATURE, (text) => text.replace('sha256', 'blake2b512'));
  });
  const { items } = await engine.getContext({ root, query: QUERY, limit: 4, settings: FRESH }, { access });
  expect(edits).toBeGreaterThan(1);
  for (const item of items) expect(item.code).toBe(linesOnDisk(root, item));
  expect(items.find(({ path }) => path === SIGNATURE)?.code).toContain('blake2b512');
});

test('a file that vanishes in the middle of an answer', async () => {
  await ask();
  let gone = false;
  const access = whenRead(() => {
    if (!gone) rmSync(join(root, SIGNATURE));
    gone = true;
  });
  const { items } = await engine.getContext({ root, query: QUERY, limit: 4, settings: FRESH }, { access });
  expect(items.length).toBeGreaterThan(0);
  expect(items.map(({ path }) => path)).not.toContain(SIGNATURE);
});

test('a file that never rests is left out and named', async () => {
  await ask();
  const access = whenRead(() => appendFileSync(join(root, SIGNATURE), '// again\n'));
  const { items, steps } = await engine.getContext({ root, query: QUERY, limit: 4, settings: FRESH }, { access });
  expect(items.length).toBeGreaterThan(0);
  expect(items.map(({ path }) => path)).not.toContain(SIGNATURE);
  expect(steps).toContainEqual({ step: 'freshness', status: 'dropped', detail: expect.stringContaining(SIGNATURE) as string });
});

test('after any changes the answers are those of an engine that starts anew', async () => {
  await ask();
  edit('src/ledger/ledger.ts', (text) => text.replaceAll('balance', 'saldo'));
  await ask();
  renameSync(join(root, 'src/jobs'), join(root, 'src/work'));
  edit('tools/report.py', (text) => `${text}\n\ndef webhook_report():\n    return "signature"\n`);
  await ask();
  rmSync(join(root, 'src/http/router.ts'));
  await ask();
  const other = await openTestEngine();
  for (const query of [QUERY, 'saldo', 'retryWithBackoff', 'report', 'Router', 'pause between attempts', 'signature', 'spec']) {
    const request = { root, query, limit: 100, settings: FRESH };
    expect(comparable(await engine.search(request))).toEqual(comparable(await other.search(request)));
  }
});

test('structural answers read the file as it is', async () => {
  const request = { root, filePath: SIGNATURE, line: 5 };
  await engine.structuralContext(request);
  editSecretly(SIGNATURE, 'sha256', 'sha224');
  await expect(engine.analyzeFile(request)).resolves.toMatchObject({ cached: false });
  expect((await engine.structuralContext(request)).code.text).toContain('sha224');
});
