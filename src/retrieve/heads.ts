/**
 * How well the heads of definitions (name, owner, file, parameters, types) say what a question in prose
 * says. Most words of heads mean nothing to the question; they cost a look into a small table.
 */
import type { Vocabulary } from '../lexical';
import type { Concepts, Meant } from './concepts';
import { HEAD_ROW, type FileHeads } from './head-words';
import { readMeanings } from './meanings';
import { SIGNAL } from './signals';

/** Sets the signals of a chunk, by its place in its file, in the row that begins at `row`. */
export type FillHeads = (heads: FileHeads, chunk: number, signals: Float64Array, row: number) => void;

/** Names of one word are in any head by chance. */
const SURE_WORDS = 2;

/** For heads that were read with `vocabulary` before this call. */
export function createHeads({ weights, byTerm }: Concepts, vocabulary: Vocabulary): FillHeads {
  const { placeOf, own, joined } = readMeanings(byTerm, vocabulary);
  const found = new Float64Array(weights.length);
  /** Whether the last head had anything: most have nothing, and cost no more than a look at their words. */
  let filled = false;

  function mark(meant: readonly Meant[]): void {
    for (let at = 0; at < meant.length; at += 1) {
      const { concept, share } = meant[at]!;
      if (share > found[concept]!) found[concept] = share;
    }
  }

  /** Whether any of the words means something. */
  function look(words: Uint32Array, from: number, to: number): boolean {
    let any = false;
    for (let at = from; at < to; at += 1) {
      const place = placeOf(words[at]!);
      if (place < 0) continue;
      any = true;
      mark(own[place]!);
      // `bigInt` says what `bigint` says.
      const meant = at + 1 < to ? joined[place]?.get(words[at + 1]!) : undefined;
      if (meant) mark(meant);
    }
    return any;
  }

  function covered(): number {
    let sum = 0;
    for (let concept = 0; concept < weights.length; concept += 1) sum += weights[concept]! * found[concept]!;
    return sum;
  }

  /** Share of the name's words that the question means. */
  function precision(words: Uint32Array, from: number, to: number): number {
    let sum = 0;
    let withBefore = 0;
    for (let at = from; at < to; at += 1) {
      const place = placeOf(words[at]!);
      const withNext = place < 0 || at + 1 === to ? 0 : largestShare(joined[place]?.get(words[at + 1]!));
      sum += (place < 0 ? 0 : largestShare(own[place])) || Math.max(withBefore, withNext);
      withBefore = withNext;
    }
    return sum / Math.max(1, to - from);
  }

  return ({ starts, bounds, words }, chunk, signals, row) => {
    const last = starts[chunk + 1]! * HEAD_ROW;
    for (let head = starts[chunk]! * HEAD_ROW; head < last; head += HEAD_ROW) {
      const [name, around, types, end] = [bounds[head]!, bounds[head + 1]!, bounds[head + 2]!, bounds[head + 3]!];
      if (filled) found.fill(0);
      const inName = look(words, name, around);
      const inNames = look(words, around, types) || inName;
      const named = inNames ? covered() : 0;
      filled = look(words, types, end) || inNames;
      if (!filled) continue;
      const all = covered();
      const precise = inName ? precision(words, name, around) : 0;
      raise(signals, row + SIGNAL.head, all);
      raise(signals, row + SIGNAL.named, named);
      raise(signals, row + SIGNAL.exact_name, precise * Math.min(1, (around - name) / SURE_WORDS));
      raise(signals, row + SIGNAL.exact_head, precise * all);
    }
  };
}

function largestShare(meant: readonly Meant[] | undefined): number {
  let most = 0;
  if (meant) for (let at = 0; at < meant.length; at += 1) if (meant[at]!.share > most) most = meant[at]!.share;
  return most;
}

function raise(signals: Float64Array, at: number, value: number): void {
  if (value > signals[at]!) signals[at] = value;
}
