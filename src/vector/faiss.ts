/**
 * LangChain's FaissStore over faiss-node (IndexFlatL2: exact), fenced in. C++ exceptions and bad
 * arguments there end the whole process, so nothing reaches FAISS that it cannot serve: no search of
 * an empty index, 1 <= k <= rows, plain arrays of the right length, no key twice, no unknown key.
 *
 * Each stored row has a key `id.sequence` of its own. A deleted or replaced row is first only marked
 * dead and skipped in results, because FaissStore rebuilds all its maps at every delete; `DEAD_MAX`
 * of them leave together. faiss-node leaks the query at every search: 4 bytes per dimension.
 */
import type { FaissStore } from '@langchain/community/vectorstores/faiss';
import { createError } from '../kernel';
import type { VectorHit, VectorIndex } from './contract';
import type { FaissLibrary } from './faiss-loader';
import { orderHits, tieBelow, toScore } from './order';
import { checkQuery, checkRows, unitOf, wholeQuery, wholeRows } from './rows';

const DEAD_MAX = 128;
const BATCH_ROWS = 1_000;
/** Rows asked for beyond the limit, so that most ties are settled by the first search. */
const SPARE_ROWS = 8;
/** Large, because a search costs a scan of all rows and little per row asked for. */
const GROWTH = 16;
/** Of a row's maps and keys, and of std::vector's spare capacity; both are rough. */
const ROW_OVERHEAD_BYTES = 200;
const CAPACITY_FACTOR = 1.5;
/** Key of a zero row: it resembles nothing, and FAISS would give it a distance like any other. */
const NO_KEY = '';

type Docstore = FaissStore['docstore'];
type StoredDocument = ReturnType<Docstore['search']>;
type Accept = (id: number) => boolean;

/** An empty index of rows with `dimensions` values. Calls run one after another. */
export function createFaissIndex(dimensions: number, library: FaissLibrary): VectorIndex {
  let store: FaissStore | undefined = openStore(dimensions, library);
  const keys = new Map<number, string>();
  const dead = new Set<string>();
  let sequence = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function enqueue<T>(work: (open: FaissStore) => Promise<T>): Promise<T> {
    const run = queue.then(() => {
      if (!store) throw createError('ENGINE_CLOSED');
      return work(store);
    });
    queue = run.catch(() => undefined);
    return run;
  }

  function forget(id: number): void {
    const key = keys.get(id);
    if (key) dead.add(key);
    keys.delete(id);
  }

  async function buryDead(open: FaissStore): Promise<void> {
    if (dead.size < DEAD_MAX) return;
    await open.delete({ ids: [...dead] });
    dead.clear();
  }

  async function addBatch(open: FaissStore, ids: readonly number[], rows: Int16Array): Promise<void> {
    const vectors: number[][] = [];
    const added: string[] = [];
    ids.forEach((id, i) => {
      const row = unitOf(rows, i * dimensions, dimensions);
      const key = isZero(row) ? NO_KEY : `${id}.${sequence++}`;
      keys.set(id, key);
      if (key === NO_KEY) return;
      added.push(key);
      vectors.push(row);
    });
    await open.addVectors(vectors, added.map(toDocument), { ids: added });
  }

  /** Accepted rows of positive score from the `k` nearest, and the score of the last of those `k`. */
  async function findNearest(
    open: FaissStore,
    query: number[],
    k: number,
    accept: Accept,
  ): Promise<{ hits: VectorHit[]; last: number }> {
    const hits: VectorHit[] = [];
    let last = 0;
    for (const [{ id: key = NO_KEY }, distance] of await open.similaritySearchVectorWithScore(query, k)) {
      last = toScore(1 - distance / 2);
      const id = Number.parseInt(key, 10);
      if (last > 0 && keys.get(id) === key && accept(id)) hits.push({ id, score: last });
    }
    return { hits, last };
  }

  /** All accepted rows of positive score that may be among the best `count`, ties included. */
  async function findPositive(
    open: FaissStore,
    query: number[],
    count: number,
    accept: Accept,
  ): Promise<VectorHit[]> {
    const total = open.index.ntotal();
    let k = Math.min(total, count + dead.size + SPARE_ROWS);
    while (k >= 1) {
      const { hits, last } = await findNearest(open, query, k, accept);
      const cut = hits[count - 1];
      if (k === total || last === 0 || (cut && last < tieBelow(cut.score))) return hits;
      k = Math.min(total, k * GROWTH);
    }
    return [];
  }

  /** The rest scores 0, whatever FAISS would say: the smallest ids fill up what is missing. */
  function fillWithZeros(hits: VectorHit[], count: number, accept: Accept): void {
    if (hits.length >= count) return;
    const found = new Set(hits.map(({ id }) => id));
    const rest = [...keys.keys()].filter((id) => !found.has(id) && accept(id)).sort((a, b) => a - b);
    for (const id of rest.slice(0, count - hits.length)) hits.push({ id, score: 0 });
  }

  return {
    backend: 'faiss',
    dimensions,
    get size() {
      return keys.size;
    },
    async add(ids, vectors) {
      checkRows(ids, vectors, dimensions);
      return enqueue(async (open) => {
        const whole = wholeRows(vectors, dimensions);
        ids.forEach(forget);
        await buryDead(open);
        for (let from = 0; from < ids.length; from += BATCH_ROWS) {
          const to = Math.min(ids.length, from + BATCH_ROWS);
          const rows = whole.subarray(from * dimensions, to * dimensions);
          await addBatch(open, ids.slice(from, to), rows);
        }
      });
    },
    async delete(ids) {
      return enqueue(async (open) => {
        ids.forEach(forget);
        await buryDead(open);
      });
    },
    async search(vector, limit, accept = () => true, deadline) {
      checkQuery(vector, dimensions);
      return enqueue(async (open) => {
        if (!(limit >= 1) || keys.size === 0) return [];
        deadline?.check();
        const count = Math.min(Math.floor(limit), keys.size);
        const query = unitOf(wholeQuery(vector), 0, dimensions);
        const hits = isZero(query) ? [] : await findPositive(open, query, count, accept);
        deadline?.check();
        fillWithZeros(hits, count, accept);
        return orderHits(hits, count);
      });
    },
    bytes() {
      const rows = keys.size + dead.size;
      return Math.ceil(rows * (dimensions * 4 * CAPACITY_FACTOR + ROW_OVERHEAD_BYTES));
    },
    close() {
      store = undefined;
      keys.clear();
      dead.clear();
    },
  };
}

function openStore(dimensions: number, { FaissStore, IndexFlatL2 }: FaissLibrary): FaissStore {
  const embeddings = { embedDocuments: refuseToEmbed, embedQuery: refuseToEmbed };
  return new FaissStore(embeddings, { index: new IndexFlatL2(dimensions), docstore: createDocstore() });
}

const isZero = (row: readonly number[]): boolean => row.every((value) => value === 0);

/** Vectors come ready-made; FaissStore's text methods must not be used here. */
async function refuseToEmbed(): Promise<never> {
  throw createError('INTERNAL', { reason: 'the vector index was asked to embed text' });
}

/**
 * Keeps nothing, in no time: a key is all that there is to a document. Cast, because FaissStore asks
 * for LangChain's class, of which it uses these members only.
 */
function createDocstore(): Docstore {
  const docstore: unknown = { _docs: new Map(), add: () => undefined, search: toDocument };
  return docstore as Docstore;
}

function toDocument(key: string): StoredDocument {
  const document: unknown = { id: key, pageContent: '', metadata: {} };
  return document as StoredDocument;
}
