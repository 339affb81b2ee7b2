/** The fingerprints of a workspace. Costs nothing until it is asked; then it follows every change. */
import type { PackedFingerprints } from '../kernel';
import { FINGERPRINT_WIDTH } from '../kernel';
import { BANDING_MIN, createBands, type Bands } from './bands';
import { compareFingerprints, fingerprintsOf, type Fingerprint, type Likeness } from './sketch';

export { BANDING_MIN } from './bands';
export { isAround } from './nesting';
export { compareFingerprints, fingerprintsOf, isSameTree, type Fingerprint, type Likeness } from './sketch';

/** A definition with its fingerprint. */
export interface Print extends Fingerprint {
  /** Number of the file, as in definitions. */
  readonly file: number;
}

export interface FoundPrint extends Likeness {
  readonly print: Print;
}

export interface SimilarIndex {
  addFile(file: number, fingerprints: PackedFingerprints | undefined): void;
  removeFile(file: number): void;
  /** The fingerprint of a definition; undefined when it has no code or little of it. */
  find(file: number, symbol: number): Print | undefined;
  /** All, in no particular order. */
  prints(): Print[];
  /** Those of at least this similarity, in no particular order. */
  near(fingerprint: Fingerprint, minSimilarity: number): FoundPrint[];
  /** Calls `visit` for those that may have a similarity of `BANDING_MIN` or more, each once, until it returns false. */
  forEachNear(fingerprint: Fingerprint, visit: (print: Print) => boolean): void;
  /** Memory that it takes beside the facts. */
  bytes(): number;
}

const PRINT_BYTES = 200;

export function createSimilarIndex(): SimilarIndex {
  const packed = new Map<number, PackedFingerprints>();
  let built: Built | undefined;
  const index = (): Built => (built ??= build(packed));

  return {
    addFile(file, fingerprints) {
      if (!fingerprints) return;
      packed.set(file, fingerprints);
      if (built && !built.add(file, fingerprints)) built = undefined;
    },
    removeFile(file) {
      if (packed.delete(file) && built && !built.remove(file)) built = undefined;
    },
    find: (file, symbol) => index().of(file).find((print) => print.symbol === symbol),
    prints: () => [...packed.keys()].flatMap((file) => index().of(file)),
    near(fingerprint, minSimilarity) {
      const found: FoundPrint[] = [];
      const consider = (print: Print): boolean => {
        if (Math.min(print.size, fingerprint.size) < minSimilarity * Math.max(print.size, fingerprint.size)) return true;
        const likeness = compareFingerprints(fingerprint, print);
        if (likeness.similarity >= minSimilarity) found.push({ print, ...likeness });
        return true;
      };
      if (minSimilarity >= BANDING_MIN) index().forEachNear(fingerprint, consider);
      else for (const file of packed.keys()) index().of(file).forEach(consider);
      return found;
    },
    forEachNear: (fingerprint, visit) => index().forEachNear(fingerprint, visit),
    bytes: () => built?.bytes() ?? 0,
  };
}

interface Built {
  of(file: number): readonly Print[];
  /** False when there is no room left. */
  add(file: number, fingerprints: PackedFingerprints): boolean;
  /** False when so much is gone that a new start is better. */
  remove(file: number): boolean;
  forEachNear(fingerprint: Fingerprint, visit: (print: Print) => boolean): void;
  bytes(): number;
}

function build(files: ReadonlyMap<number, PackedFingerprints>): Built {
  let count = 0;
  for (const { rows } of files.values()) count += rows.length / FINGERPRINT_WIDTH;
  // Room to change and to grow.
  const capacity = Math.max(1_024, 2 * count);
  const bands: Bands = createBands(capacity);
  const prints: (Print | undefined)[] = [];
  const ids = new Map<number, number[]>();
  const seen = new Uint32Array(capacity);
  let round = 0;
  let gone = 0;

  const built: Built = {
    of: (file) => (ids.get(file) ?? []).map((id) => prints[id]!),
    add(file, fingerprints) {
      const own = fingerprintsOf(fingerprints);
      if (prints.length + own.length > capacity) return false;
      ids.set(file, own.map((fingerprint) => {
        const id = prints.push({ ...fingerprint, file }) - 1;
        bands.add(id, fingerprint.sketch);
        return id;
      }));
      return true;
    },
    remove(file) {
      for (const id of ids.get(file) ?? []) {
        prints[id] = undefined;
        bands.remove(id);
        gone += 1;
      }
      ids.delete(file);
      return gone <= capacity / 2;
    },
    forEachNear({ sketch }, visit) {
      round += 1;
      bands.forEachNear(sketch, (id) => {
        if (seen[id] === round) return true;
        seen[id] = round;
        return visit(prints[id]!);
      });
    },
    bytes: () => bands.bytes() + seen.byteLength + prints.length * PRINT_BYTES,
  };
  for (const [file, fingerprints] of files) built.add(file, fingerprints);
  return built;
}
