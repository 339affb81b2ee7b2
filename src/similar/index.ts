/** The fingerprints of a workspace. Costs nothing until it is asked; then it follows every change. */
import type { PackedFingerprints } from '../kernel';
import { FINGERPRINT_WIDTH } from '../kernel';
import { BANDING_MIN, createBands, type Bands } from './bands';
import { compareFingerprints, fingerprintsOf, treeKey, type Fingerprint, type Likeness } from './sketch';

export { BANDING_MIN } from './bands';
export { isAround } from './nesting';
export { compareFingerprints, fingerprintsOf, treeKey, type Fingerprint, type Likeness } from './sketch';

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
  /**
   * Calls `visit` for those that may have a similarity of `BANDING_MIN` or more, all with the same tree at once,
   * until it returns false.
   */
  forEachNear(fingerprint: Fingerprint, visit: (same: readonly Print[]) => boolean): void;
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
      const consider = (same: readonly Print[]): boolean => {
        const { size } = same[0]!;
        if (Math.min(size, fingerprint.size) < minSimilarity * Math.max(size, fingerprint.size)) return true;
        const likeness = compareFingerprints(fingerprint, same[0]!);
        if (likeness.similarity < minSimilarity) return true;
        for (const print of same) found.push({ print, ...(likeness.similarity === 1 ? compareFingerprints(fingerprint, print) : likeness) });
        return true;
      };
      if (minSimilarity >= BANDING_MIN) index().forEachNear(fingerprint, consider);
      else for (const file of packed.keys()) for (const print of index().of(file)) consider([print]);
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
  forEachNear(fingerprint: Fingerprint, visit: (same: readonly Print[]) => boolean): void;
  bytes(): number;
}

/** All that have the same tree. Only one of them has to be looked for: small code is often the same. */
interface Shape {
  readonly id: number;
  members: Print[];
}

function build(files: ReadonlyMap<number, PackedFingerprints>): Built {
  let count = 0;
  for (const { rows } of files.values()) count += rows.length / FINGERPRINT_WIDTH;
  // Room to change and to grow.
  const capacity = Math.max(1_024, 2 * count);
  const bands: Bands = createBands(capacity);
  const byKey = new Map<string, Shape>();
  const byId: Shape[] = [];
  const byFile = new Map<number, readonly Print[]>();
  const seen = new Uint32Array(capacity);
  let round = 0;
  let gone = 0;
  let prints = 0;

  function addPrint(print: Print): void {
    const key = treeKey(print);
    const known = byKey.get(key);
    if (known) known.members.push(print);
    else {
      const shape = { id: byId.length, members: [print] };
      byKey.set(key, shape);
      byId.push(shape);
      bands.add(shape.id, print.sketch);
    }
  }

  function removePrint(print: Print): void {
    const key = treeKey(print);
    const shape = byKey.get(key)!;
    shape.members = shape.members.filter((each) => each !== print);
    if (shape.members.length > 0) return;
    byKey.delete(key);
    bands.remove(shape.id);
    gone += 1;
  }

  const built: Built = {
    of: (file) => byFile.get(file) ?? [],
    add(file, fingerprints) {
      const own = fingerprintsOf(fingerprints).map((fingerprint) => ({ ...fingerprint, file }));
      if (byId.length + own.length > capacity) return false;
      byFile.set(file, own);
      prints += own.length;
      own.forEach(addPrint);
      return true;
    },
    remove(file) {
      const own = byFile.get(file) ?? [];
      own.forEach(removePrint);
      prints -= own.length;
      byFile.delete(file);
      return gone <= capacity / 2;
    },
    forEachNear({ sketch }, visit) {
      round += 1;
      bands.forEachNear(sketch, (id) => {
        if (seen[id] === round) return true;
        seen[id] = round;
        return visit(byId[id]!.members);
      });
    },
    bytes: () => bands.bytes() + seen.byteLength + prints * PRINT_BYTES,
  };
  for (const [file, fingerprints] of files) built.add(file, fingerprints);
  return built;
}
