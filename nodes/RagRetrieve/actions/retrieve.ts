import { retrieveCode } from '../../shared/retrieval';
import type { Operation } from '../../shared/run';

/** Code by meaning and by words. */
export const retrieve: Operation = {
  run: async (run) => await retrieveCode(run, 'rag'),
};
