import { CHUNK, chunkFile } from '../../src/chunk';
import type { Chunk } from '../../src/kernel';
import { parseFile, splitLines } from '../../src/parse';
import { contentOf } from '../parse/content';
import { factsOf, symbol } from './arbitrary';
import { processorMs } from '../support/processor-time';

async function chunksOf(text: string, path = 'a.ts'): Promise<{ name: string; lines: [number, number] }[]> {
  const facts = await parseFile(contentOf(path, text));
  const chunks = chunkFile(facts, splitLines(text));
  return chunks.map((chunk) => ({
    name: facts.symbols[chunk.symbol]?.qualifiedName ?? '',
    lines: [chunk.startLine, chunk.endLine],
  }));
}

const body = (lines: number, text = 'doSomething(withThis, andThat);'): string =>
  Array.from({ length: lines }, () => `    ${text}`).join('\n');

test('an empty file has no chunks', () => {
  expect(chunkFile(factsOf([], 1), [''])).toEqual([]);
  expect(chunkFile(factsOf([], 3), ['', '  ', '\t'])).toEqual([]);
});

test('a definition with its doc comment is one chunk', async () => {
  const text = `/**\n * Says why.\n */\nexport function one() {\n${body(10)}\n}\n\nfunction two() {\n${body(10)}\n}\n`;
  expect(await chunksOf(text)).toEqual([
    { name: 'one', lines: [1, 15] },
    { name: 'two', lines: [17, 28] },
  ]);
});

test('what is tiny joins its neighbours', async () => {
  expect(await chunksOf("import a from 'a';\nimport b from 'b';\n\nexport const c = 1;\nexport const d = 2;\n")).toEqual([
    { name: 'c', lines: [1, 5] },
  ]);
});

test('tiny pieces far apart do not join into a long chunk', () => {
  const lines = ['a();', ...Array<string>(200).fill(''), 'b();'];
  const chunks = chunkFile(factsOf([symbol('a', 1, 1), symbol('b', 202, 202)], lines.length), lines);
  expect(chunks.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[1, 1], [202, 202]]);
});

test('a class that is too large gives way to its methods, never both', async () => {
  const method = (name: string): string => `  ${name}() {\n${body(20)}\n  }\n`;
  const chunks = await chunksOf(`class Big {\n${method('first')}\n${method('second')}\n${method('third')}}\n`);
  expect(chunks.map(({ name }) => name)).toEqual(expect.arrayContaining(['Big.first', 'Big.second', 'Big.third']));
  const lines = chunks.flatMap(({ lines: [from, to] }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  expect(new Set(lines).size).toBe(lines.length);
});

test('a definition without inner ones is cut where it is quietest', async () => {
  const text = `function long() {\n${body(30)}\n\n  // next thought\n${body(30)}\n}\n`;
  const chunks = await chunksOf(text);
  expect(chunks).toHaveLength(2);
  expect(chunks.map(({ name }) => name)).toEqual(['long', 'long']);
  expect(chunks[1]!.lines[0]).toBe(33);
});

test('several definitions on one line are in one chunk', async () => {
  const text = `${Array.from({ length: 30 }, (_, i) => `function f${i}() {}`).join(' ')}\n`;
  expect((await chunksOf(text)).map(({ lines }) => lines)).toEqual([[1, 1]]);
});

test('a method that fills its chunk names it', async () => {
  const text = `class Big {\n  small = 1;\n  large() {\n${body(45)}\n  }\n  other() {\n${body(45)}\n  }\n}\n`;
  expect((await chunksOf(text)).map(({ name }) => name)).toEqual(expect.arrayContaining(['Big.large', 'Big.other']));
});

test('files without structure are cut by size alone', async () => {
  const chunks = await chunksOf(`${body(400, 'line')}\n`, 'a.txt');
  expect(chunks.length).toBeGreaterThan(5);
  for (const { name, lines: [from, to] } of chunks) {
    expect(name).toBe('');
    expect(to - from + 1).toBeLessThanOrEqual(CHUNK.plainLines);
  }
});

test('one line larger than a chunk stays whole', () => {
  const lines = ['a', 'x'.repeat(10_000), 'b'];
  expect(chunkFile(factsOf([], 3), lines)).toEqual<Chunk[]>([
    { startLine: 1, endLine: 1, symbol: -1 },
    { startLine: 2, endLine: 2, symbol: -1 },
    { startLine: 3, endLine: 3, symbol: -1 },
  ]);
});

test('a file of very many definitions takes time in proportion', async () => {
  const make = (count: number): Promise<number> => {
    const lines = Array.from({ length: count * 10 }, (_, i) => `declaration number ${i} of the file`);
    const symbols = Array.from({ length: count }, (_, i) => symbol(`s${i}`, i * 10 + 1, i * 10 + 10));
    return processorMs(() => expect(chunkFile(factsOf(symbols, lines.length), lines).length).toBeGreaterThan(count / 2));
  };
  await make(500);
  // A quadratic pass over symbols and chunks takes minutes here.
  expect(await make(40_000)).toBeLessThan(15_000);
});
