/** What analysis threads do with one file, called directly. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, analyzeTask } from '../../src/worker';
import { removeTempFolders, tempFolder } from '../io/temp-folder';

afterAll(removeTempFolders);

const task = (root: string, path: string, more: object = {}) => ({ source: { kind: 'directory' as const, root, maxFileBytes: 1_000 }, path, embedding: 'builtin' as const, ...more });
const CODE = 'export function tide(): number {\n  return 7;\n}\n';

test('a file gives facts, chunks, words and vectors', async () => {
  const root = tempFolder({ 'a.ts': CODE });
  const analysis = await analyze(task(root, 'a.ts'));
  expect(analysis).toMatchObject({ status: 'analyzed', size: CODE.length, facts: { path: 'a.ts', structure: 'ts-morph' }, chunks: [{ startLine: 1, endLine: 3, symbol: 0 }] });
  if (analysis.status !== 'analyzed') return;
  expect(analysis.vectors).toHaveLength(256);
  expect(analysis).not.toHaveProperty('texts');
  await expect(analyze(task(root, 'a.ts', { knownHash: analysis.facts.hash }))).resolves.toEqual({ status: 'unchanged' });
});

test('for an outside model the texts go along, headed by place and name', async () => {
  const root = tempFolder({ 'a.ts': CODE, 'b.txt': 'words\n' });
  await expect(analyze(task(root, 'a.ts', { embedding: 'texts' }))).resolves.toMatchObject({ texts: [`a.ts tide\n${CODE.trimEnd()}`] });
  await expect(analyze(task(root, 'b.txt', { embedding: 'texts' }))).resolves.toMatchObject({ texts: ['b.txt\nwords'] });
});

test('what cannot be read is left out by name', async () => {
  const root = tempFolder({ 'binary.ts': Buffer.from([1, 0, 2]), 'large.ts': 'x'.repeat(1_001), 'folder/a.ts': CODE });
  symlinkSync(join(tempFolder({ 'b.ts': CODE }), 'b.ts'), join(root, 'link.ts'));
  const reasons = async (path: string) => {
    const analysis = await analyze(task(root, path));
    return analysis.status === 'skipped' ? analysis.reason : analysis.status;
  };
  await expect(Promise.all(['binary.ts', 'large.ts', 'none.ts', 'folder', 'link.ts'].map(reasons))).resolves.toEqual(['binary', 'too_large', 'unreadable', 'not_a_file', 'symlink_outside']);
});

test('anything else is an error that keeps its code', async () => {
  await expect(analyzeTask({ tasks: [task(tempFolder(), '')], state: new Int32Array(2) })).resolves.toMatchObject([{ ok: false, error: { code: 'VALUE_INVALID' } }]);
});
