/** Joins the answers of retrievers: each chunk with the signals of all branches that proposed it. */
import type { Candidates, ResultSource } from '../kernel';

export { fuseRanks, type Placed } from './reciprocal';

export interface Branch {
  readonly source: 'ast' | 'rag';
  /** How much its signals count, 1 = as fitted. */
  readonly weight: number;
  readonly candidates: Candidates;
}

/** Columns like those of `Candidates`. */
export interface Fused extends Pick<Candidates, 'chunks' | 'signals' | 'width'> {
  /** Which branches proposed the chunk: see `sourceOf`. */
  readonly sources: Uint8Array;
}

const BITS = { ast: 1, rag: 2 } as const;
const SOURCES: readonly ResultSource[] = ['ast', 'ast', 'rag', 'ast+rag'];

/** What the number in `Fused.sources` means. */
export const sourceOf = (bits: number): ResultSource => SOURCES[bits]!;

/** One entry per chunk, ascending. */
export function fuse(branches: readonly Branch[]): Fused {
  const [first, second, ...others] = branches;
  const start = merge(first ? weighed(first) : NOTHING, second ? weighed(second) : NOTHING);
  return others.reduce((fused, branch) => merge({ ...fused, weight: 1 }, weighed(branch)), start);
}

/** What a merge reads: signals count by `weight`. */
interface Weighed extends Omit<Fused, 'sources'> {
  readonly weight: number;
  /** Of each chunk, or of all. */
  readonly sources: Uint8Array | number;
}

const NOTHING: Weighed = { chunks: new Uint32Array(0), signals: new Float64Array(0), width: 0, weight: 1, sources: 0 };

const weighed = ({ source, weight, candidates: { chunks, signals, width } }: Branch): Weighed => ({ chunks, signals, width, weight, sources: BITS[source] });

/** Both lists ascend, so one walk along them is enough; the first tells how long the merged one is, which costs less than room for all. */
function merge(a: Weighed, b: Weighed): Fused {
  const width = Math.max(a.width, b.width);
  const chunks = mergedChunks(a.chunks, b.chunks);
  const signals = new Float64Array(chunks.length * width);
  const sources = new Uint8Array(chunks.length);
  addRows(a, chunks, signals, width, sources);
  addRows(b, chunks, signals, width, sources);
  return { chunks, signals, width, sources };
}

function mergedChunks(a: Uint32Array, b: Uint32Array): Uint32Array {
  const chunks = new Uint32Array(a.length + b.length);
  let end = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; end += 1) {
    const left = i < a.length ? a[i]! : Infinity;
    const right = j < b.length ? b[j]! : Infinity;
    chunks[end] = Math.min(left, right);
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return chunks.subarray(0, end);
}

function addRows({ chunks, signals, width, weight, sources }: Weighed, merged: Uint32Array, into: Float64Array, intoWidth: number, intoSources: Uint8Array): void {
  let to = 0;
  for (let from = 0; from < chunks.length; from += 1, to += 1) {
    while (merged[to] !== chunks[from]) to += 1;
    const row = from * width;
    const intoRow = to * intoWidth;
    for (let at = 0; at < width; at += 1) into[intoRow + at] = into[intoRow + at]! + weight * signals[row + at]!;
    intoSources[to] = intoSources[to]! | (typeof sources === 'number' ? sources : sources[from]!);
  }
}
