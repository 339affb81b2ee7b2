/** Follows the log of all processes into a timeline: each frame counts once, however files are put together. */
import { unpackFrame, type Frame } from './frames';
import { decodeLines } from './lines';
import { isHeader, parseSegment, type Segment } from './segments';

/** What is needed of src/io's LogFolder. */
export interface MetricsFolder {
  list(): Promise<string[]>;
  append(name: string, text: string): Promise<void>;
  read(name: string, offset?: number): Promise<Buffer>;
  replace(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface ReaderOptions {
  readonly folder: MetricsFolder;
  /** This process's own files, which the timeline has already. */
  readonly isOwn: (segment: Segment) => boolean;
  readonly add: (frame: Frame) => void;
  /** All must be counted anew: forget everything, own runs too. */
  readonly reset: () => Promise<void>;
}

export interface Reader {
  /** Reads what is new. Answers how many damaged lines there were so far. */
  refresh(): Promise<number>;
}

export function createReader({ folder, isOwn, add, reset }: ReaderOptions): Reader {
  /** Run file to the bytes of it that count already. */
  let consumed = new Map<string, number>();
  /** Summaries that count already. */
  let merged = new Set<string>();
  let ownToo = false;
  let damaged = 0;

  /** How much of a run file counts already. */
  const consumedOf = (name: string): number => {
    const segment = parseSegment(name);
    return segment !== undefined && !ownToo && isOwn(segment) ? Infinity : (consumed.get(name) ?? 0);
  };

  /** False when a part of it counts already: then only a new start helps. */
  async function readSummary(name: string): Promise<boolean> {
    if (merged.has(name)) return true;
    const decoded = decodeLines(await folder.read(name));
    const [header, ...lines] = decoded.lines;
    merged.add(name);
    if (!isHeader(header)) return true;
    const known = header.leaves.filter(([leaf, bytes]) => consumedOf(leaf) >= bytes).length;
    const isNew = header.leaves.every(([leaf]) => consumedOf(leaf) === 0);
    if (!isNew && known < header.leaves.length) return false;
    for (const [leaf] of header.leaves) consumed.set(leaf, Infinity);
    damaged += decoded.damaged;
    if (isNew) addLines(lines);
    return true;
  }

  async function readRun(segment: Segment): Promise<void> {
    const offset = consumed.get(segment.name) ?? 0;
    if (offset === Infinity || (isOwn(segment) && !ownToo)) return;
    const decoded = decodeLines(await folder.read(segment.name, offset));
    damaged += decoded.damaged;
    if (decoded.length > 0) consumed.set(segment.name, offset + decoded.length);
    addLines(decoded.lines);
  }

  function addLines(lines: readonly unknown[]): void {
    for (const line of lines) {
      const frame = unpackFrame(line);
      if (frame) add(frame);
      else damaged += 1;
    }
  }

  async function readAll(): Promise<boolean> {
    const segments = (await folder.list()).map(parseSegment).filter((segment) => segment !== undefined);
    const names = new Set(segments.map(({ name }) => name));
    for (const name of merged) if (!names.has(name)) merged.delete(name);
    // The widest first: they say which of the others are in them.
    for (const kind of ['day', 'hour'] as const) {
      for (const segment of segments) if (segment.kind === kind && !(await readSummary(segment.name))) return false;
    }
    for (const segment of segments) if (segment.kind === 'run') await readRun(segment);
    return true;
  }

  return {
    async refresh() {
      if (await readAll()) return damaged;
      consumed = new Map();
      merged = new Set();
      damaged = 0;
      ownToo = true;
      await reset();
      await readAll();
      // From here on own runs are added as they happen again.
      for (const name of await folder.list()) {
        const segment = parseSegment(name);
        if (segment?.kind === 'run' && isOwn(segment)) consumed.set(name, Infinity);
      }
      ownToo = false;
      return damaged;
    },
  };
}
