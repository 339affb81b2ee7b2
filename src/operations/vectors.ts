/** The vector index of a workspace: in memory, or in a store that callers lend. */
import { createHash } from 'node:crypto';
import { createStoreIndex, createVectorIndex, type CreatedVectorIndex } from '../vector';
import { storedDimensions } from './analysis';
import type { WorkspaceEmbedding } from './embedding';
import type { LentStore } from './lent-store';
import type { Place } from './workspace';

export function openVectors({ key, backend, store = '' }: Place, embedding: WorkspaceEmbedding, lent: LentStore): Promise<CreatedVectorIndex> {
  const dimensions = storedDimensions(embedding);
  if (backend !== 'store') return createVectorIndex({ backend, dimensions });
  const namespace = createHash('sha256').update(JSON.stringify([key, embedding.model, dimensions])).digest('hex').slice(0, 16);
  return Promise.resolve({ index: createStoreIndex({ dimensions, name: store, namespace, lent: () => lent.current() }) });
}
