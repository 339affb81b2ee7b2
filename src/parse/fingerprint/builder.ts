/**
 * Fingerprints of definitions from a walk over their syntax trees: what the tree is made of, without names
 * and values. Every definition gets the set of its tree's shingles, sketched by one-permutation MinHash
 * (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012): a shingle's hash names a bin and a value, and
 * each bin keeps its least value. A walk costs one hash per node however many definitions stand in each
 * other, since the sketch of an outer definition takes in that of an inner one bin by bin.
 */
import type { PackedFingerprints } from '../../kernel';
import { SKETCH_WORDS } from '../../kernel';

/** Nodes in a row that make one shingle. */
const SHINGLE = 3;
/** A definition with fewer nodes resembles everything: it gets no fingerprint. */
const SIZE_MIN = 12;
/** Nor does one that repeats so few pieces, like a list of fields. */
const PIECES_MIN = 8;
/** Definitions of one file that get fingerprints; a generated file may have more. */
const FINGERPRINTS_MAX = 5_000;

const BINS = 4 * SKETCH_WORDS;
const BIN_SHIFT = 25;
const VALUE_MASK = (1 << BIN_SHIFT) - 1;
const EMPTY = 0xffff_ffff;
const TREE_BASE = 0x0100_0193;
const TEXT_BASE = 0x9e37_79b1 | 0;

export interface ParseOptions {
  /** Default true. */
  readonly fingerprints?: boolean;
}

export interface FingerprintBuilder {
  /** Whether nodes count at present. */
  isOpen(): boolean;
  /** A definition starts; what is entered until `close` is its code. */
  open(symbol: number): void;
  close(): void;
  /** A node: `code` says what it is. Its inner nodes follow until `leave`. */
  enter(code: number): void;
  leave(): void;
  /** A node without inner ones that is written as `text`: a name or a literal. */
  leaf(code: number, text: string): void;
  /** Undefined when nothing was large enough. */
  build(): PackedFingerprints | undefined;
}

/** Where a definition starts, as running values had it. */
interface Frame {
  readonly symbol: number;
  /** Nodes before it. */
  readonly start: number;
  readonly tree: number;
  readonly steps: number;
  readonly text: number;
  readonly texts: number;
  /** Least value of each bin. */
  readonly bins: Uint32Array;
}

/** `seed`: trees of different languages have nothing in common unless they share it. */
export function createFingerprintBuilder(seed: string): FingerprintBuilder {
  const salt = hashText(seed);
  const seeded = Math.imul(salt, TEXT_BASE);
  const frames: Frame[] = [];
  const spare: Uint32Array[] = [];
  // Asked for every node, so the innermost frame and the two nodes before are at hand.
  let top: Frame | undefined;
  let older = 0;
  let old = 0;
  let parents = new Int32Array(256);
  let depth = 0;
  const rows: number[] = [];
  const sketches: Uint32Array[] = [];
  let count = 0;
  // Polynomials over all that was entered: a definition's own hash is the difference of two of them.
  let tree = 0;
  let steps = 0;
  let text = 0;
  let texts = 0;

  function add(code: number): void {
    const token = mix(Math.imul(code, 0x85eb_ca6b) ^ Math.imul(parents[depth]!, 0xc2b2_ae35) ^ salt);
    tree = (Math.imul(tree, TREE_BASE) + token) | 0;
    steps += 1;
    count += 1;
    const first = count - SHINGLE;
    const frame = top !== undefined && top.start <= first ? top : frameAt(first);
    if (frame) keep(frame.bins, mix(Math.imul(Math.imul(seeded + older, TEXT_BASE) + old, TEXT_BASE) + token));
    older = old;
    old = token;
  }

  /** The innermost definition that all of a shingle stands in. */
  function frameAt(first: number): Frame | undefined {
    let at = frames.length - 1;
    while (at >= 0 && frames[at]!.start > first) at -= 1;
    return frames[at];
  }

  function push(code: number): void {
    depth += 1;
    if (depth === parents.length) {
      const larger = new Int32Array(depth * 2);
      larger.set(parents);
      parents = larger;
    }
    parents[depth] = code;
  }

  function finish({ symbol, start, bins, ...before }: Frame): void {
    const size = count - start;
    if (size < SIZE_MIN || sketches.length >= FINGERPRINTS_MAX) return;
    const sketch = new Uint32Array(SKETCH_WORDS);
    let pieces = 0;
    for (let bin = 0; bin < BINS; bin += 1) {
      const value = bins[bin]!;
      if (value === EMPTY) continue;
      pieces += 1;
      sketch[bin >> 2]! |= (1 + (value % 255)) << (8 * (bin & 3));
    }
    if (pieces < PIECES_MIN) return;
    const treeHash = mix((tree - Math.imul(before.tree, power(TREE_BASE, steps - before.steps))) ^ size);
    const textHash = mix(text - Math.imul(before.text, power(TEXT_BASE, texts - before.texts)));
    rows.push(symbol, size, treeHash >>> 0, textHash >>> 0);
    sketches.push(sketch);
  }

  return {
    isOpen: () => top !== undefined,
    open(symbol) {
      const bins = (spare.pop() ?? new Uint32Array(BINS)).fill(EMPTY);
      top = { symbol, start: count, tree, steps, text, texts, bins };
      frames.push(top);
      // What stands around a definition must not tell in its own hash.
      push(0);
    },
    close() {
      const { bins } = frames[frames.length - 1]!;
      finish(frames.pop()!);
      depth -= 1;
      top = frames[frames.length - 1];
      if (top) for (let bin = 0; bin < BINS; bin += 1) if (bins[bin]! < top.bins[bin]!) top.bins[bin] = bins[bin]!;
      spare.push(bins);
    },
    enter(code) {
      add(code);
      push(code);
    },
    leave() {
      depth -= 1;
      tree = (Math.imul(tree, TREE_BASE) + 1) | 0;
      steps += 1;
    },
    leaf(code, written) {
      add(code);
      text = (Math.imul(text, TEXT_BASE) + hashText(written)) | 0;
      texts += 1;
    },
    build() {
      if (sketches.length === 0) return undefined;
      const packed = new Uint32Array(sketches.length * SKETCH_WORDS);
      sketches.forEach((sketch, index) => packed.set(sketch, index * SKETCH_WORDS));
      return { rows: Uint32Array.from(rows), sketches: packed };
    },
  };
}

/** As a field of facts: absent when there are none. */
export const withFingerprints = (fingerprints: PackedFingerprints | undefined): { fingerprints?: PackedFingerprints } =>
  fingerprints ? { fingerprints } : {};

function keep(bins: Uint32Array, hash: number): void {
  const bin = hash >>> BIN_SHIFT;
  const value = hash & VALUE_MASK;
  if (value < bins[bin]!) bins[bin] = value;
}

/** Spreads 32 bits (the finalizer of MurmurHash3, Appleby, public domain). */
function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85eb_ca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2_ae35);
  // Signed: what does not fit 31 bits and a sign is a number of its own in memory wherever it is kept.
  return hash ^ (hash >>> 16);
}

/** FNV-1a over UTF-16 units. */
export function hashText(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash >>> 0;
}

/** `base` to the power of `exponent`, modulo 2^32. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}
