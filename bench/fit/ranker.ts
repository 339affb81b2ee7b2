/** The two-step ranker of src/rank on feature rows: fitting it, and ranking one case with any weights. */
import type { Ranked } from '../measures';
import { CHUNK_FEATURES, FILE_FEATURES, type CaseRows } from './lists';
import { fitSoftmax, scoreOf, type List } from './softmax';

export interface RankerWeights {
  /** In the order of FILE_FEATURES. */
  readonly file: Float64Array;
  /** In the order of CHUNK_FEATURES. */
  readonly chunk: Float64Array;
  /** What each further chunk of a file loses; not fitted. */
  readonly turn: number;
  /** Of the own score of a file's best chunk, what moves the file; not fitted. */
  readonly carry: number;
}

const L2 = 0.003;
/** Files whose chunks the second step is fitted on: the gold file is rarely further down. */
const FILES_FOR_CHUNKS = 30;
const RESULTS = 100;

export function fitRanker(cases: readonly CaseRows[], { turn, carry }: Pick<RankerWeights, 'turn' | 'carry'>): RankerWeights {
  const file = fitSoftmax(cases.map(({ files, goldFiles, noise }) => ({ rows: files, gold: goldFiles, offset: noise })), FILE_FEATURES.length, L2);
  const chunk = fitSoftmax(cases.map((sample) => chunkList(sample, file)), CHUNK_FEATURES.length, L2);
  return { file, chunk, turn, carry };
}

function chunkList(sample: CaseRows, weights: Float64Array): List {
  const width = CHUNK_FEATURES.length;
  const best = bestFiles(sample, weights).slice(0, FILES_FOR_CHUNKS);
  const { firstChunk } = sample;
  const count = best.reduce((sum, { file }) => sum + firstChunk[file + 1]! - firstChunk[file]!, 0);
  const rows = new Float32Array(count * width);
  const gold = new Uint8Array(count);
  let at = 0;
  for (const { file, merit } of best) {
    for (let chunk = firstChunk[file]!; chunk < firstChunk[file + 1]!; chunk += 1, at += 1) {
      rows.set(sample.chunks.subarray(chunk * width, (chunk + 1) * width), at * width);
      rows[at * width] = merit;
      gold[at] = sample.goldChunks[chunk]!;
    }
  }
  return { rows, gold };
}

interface Merit {
  readonly file: number;
  readonly merit: number;
}

function bestFiles({ paths, files, noise }: CaseRows, weights: Float64Array): Merit[] {
  return paths
    .map((_, file) => ({ file, merit: scoreOf(files, file, weights) + noise[file]! }))
    .sort((a, b) => b.merit - a.merit || (paths[a.file]! < paths[b.file]! ? -1 : 1));
}

/** Results as src/rank orders them. */
export function rankCase(sample: CaseRows, weights: RankerWeights): Ranked[] {
  const { firstChunk, chunks, lines, paths } = sample;
  const [perMerit = 0] = weights.chunk;
  const scored = bestFiles(sample, weights.file).flatMap(({ file, merit }) => {
    const own: { file: number; chunk: number; score: number }[] = [];
    for (let chunk = firstChunk[file]!; chunk < firstChunk[file + 1]!; chunk += 1) {
      own.push({ file, chunk, score: scoreOf(chunks, chunk, weights.chunk) + perMerit * merit });
    }
    own.sort((a, b) => b.score - a.score);
    const counted = (1 - weights.carry) * ((own[0]?.score ?? 0) - perMerit * merit);
    return own.map((each, position) => ({ ...each, score: each.score - counted - weights.turn * position }));
  });
  scored.sort((a, b) => b.score - a.score);
  return scored
    .slice(0, RESULTS)
    .map(({ file, chunk }) => ({ path: paths[file]!, startLine: lines[2 * chunk]!, endLine: lines[2 * chunk + 1]! }));
}
