/** Vector backends side by side on random rows, the hardest there are: nothing is near. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Document } from '@langchain/core/documents';
import { FaissStore } from '@langchain/community/vectorstores/faiss';
import type { IndexFlatL2 } from 'faiss-node';
import { createPortableIndex } from '../../src/vector/portable';
import { fixed, printTable } from '../table';
import { createRandom } from './chunks';
import { timeWheel } from './faiss-wheel';
import { timeEach, timeOnce, type Timing } from './timing';

type Ask = (query: Float32Array) => Promise<number[]>;
interface System {
  readonly name: string;
  readonly queries: number;
  readonly open: () => Promise<Ask>;
}

const BEST = 10;
const QUERIES = 100;
const FEW_QUERIES = 10;

export async function benchVectors(rows: number, dimensions: number): Promise<Record<string, Timing & { addSeconds: number; recall: number }>> {
  const random = createRandom(42);
  const values = unitRows(rows, dimensions, random);
  const queries = Array.from({ length: QUERIES }, () => unitRows(1, dimensions, random));
  const results: Record<string, Timing & { addSeconds: number; recall: number }> = {};
  const truth = new Map<Float32Array, number[]>();
  for (const query of queries.slice(0, FEW_QUERIES * 2)) truth.set(query, exactBest(values, query));
  for (const { name, queries: count, open } of systems(values, dimensions)) {
    const { seconds, value: ask } = await timeOnce(open);
    for (const query of queries.slice(0, FEW_QUERIES)) await ask(query);
    const timing = await timeEach(queries.slice(0, count), ask);
    const judged = [...truth.keys()].slice(0, count);
    const answers: number[][] = [];
    for (const query of judged) answers.push(await ask(query));
    results[name] = { addSeconds: seconds, ...timing, recall: recallOf(answers, judged.map((query) => truth.get(query)!)) };
  }
  const wheel = timeWheel([values, ...queries], rows, QUERIES, dimensions, BEST);
  if (wheel) {
    const { name, answers, ...figures } = wheel;
    results[name] = { ...figures, recall: recallOf(answers, [...truth.values()]) };
  } else console.warn('FAISS with AVX2 is left out: see bench/retrieval/faiss-wheel.ts.');
  const own = results[OWN]!;
  console.log(`\nVectors: ${rows} × ${dimensions}, ${BEST} best, ${QUERIES} queries`);
  printTable(
    ['', 'add s', 'p50 ms', 'p95 ms', '× own p50', 'cpu ms', '× own cpu', 'recall@10'],
    Object.entries(results).map(([name, { addSeconds, p50Ms, p95Ms, cpuMs, recall }]) => [
      name, fixed(addSeconds, 2), fixed(p50Ms, 2), fixed(p95Ms, 2), fixed(p50Ms / own.p50Ms, 1), fixed(cpuMs, 2), fixed(cpuMs / own.cpuMs, 1), fixed(recall, 4),
    ]),
  );
  return results;
}

/** The rows of the largest dot products, of the values as they are and in 64-bit floats. */
function exactBest(values: Float32Array, query: Float32Array): number[] {
  const scores = new Float64Array(values.length / query.length);
  for (let at = 0; at < values.length; at += 1) scores[Math.floor(at / query.length)]! += values[at]! * query[at % query.length]!;
  return Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, BEST);
}

/** Share of the true answers that were found. */
function recallOf(answers: readonly (readonly number[])[], truth: readonly (readonly number[])[]): number {
  const found = truth.flatMap((ids, at) => ids.filter((id) => answers[at]!.includes(id)));
  return found.length / truth.flat().length;
}

const OWN = 'portable, WASM-SIMD';

function systems(values: Float32Array, dimensions: number): System[] {
  const found: System[] = [
    { name: OWN, queries: QUERIES, open: () => openPortable(values, dimensions, 1) },
    { name: 'portable, plain', queries: QUERIES, open: () => openPortable(values, dimensions, Infinity) },
  ];
  const faiss = faissNode();
  if (faiss) found.push({ name: 'LangChain FaissStore', queries: QUERIES, open: () => openFaissStore(values, dimensions, faiss) });
  else console.warn('FaissStore is left out: run "npm run build:faiss" first.');
  found.push({ name: 'LangChain MemoryVectorStore', queries: FEW_QUERIES, open: () => openMemoryStore(values, dimensions) });
  return found;
}

async function openPortable(values: Float32Array, dimensions: number, sieveFrom: number): Promise<Ask> {
  const index = createPortableIndex(dimensions, { sieveFrom });
  await index.add(Array.from({ length: values.length / dimensions }, (_, id) => id), values);
  return async (query) => (await index.search(query, BEST)).map(({ id }) => id);
}

interface FaissNode {
  readonly IndexFlatL2: typeof IndexFlatL2;
}

/** What `npm run build:faiss` made. */
function faissNode(): FaissNode | undefined {
  const folder = resolve(process.env['HYBRID_CONTEXT_CACHE'] ?? '.cache', 'faiss/node_modules');
  if (!existsSync(join(folder, 'faiss-node'))) return undefined;
  return createRequire(join(folder, 'bench.cjs'))('faiss-node') as FaissNode;
}

const toDocument = (id: string): Document => new Document({ id, pageContent: '', metadata: {} });
const NO_EMBEDDINGS = { embedDocuments: async () => [], embedQuery: async () => [] };
const rowsOf = (values: Float32Array, dimensions: number): number[][] =>
  Array.from({ length: values.length / dimensions }, (_, id) => Array.from(values.subarray(id * dimensions, (id + 1) * dimensions)));

async function openFaissStore(values: Float32Array, dimensions: number, { IndexFlatL2 }: FaissNode): Promise<Ask> {
  // Its own docstore makes adding quadratic; this one costs nothing.
  const docstore: unknown = { _docs: new Map(), add: () => undefined, search: toDocument };
  const store = new FaissStore(NO_EMBEDDINGS, { index: new IndexFlatL2(dimensions), docstore: docstore as FaissStore['docstore'] });
  const rows = rowsOf(values, dimensions);
  for (let from = 0; from < rows.length; from += 1_000) {
    const some = rows.slice(from, from + 1_000);
    await store.addVectors(some, some.map((_, i) => toDocument(String(from + i))), { ids: some.map((_, i) => String(from + i)) });
  }
  return async (query) => (await store.similaritySearchVectorWithScore(Array.from(query), BEST)).map(([{ id }]) => Number(id));
}

async function openMemoryStore(values: Float32Array, dimensions: number): Promise<Ask> {
  const { MemoryVectorStore } = await import('@langchain/classic/vectorstores/memory');
  const store = new MemoryVectorStore(NO_EMBEDDINGS);
  const rows = rowsOf(values, dimensions);
  await store.addVectors(rows, rows.map((_, id) => toDocument(String(id))));
  return async (query) => (await store.similaritySearchVectorWithScore(Array.from(query), BEST)).map(([{ id }]) => Number(id));
}

function unitRows(count: number, dimensions: number, random: () => number): Float32Array {
  const rows = new Float32Array(count * dimensions);
  for (let at = 0; at < rows.length; at += dimensions) {
    let squares = 0;
    for (let i = at; i < at + dimensions; i += 1) {
      rows[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      squares += rows[i]! ** 2;
    }
    for (let i = at; i < at + dimensions; i += 1) rows[i]! /= Math.sqrt(squares);
  }
  return rows;
}
