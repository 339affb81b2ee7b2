import { readMode, retrieveCode } from '../../shared/retrieval';
import type { Operation } from '../../shared/run';

/** The code that answers a question, by the mode that fits it. */
export const getContext: Operation = {
  run: async (run) => await retrieveCode(run, { mode: readMode(run) }),
};
