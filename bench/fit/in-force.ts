/** The weights of src/rank in the order of the feature rows. */
import { CHUNK_SHAPE, CHUNK_WEIGHTS, FILE_LENGTH, FILE_WEIGHTS } from '../../src/rank/weights';
import { CHUNK_FEATURES, FILE_FEATURES } from './lists';
import type { RankerWeights } from './ranker';

export function weightsInForce(): RankerWeights {
  const file: Readonly<Record<string, number>> = { ...FILE_WEIGHTS, log_chunks: FILE_LENGTH };
  const { logLines, callable, unnamed, first } = CHUNK_SHAPE;
  const chunk: Readonly<Record<string, number>> = { ...CHUNK_WEIGHTS, log_lines: logLines, callable, unnamed, first };
  return {
    file: Float64Array.from(FILE_FEATURES, (feature) => file[feature] ?? 0),
    chunk: Float64Array.from(CHUNK_FEATURES, (feature) => chunk[feature] ?? 0),
  };
}
