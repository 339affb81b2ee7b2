/** Vector search: one contract, a backend that runs everywhere, and FAISS where it is installed. */
import { createError } from '../kernel';
import type { VectorIndex } from './contract';
import { createFaissIndex } from './faiss';
import { loadFaiss } from './faiss-loader';
import { createPortableIndex } from './portable';

export { createTopScores } from './top-scores';
export { createStoreIndex } from './store';
export { wholeRows, type Rows } from './rows';
export type { VectorBackend, VectorHit, VectorIndex } from './contract';

export interface VectorIndexOptions {
  /** `auto` takes FAISS where faiss-node resolves, and the portable backend elsewhere. */
  readonly backend: 'auto' | 'portable' | 'faiss';
  /** Values per row, 1..65,536. */
  readonly dimensions: number;
}

export interface CreatedVectorIndex {
  readonly index: VectorIndex;
  /** Why the backend is not the one that was hoped for, for a person to read. */
  readonly note?: string;
}

const DIMENSIONS_MAX = 65_536;

/**
 * Opens an empty index. When another thread of the process already uses faiss-node, the portable
 * backend serves instead and `note` says so. Rejects with VALUE_OUT_OF_RANGE on impossible dimensions
 * and with VECTOR_BACKEND_UNAVAILABLE when `faiss` was asked for and faiss-node does not load.
 */
export async function createVectorIndex(options: VectorIndexOptions): Promise<CreatedVectorIndex> {
  const { backend, dimensions } = options;
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > DIMENSIONS_MAX) {
    throw createError('VALUE_OUT_OF_RANGE', {
      name: 'dimensions',
      value: dimensions,
      min: 1,
      max: DIMENSIONS_MAX,
    });
  }
  if (backend === 'portable') return { index: createPortableIndex(dimensions) };

  const loaded = await loadFaiss();
  if (loaded.status === 'ready') return { index: createFaissIndex(dimensions, loaded.library) };
  if (loaded.status === 'absent' && backend === 'faiss') {
    throw createError('VECTOR_BACKEND_UNAVAILABLE', { backend, reason: loaded.reason });
  }
  const note = `Vectors are searched by the portable backend: ${loaded.reason}.`;
  return { index: createPortableIndex(dimensions), note };
}
