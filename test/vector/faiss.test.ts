import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createFaissIndex } from '../../src/vector/faiss';
import { createPortableIndex } from '../../src/vector/portable';
import type { VectorIndex } from '../../src/vector';
import { createRandom, unitRow } from '../contract/vector-model';
import { describeWithFaiss, requireFaiss } from './faiss-place';

const CHECKOUT = resolve(__dirname, '..', '..');

interface Summary {
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string }[] }[];
}

/** Runs fixtures/faiss-suite.ts in a jest, that is a process, of its own. */
function runSuite() {
  const report = join(tmpdir(), 'faiss-suite.json');
  const jest = join(CHECKOUT, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--testMatch', '**/fixtures/faiss-suite.ts', '--runInBand', '--coverage=false', '--json', '--outputFile', report];
  const { status, signal, stderr } = spawnSync(process.execPath, [jest, ...args], { cwd: CHECKOUT, encoding: 'utf8', maxBuffer: 64 << 20, timeout: 300_000 });
  if (status !== 0) throw new Error(`the suite ended with ${signal ?? `code ${status}`}:\n${stderr.slice(-5_000)}`);
  return JSON.parse(readFileSync(report, 'utf8')) as Summary;
}

describeWithFaiss('FAISS backend', () => {
  test('keeps the whole contract in a process of its own, and reaches nothing that could end it', () => {
    const { numFailedTests, testResults } = runSuite();
    expect(numFailedTests).toBe(0);
    const titles = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ ancestorTitles, title }) => ({ suite: ancestorTitles.at(-1), title })));
    const titlesOf = (name: string): string[] => titles.filter(({ suite }) => suite === `VectorIndex contract: ${name}`).map(({ title }) => title);
    expect(titlesOf('faiss').length).toBeGreaterThan(30);
    expect(titlesOf('faiss, every call looked at')).toEqual(titlesOf('faiss'));
  });

  test('answers as the portable backend does, to the last digit and id', async () => {
    const faiss = createFaissIndex(384, requireFaiss());
    const portable = createPortableIndex(384);
    await fillBoth(faiss, portable);
    const random = createRandom(99);
    for (let round = 0; round < 60; round += 1) {
      const query = hashedRow(random);
      const limit = 1 + Math.floor(random() * 50);
      const accept = round % 3 === 0 ? (id: number) => id % 7 === round % 7 : undefined;
      const expected = await portable.search(query, limit, accept);
      const hits = await faiss.search(query, limit, accept);
      expect(hits.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      hits.forEach(({ score }, i) => expect(score).toBeCloseTo(expected[i]!.score, 5));
    }
  });

  test('FaissStore holds ids only: no text, no metadata, no document', async () => {
    const library = requireFaiss();
    const stores: InstanceType<typeof library.FaissStore>[] = [];
    class Watched extends library.FaissStore {
      constructor(...args: ConstructorParameters<typeof library.FaissStore>) {
        super(...args);
        stores.push(this);
      }
    }
    const index = createFaissIndex(2, { ...library, FaissStore: Watched });
    await index.add([1, 2], Float32Array.of(1, 0, 0, 1));
    const [store] = stores;
    expect(store!.getMapping()).toEqual({ 0: '1.0', 1: '2.1' });
    expect(store!.getDocstore()._docs.size).toBe(0);
    await expect(store!.embeddings.embedQuery('code')).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

/** 3,000 rows as a hashed embedding makes them (sparse, many equal), some replaced, some deleted. */
async function fillBoth(...indexes: VectorIndex[]): Promise<void> {
  const random = createRandom(5);
  const ids = Array.from({ length: 3_000 }, (_, i) => i);
  const pool = Array.from({ length: 2_000 }, () => hashedRow(random));
  const pick = (): number[] => [...pool[Math.floor(random() * pool.length)]!];
  const rows = Float32Array.from(ids.flatMap(pick));
  const others = Float32Array.from(ids.slice(0, 400).flatMap(pick));
  for (const index of indexes) {
    await index.add(ids, rows);
    await index.add(ids.slice(0, 400), others);
    await index.delete(ids.filter((id) => id % 11 === 0));
  }
}

function hashedRow(random: () => number): Float32Array {
  const row = new Array<number>(384).fill(0);
  const words = 1 + Math.floor(random() * 30);
  for (let i = 0; i < words; i += 1) row[Math.floor(random() ** 2 * 384)]! += random() < 0.5 ? 1 : -1;
  return unitRow(row);
}
