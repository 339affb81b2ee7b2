import fc from 'fast-check';
import { anyText, answersOf, entryOf, openCorpus, PATHS } from './entries';

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), path: fc.constantFrom(...PATHS), text: anyText, mtimeMs: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), paths: fc.array(fc.constantFrom(...PATHS, 'absent'), { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('touch' as const), path: fc.constantFrom(...PATHS, 'absent'), mtimeMs: fc.nat() }) },
);

test('after any changes a corpus answers exactly as one that was built anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const corpus = await openCorpus();
      const files = new Map<string, { text: string; mtimeMs: number }>();
      for (const one of steps) {
        if (one.kind === 'put') {
          await corpus.put(await entryOf(one.path, one.text, one.mtimeMs));
          files.set(one.path, { text: one.text, mtimeMs: one.mtimeMs });
        } else if (one.kind === 'remove') {
          await corpus.remove(one.paths);
          one.paths.forEach((path) => files.delete(path));
        } else {
          corpus.touch(one.path, one.mtimeMs);
          const known = files.get(one.path);
          if (known) files.set(one.path, { ...known, mtimeMs: one.mtimeMs });
        }
      }
      const rebuilt = await openCorpus();
      for (const [path, { text, mtimeMs }] of files) await rebuilt.put(await entryOf(path, text, mtimeMs));
      expect(await answersOf(corpus)).toEqual(await answersOf(rebuilt));
      corpus.close();
      rebuilt.close();
    }),
    { numRuns: 150 },
  );
});

test('a file is found by path and number, its chunks by number and line', async () => {
  const corpus = await openCorpus();
  const body = '  callSomething(withArguments, andMore);\n'.repeat(20);
  await corpus.put(await entryOf('other.ts', 'const other = 1;'));
  await corpus.put(await entryOf('a.ts', `\n\nfunction one() {\n${body}}\n\n\nfunction two() {\n${body}}\n`));
  const file = corpus.file('a.ts')!;
  expect(corpus.fileById(file.id)).toBe(file);
  expect([...corpus.files()]).toHaveLength(2);
  expect(file.chunks.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[3, 24], [27, 48]]);
  const [first, second] = file.chunkIds;
  expect(corpus.chunk(second!)).toEqual({ file, chunk: file.chunks[1] });
  expect([-5, 1, 3, 24, 26].map((line) => corpus.chunkAt(file, line))).toEqual(Array(5).fill(first));
  expect([27, 48, 1e9].map((line) => corpus.chunkAt(file, line))).toEqual(Array(3).fill(second));
  expect(corpus.counts()).toEqual({ files: 2, chunks: 3, symbols: 3 });
  await corpus.remove(['a.ts']);
  expect(corpus.chunk(second!)).toBeUndefined();
  expect(corpus.file('a.ts')).toBeUndefined();
  expect(corpus.fileById(file.id)).toBeUndefined();
});

test('a file without lines has no chunk', async () => {
  const corpus = await openCorpus();
  await corpus.put(await entryOf('empty.ts', ''));
  expect(corpus.chunkAt(corpus.file('empty.ts')!, 1)).toBeUndefined();
  expect(corpus.counts()).toEqual({ files: 1, chunks: 0, symbols: 0 });
});

test('chunks without words stay out of the vectors but not out of the file', async () => {
  const corpus = await openCorpus();
  await corpus.put(await entryOf('signs.txt', `...\n${'\n'.repeat(60)}words`));
  expect(corpus.counts().chunks).toBe(2);
  expect(corpus.vectors.size).toBe(1);
});

test('a touched file keeps its numbers', async () => {
  const corpus = await openCorpus();
  await corpus.put(await entryOf('a.ts', 'const a = 1;', 1));
  const { id, chunkIds } = corpus.file('a.ts')!;
  corpus.touch('a.ts', 9);
  expect(corpus.file('a.ts')).toMatchObject({ id, chunkIds, mtimeMs: 9 });
  expect(corpus.chunk(chunkIds[0]!)!.file.mtimeMs).toBe(9);
});

test('vectors that do not fit the chunks are refused before anything changes', async () => {
  const corpus = await openCorpus();
  await corpus.put(await entryOf('a.ts', 'const a = 1;'));
  const before = await answersOf(corpus);
  const entry = await entryOf('a.ts', 'const b = 2;');
  await expect(corpus.put({ ...entry, vectors: new Float32Array(3) })).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(await answersOf(corpus)).toEqual(before);
});

test('vectors that the index refuses leave the file out, not half in', async () => {
  const corpus = await openCorpus();
  const entry = await entryOf('a.ts', 'const a = 1;');
  const bad = { ...entry, vectors: entry.vectors.map(() => NaN) };
  await expect(corpus.put(bad)).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  expect(corpus.counts()).toEqual({ files: 0, chunks: 0, symbols: 0 });
  expect(await answersOf(corpus)).toEqual(await answersOf(await openCorpus()));
});

test('files that come in at the same time do not mix', async () => {
  const corpus = await openCorpus();
  const entries = await Promise.all(PATHS.map((path, i) => entryOf(path, `export function name${i}() {}\n\n// words of ${i}`)));
  await Promise.all(entries.map((entry) => corpus.put(entry)));
  const one = await openCorpus();
  for (const entry of entries) await one.put(entry);
  expect(await answersOf(corpus)).toEqual(await answersOf(one));
});

test('memory is told, and freed on closing', async () => {
  const corpus = await openCorpus();
  const bytes = (): number => Object.values(corpus.sizes()).reduce((sum, part) => sum + part, 0);
  const empty = bytes();
  await corpus.put(await entryOf('a.ts', 'const a = 1;'));
  expect(bytes()).toBeGreaterThan(empty);
  corpus.close();
  await expect(corpus.vectors.search(new Float32Array(corpus.dimensions), 1)).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
});
