import { retrieveCode } from '../../shared/retrieval';
import type { Operation } from '../../shared/run';

/** Unlike a context, a list of search results has a length that users expect. */
const LIMIT = 10;

/** Code by meaning and by words. */
export const retrieve: Operation = {
  run: async (run) => await retrieveCode(run, { mode: 'rag', limit: LIMIT }),
};
