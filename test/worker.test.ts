import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, analyzeTask, type AnalyzedFile, type AnalyzeTask } from '../src/worker';
import { BUILT_IN_DIMENSIONS } from '../src/embed';
import { makePipe, removeTempFolders, tempFolder } from './io/temp-folder';

const CODE = '/** Adds. */\nexport function add(a: number, b: number) {\n  return a + b;\n}\n';
const OUTSIDE = tempFolder({ 'secret.ts': 'const secret = 1;' });
const root = tempFolder({
  'src/add.ts': CODE,
  'empty.ts': '',
  'binary.bin': Buffer.from([0, 1, 2, 0, 255]),
  'large.txt': 'x'.repeat(2_000),
  'long.ts': `export function long(first: string): void {\n${'  console.log(first, first, first, first, first);\n'.repeat(120)}}\n`,
  'deep.ts': '['.repeat(10_000),
  'bom.ts': `\ufeff${CODE}`,
});
symlinkSync(join(OUTSIDE, 'secret.ts'), join(root, 'link.ts'));
makePipe(join(root, 'pipe'));
afterAll(removeTempFolders);

const taskFor = (path: string, more: Partial<AnalyzeTask> = {}): AnalyzeTask => ({
  source: { kind: 'directory', root, maxFileBytes: 15_000 },
  path,
  embedding: 'builtin',
  ...more,
});

const analyzed = async (path: string, more: Partial<AnalyzeTask> = {}): Promise<AnalyzedFile> => {
  const result = await analyze(taskFor(path, more));
  if (result.status !== 'analyzed') throw new Error(`${path} was ${result.status}`);
  return result;
};

test('a file becomes facts, chunks, words and vectors, all of which cross threads', async () => {
  const result = await analyzed('src/add.ts');
  expect(result.facts).toMatchObject({ path: 'src/add.ts', language: 'typescript', hash: createHash('sha256').update(CODE).digest('hex') });
  expect(result.facts.symbols.map(({ name }) => name)).toEqual(['add']);
  expect(result.chunks).toEqual([{ startLine: 1, endLine: 4, symbol: 0 }]);
  expect(result.size).toBe(CODE.length);
  expect(result.words.terms.split('\n')).toContain('add');
  expect(result.vectors).toHaveLength(BUILT_IN_DIMENSIONS);
  expect(result.texts).toBeUndefined();
  expect(structuredClone(result)).toEqual(result);
});

test('texts go out only when an outside model has to see them', async () => {
  const result = await analyzed('src/add.ts', { embedding: 'texts' });
  expect(result.vectors).toBeUndefined();
  expect(result.texts).toEqual([`src/add.ts add\n${CODE.trimEnd()}`]);
});

test('every part of a long definition shows its signature to the model', async () => {
  const { chunks, facts, texts } = await analyzed('long.ts', { embedding: 'texts' });
  const [long] = facts.symbols;
  const parts = texts!.filter((_, at) => chunks[at]!.symbol === 0);
  expect(parts.length).toBeGreaterThan(1);
  for (const text of parts) expect(text.split(long!.signature)).toHaveLength(2);
  expect(parts.slice(1).every((text) => text.startsWith(`long.ts long\n${long!.signature}\n`))).toBe(true);
});

test('a chunk without a symbol is named by its file', async () => {
  expect((await analyzed('large.txt', { embedding: 'texts' })).texts![0]).toMatch(/^large\.txt\nxxx/);
});

test('known content is not analysed again', async () => {
  const { facts } = await analyzed('src/add.ts');
  expect(await analyze(taskFor('src/add.ts', { knownHash: facts.hash }))).toEqual({ status: 'unchanged' });
  expect(await analyze(taskFor('src/add.ts', { knownHash: 'other' }))).toMatchObject({ status: 'analyzed' });
});

test('an empty file has facts and nothing else', async () => {
  expect(await analyzed('empty.ts')).toMatchObject({ chunks: [], size: 0, facts: { lineCount: 1, symbols: [] } });
});

test('a byte order mark does not move lines', async () => {
  expect((await analyzed('bom.ts')).facts.symbols[0]).toMatchObject({ startLine: 2, doc: { startLine: 1, endLine: 1 } });
});

test('a file nested too deep for the parser keeps its words', async () => {
  const { facts } = await analyzed('deep.ts');
  expect(facts).toMatchObject({ structure: 'none', symbols: [] });
  expect(facts.problems[0]!.message).toContain('nested too deep');
});

test.each([
  ['binary.bin', 'binary'],
  ['missing.ts', 'unreadable'],
  ['src', 'not_a_file'],
  ['pipe', 'not_a_file'],
  ['link.ts', 'symlink_outside'],
  ['../outside.ts', 'symlink_outside'],
])('%s is left out: %s', async (path, reason) => {
  const result = await analyze(taskFor(path));
  expect(result).toMatchObject({ status: 'skipped', reason });
});

test('a file over the limit is left out, and the limit is told', async () => {
  const result = await analyze(taskFor('large.txt', { source: { kind: 'directory', root, maxFileBytes: 100 } }));
  expect(result).toMatchObject({ status: 'skipped', reason: 'too_large', detail: expect.stringContaining('100') as string });
});

test('what the pool runs gives the same in an envelope', async () => {
  expect(await analyzeTask({ tasks: [taskFor('binary.bin')], state: new Int32Array(2) })).toMatchObject([{ ok: true, value: { status: 'skipped' } }]);
});
