/** The vector store that a call has lent, for whatever runs on that call's behalf: indexes outlive calls, stores do not. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { VectorStoreProvider } from '../kernel';

export interface LentStore {
  run<T>(store: VectorStoreProvider | undefined, work: () => T): T;
  current(): VectorStoreProvider | undefined;
}

export function createLentStore(): LentStore {
  const storage = new AsyncLocalStorage<VectorStoreProvider | undefined>();
  return {
    run: (store, work) => storage.run(store, work),
    current: () => storage.getStore(),
  };
}
