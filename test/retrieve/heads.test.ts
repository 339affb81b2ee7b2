import type { Corpus } from '../../src/corpus';
import { fuse } from '../../src/fuse';
import { parseQuery } from '../../src/query';
import { noiseOptions, rank } from '../../src/rank';
import { createRagRetriever, SIGNAL, type Signal } from '../../src/retrieve';
import { conceptsOf, plainTerms } from '../../src/retrieve/concepts';
import { removeTempFolders } from '../io/temp-folder';
import { listOf } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';

const long = Array.from({ length: 40 }, (_, at) => `  bytes.push(decode(numbers[${at}], array, value));`).join('\n');
const files = {
  'src/bytes.ts': [
    'export function bytesToBigInt(bytes: Uint8Array): bigint {\n  return [...bytes].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);\n}',
    `export function fillTable(bytes: number[], numbers: number[], array: unknown, value: unknown): void {\n${long}\n}`,
    'export class ShapeStore {\n  private items = new Map<string, string>();\n  getMask(id: string): string | undefined {\n    return this.items.get(id);\n  }\n  clear(): void {\n    this.items.clear();\n  }\n}',
  ].join('\n\n'),
  'src/config.ts': 'export const loadCfg = (dir: string): string => {\n  const joined = `${dir}/settings`;\n  return joined.trim().toLowerCase().normalize().padEnd(2);\n};\n',
};

let sample: TestCorpus;
let corpus: Corpus;
const rag = createRagRetriever();

beforeAll(async () => {
  sample = await corpusOf(files);
  ({ corpus } = sample);
});
afterAll(removeTempFolders);

async function ask(text: string) {
  const query = parseQuery(text);
  const candidates = await rag.retrieve(query, corpus, { limit: 100 });
  return { candidates, results: rank(fuse([{ source: 'rag', weight: 1, candidates }]), corpus, noiseOptions(text), query.intention ? 'intention' : 'general') };
}

async function signalsOf(text: string, line: number): Promise<(signal: Signal) => number> {
  const { candidates } = await ask(text);
  const chunk = corpus.chunkAt(corpus.file('src/bytes.ts')!, line);
  const found = listOf(candidates, corpus).find((each) => each.chunk === chunk)!;
  return (signal) => found.signals[SIGNAL[signal]]!;
}

test('a short function whose head says what is asked stands before long code that repeats the words', async () => {
  const { results } = await ask('Decodes a byte array into a bigint.');
  expect(results[0]).toMatchObject({ path: 'src/bytes.ts', startLine: 1 });
  expect(results[0]!.why['exact_head']).toBeGreaterThan(0);
});

test('related words and abbreviations count, less than the words themselves', async () => {
  const { results } = await ask('reads the settings from a directory.');
  expect(results[0]).toMatchObject({ path: 'src/config.ts' });
  const exact = await signalsOf('the big int of some bytes.', 1);
  const related = await signalsOf('the number of some bytes.', 1);
  expect(exact('named')).toBeGreaterThan(related('named'));
});

test('what is no intention has no signals of heads', async () => {
  for (const text of ['fix bytes to big int', 'bytesToBigInt']) {
    const of = await signalsOf(text, 1);
    for (const signal of ['head', 'named', 'exact_name', 'exact_head'] as const) expect(of(signal)).toBe(0);
  }
});

test('a head says at least what a name says, and all shares are between 0 and 1', async () => {
  for (const text of ['Decodes a byte array into a bigint.', 'the mask of a shape.', 'removes all items']) {
    const { candidates } = await ask(text);
    for (const { signals } of listOf(candidates, corpus)) {
      const [head, named, name, both] = (['head', 'named', 'exact_name', 'exact_head'] as const).map((signal) => signals[SIGNAL[signal]]!);
      for (const share of [head, named, name, both]) expect(share).toBeGreaterThanOrEqual(0);
      for (const share of [head, name, both]) expect(share).toBeLessThanOrEqual(1 + 1e-9);
      expect(head).toBeGreaterThanOrEqual(named! - 1e-9);
      expect(both).toBeLessThanOrEqual(head! + 1e-9);
    }
  }
});

test('concepts weigh 1 together, whatever the question holds', () => {
  for (const text of ['Decodes a byte array into a number', 'zzz qqq xxx', 'the of and', 'constructor toString hasOwnProperty']) {
    const { weights } = conceptsOf(parseQuery(text), corpus);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    expect(weights.length === 0 ? 1 : sum).toBeCloseTo(1);
  }
  expect(plainTerms('bytesToBigInt, URLParser')).toEqual(['byte', 'to', 'big', 'int', 'url', 'parser']);
});
