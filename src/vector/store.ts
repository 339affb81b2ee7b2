/**
 * A vector store that somebody else runs, as the index of a workspace. It holds vectors, places and
 * content hashes; which of them count is decided here, by what the corpus knows now: rows of old content
 * are never answers, deleted or not. Not held to the contract's exactness: order and scores are the store's.
 */
import { createHash } from 'node:crypto';
import { createError, toEngineError, type StoredHit, type VectorStoreProvider } from '../kernel';
import type { RowPlace, VectorHit, VectorIndex } from './contract';
import { checkQuery, checkRows, floatsOf } from './rows';

export interface StoreIndexParts {
  readonly dimensions: number;
  readonly name: string;
  /** Of the index in the store: what differs in workspace or embedding differs here. */
  readonly namespace: string;
  /** The store as the call under way has lent it. */
  readonly lent: () => VectorStoreProvider | undefined;
}

/** Asked for at first, and how much more each time that too much of the answer is not ours. */
const ASKED_MIN = 50;
const GROWTH = 4;
const ASKED_MAX = 10_000;

export function createStoreIndex({ dimensions, name, namespace, lent }: StoreIndexParts): VectorIndex {
  const keys = new Map<number, string>();
  const owners = new Map<string, Set<number>>();
  /** What the store has been given, as far as is known. */
  const stored = new Set<string>();
  let closed = false;
  let deletes = true;

  async function ask<T>(work: (store: VectorStoreProvider) => Promise<T>): Promise<T> {
    const store = lent();
    if (!store) throw createError('VECTOR_STORE_FAILED', { store: name, reason: 'it is not attached to this run' });
    try {
      return await work(store);
    } catch (thrown) {
      const error = toEngineError(thrown);
      if (error.code === 'CANCELLED' || error.code === 'ENGINE_CLOSED' || error.code === 'VECTOR_STORE_UNSUITABLE') throw error;
      throw createError('VECTOR_STORE_FAILED', { store: name, reason: error.details.reason ?? error.message }, thrown);
    }
  }

  const assertOpen = (): void => {
    if (closed) throw createError('ENGINE_CLOSED');
  };

  /** The keys that nobody holds any more. */
  function release(ids: readonly number[]): string[] {
    const free: string[] = [];
    for (const id of ids) {
      const key = keys.get(id);
      if (key === undefined) continue;
      keys.delete(id);
      const ours = owners.get(key)!;
      ours.delete(id);
      if (ours.size > 0) continue;
      owners.delete(key);
      free.push(key);
    }
    return free;
  }

  function liveHits(found: readonly StoredHit[], accept: (id: number) => boolean): VectorHit[] {
    const isDistance = found.length > 1 && found[0]!.score < found.at(-1)!.score;
    const seen = new Set<string>();
    const hits: VectorHit[] = [];
    for (const { id: key, score } of found) {
      // A store that cannot replace rows may hold one twice.
      if (seen.has(key)) continue;
      seen.add(key);
      const similarity = isDistance ? 1 / (1 + Math.max(0, score)) : Math.min(1, Math.max(0, score));
      for (const id of [...(owners.get(key) ?? [])].sort((a, b) => a - b)) if (accept(id)) hits.push({ id, score: similarity });
    }
    return hits;
  }

  return {
    backend: `store ${name}`,
    dimensions,
    get size() {
      return keys.size;
    },
    async add(ids, vectors, places) {
      assertOpen();
      checkRows(ids, vectors, dimensions);
      const rows = ids.map((id, at) => {
        const place = places?.[at] ?? { path: '', startLine: id, endLine: id, hash: '' };
        return { id: keyOf(namespace, place), index: namespace, ...place, vector: floatsOf(vectors, at * dimensions, dimensions) };
      });
      const fresh = new Map(rows.filter((row) => !stored.has(row.id)).map((row) => [row.id, row]));
      if (fresh.size > 0) await ask((store) => store.add([...fresh.values()]));
      release(ids);
      rows.forEach((row, at) => {
        stored.add(row.id);
        keys.set(ids[at]!, row.id);
        owners.set(row.id, (owners.get(row.id) ?? new Set()).add(ids[at]!));
      });
    },
    async delete(ids) {
      assertOpen();
      const free = release(ids);
      if (free.length === 0 || !deletes || !lent()) return;
      // What stays behind is passed over: that is no reason to fail.
      deletes = await ask((store) => store.delete(free)).catch(() => true);
      if (deletes) for (const key of free) stored.delete(key);
    },
    async search(vector, limit, accept = () => true) {
      assertOpen();
      checkQuery(vector, dimensions);
      if (!(limit >= 1) || keys.size === 0) return [];
      for (let asked = Math.max(ASKED_MIN, Math.min(limit, ASKED_MAX)); ; asked *= GROWTH) {
        const found = await ask((store) => store.search(Array.from(vector), asked));
        const hits = liveHits(found, accept);
        if (hits.length >= limit || found.length < asked || asked * GROWTH > ASKED_MAX) return hits.slice(0, limit);
      }
    },
    bytes: () => 200 * keys.size,
    close() {
      closed = true;
      [keys, owners, stored].forEach((each) => each.clear());
    },
  };
}

/** A UUID (version 8, RFC 9562) made of what the vector is of. */
function keyOf(namespace: string, { path, startLine, endLine, hash }: RowPlace): string {
  const hex = createHash('sha256').update(JSON.stringify([namespace, path, startLine, endLine, hash])).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
