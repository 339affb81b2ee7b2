/** Where `npm run build:faiss` leaves faiss-node, and how a suite says that it is not there. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FaissStore } from '@langchain/community/vectorstores/faiss';
import type { FaissLibrary } from '../../src/vector/faiss-loader';
import { describeWhere } from '../support/describe-where';

const cache = process.env['HYBRID_CONTEXT_CACHE'] || join(__dirname, '..', '..', '.cache');

/** The folder to put on NODE_PATH. */
export const faissModules = resolve(cache, 'faiss', 'node_modules');

const addon = join(faissModules, 'faiss-node', 'build', 'Release', 'faiss-node.node');

/** A suite that needs faiss-node. */
export const describeWithFaiss = (name: string, body: () => void): void =>
  describeWhere(existsSync(addon), 'faiss-node is not built, run "npm run build:faiss"', name, body);

/** The real library, resolved by path because jest reads NODE_PATH only when it starts. */
export function requireFaiss(): FaissLibrary {
  const { IndexFlatL2 } = jest.requireActual<FaissLibrary>(join(faissModules, 'faiss-node'));
  return { FaissStore, IndexFlatL2 };
}
