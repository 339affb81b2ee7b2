import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { StoredVector, VectorStoreProvider } from '../../src/index';
import type { EmbeddingsInstance } from './embeddings';
import type { EngineModule } from './engine';
import { unwrap } from './unwrap';

interface StoredDocument {
  readonly id?: string;
  readonly pageContent: string;
  readonly metadata: Record<string, unknown>;
}

/** What n8n's Vector Store sub-nodes hand over: a LangChain `VectorStore`, behind a logging proxy. */
interface VectorStoreInstance {
  readonly embeddings?: EmbeddingsInstance;
  addVectors?(vectors: number[][], documents: StoredDocument[], options?: { ids: string[] }): Promise<unknown>;
  similaritySearchVectorWithScore?(query: number[], k: number): Promise<[StoredDocument, number][]>;
  delete?(parameters: { ids: string[] }): Promise<void>;
}

export interface AttachedVectorStore {
  readonly provider: VectorStoreProvider;
  /** Of the store's own sub-node: what its rows were measured for. */
  readonly embeddings: EmbeddingsInstance | undefined;
}

/** Names of our fields beside the code's place. */
const KEY = 'hybridContextId';

/** The Vector Store sub-node of this node, or undefined. Throws VECTOR_STORE_UNSUITABLE. */
export async function getAttachedVectorStore(context: IExecuteFunctions, createError: EngineModule['createError']): Promise<AttachedVectorStore | undefined> {
  const hasInput = context.getNodeInputs().some((input) => input.type === NodeConnectionTypes.AiVectorStore);
  if (!hasInput) return undefined;
  const connected = await context.getInputConnectionData(NodeConnectionTypes.AiVectorStore, 0);
  const given = (Array.isArray(connected) ? connected[0] : connected) as VectorStoreInstance | { vectorStore: VectorStoreInstance } | undefined | null;
  if (!given) return undefined;
  // With a reranker of its own, the sub-node hands over both. Vectors do not belong in n8n's run log.
  const store = unwrap('vectorStore' in given ? given.vectorStore : given);
  const name = (store as object).constructor.name;
  const missing = (['addVectors', 'similaritySearchVectorWithScore'] as const).filter((method) => typeof store[method] !== 'function');
  if (missing.length > 0) throw createError('VECTOR_STORE_UNSUITABLE', { store: name, reason: `it has no ${missing.join(' and no ')}` });
  return { provider: adapt(store, name), embeddings: store.embeddings };
}

function adapt(store: VectorStoreInstance, name: string): VectorStoreProvider {
  return {
    name,
    async add(rows) {
      const ids = rows.map(({ id }) => id);
      await store.addVectors!(rows.map(({ vector }) => [...vector]), rows.map(toDocument), { ids });
    },
    async search(vector, limit) {
      const found = await store.similaritySearchVectorWithScore!([...vector], limit);
      return found.map(([{ metadata }, score]) => ({ id: typeof metadata[KEY] === 'string' ? metadata[KEY] : '', score }));
    },
    async delete(ids) {
      try {
        await store.delete?.({ ids: [...ids] });
        return store.delete !== undefined;
      } catch {
        // Many stores have the method only to say that they cannot.
        return false;
      }
    },
  };
}

/** Where the code is, never what it is. */
function toDocument({ id, index, path, startLine, endLine, hash }: StoredVector): StoredDocument {
  return { id, pageContent: `${path}:${startLine}-${endLine}`, metadata: { [KEY]: id, hybridContextIndex: index, path, startLine, endLine, hash } };
}
