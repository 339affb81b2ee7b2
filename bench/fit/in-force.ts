/** The weights of src/rank in the order of the feature rows. */
import { GENERAL, INTENTION, type Profile } from '../../src/rank/weights';
import { CHUNK_FEATURES, FILE_FEATURES, type CaseRows } from './lists';
import type { RankerWeights } from './ranker';

export const weightsInForce = ({ intention }: Pick<CaseRows, 'intention'>): RankerWeights => (intention ? ofIntention : ofOthers);

const ofOthers = read(GENERAL);
const ofIntention = read(INTENTION);

function read(profile: Profile): RankerWeights {
  const file: Readonly<Record<string, number>> = { ...profile.file, log_chunks: profile.fileLength };
  const { logLines, callable, unnamed, first } = profile.shape;
  const chunk: Readonly<Record<string, number>> = { ...profile.chunk, file: profile.merit, log_lines: logLines, callable, unnamed, first };
  return {
    file: Float64Array.from(FILE_FEATURES, (feature) => file[feature] ?? 0),
    chunk: Float64Array.from(CHUNK_FEATURES, (feature) => chunk[feature] ?? 0),
    turn: profile.turn,
    carry: profile.carry,
  };
}
