/** Joins the answers of retrievers: each chunk with the signals of all branches that proposed it. */
import type { Candidates, ResultSource } from '../kernel';

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
  const [first, ...others] = branches.map(weigh);
  return others.reduce(merge, first ?? { chunks: new Uint32Array(0), signals: new Float64Array(0), width: 0, sources: new Uint8Array(0) });
}

function weigh({ source, weight, candidates: { chunks, signals, width } }: Branch): Fused {
  const weighed = weight === 1 ? signals : signals.map((value) => weight * value);
  return { chunks, signals: weighed, width, sources: new Uint8Array(chunks.length).fill(BITS[source]) };
}

/** Both lists ascend, so one walk along them is enough. */
function merge(a: Fused, b: Fused): Fused {
  const width = Math.max(a.width, b.width);
  const most = a.chunks.length + b.chunks.length;
  const chunks = new Uint32Array(most);
  const signals = new Float64Array(most * width);
  const sources = new Uint8Array(most);
  let end = 0;
  for (let i = 0, j = 0; i < a.chunks.length || j < b.chunks.length; end += 1) {
    const [left, right] = [a.chunks[i] ?? Infinity, b.chunks[j] ?? Infinity];
    chunks[end] = Math.min(left, right);
    if (left <= right) {
      addRow(a, i, signals, end);
      sources[end] = a.sources[i]!;
      i += 1;
    }
    if (right <= left) {
      addRow(b, j, signals, end);
      sources[end] = sources[end]! | b.sources[j]!;
      j += 1;
    }
  }
  return { chunks: chunks.subarray(0, end), signals: signals.subarray(0, end * width), width, sources: sources.subarray(0, end) };
}

function addRow({ signals, width }: Fused, from: number, into: Float64Array, to: number): void {
  for (let at = 0; at < width; at += 1) into[to * width + at] = into[to * width + at]! + signals[from * width + at]!;
}
