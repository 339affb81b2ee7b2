/** One look at the log of all processes, as deep and as fine as somebody asked for: each frame counts once, however files are put together. */
import { byWidth } from './compact';
import type { MetricsFolder } from './folder';
import { outlineOf, unpackFrame, type Frame } from './frames';
import { decodeFirst, readLines, type Wanted } from './lines';
import { endOf, HOUR_MS, isHeader, parseSegment, type Header, type Segment, type Summary } from './segments';
import { createTimeline, detailWidthAt, type Timeline, type TimelineOptions } from './timeline';
import { isWatching } from './watching';

/**
 * `minutes`: runs by all labels, minute by minute for the last hours. `signals`: runs by workspace alone
 * and without stages, minute by minute for a day. `hours`: runs by all labels, but whole hours.
 */
export type Detail = 'minutes' | 'signals' | 'hours';

export interface View {
  /** What ended before is not in it; ms since 1970. */
  readonly from: number;
  readonly timeline: Timeline;
  /** Reads what is new; false when a part of it counts already: then only a new view helps. */
  refresh(): Promise<boolean>;
  /** Lines that were damaged and left out so far. */
  damaged(): number;
  /** Lets go of what ended before `from`. */
  forget(from: number): void;
}

interface Way {
  readonly wanted: (header: Header) => Wanted;
  readonly take: (frame: Frame) => Frame | undefined;
  readonly options?: TimelineOptions;
}

const WAYS: Readonly<Record<Detail, Way>> = {
  minutes: { wanted: () => (section) => section === 'd' || section === 'g', take: (frame) => frame, options: { widening: detailWidthAt } },
  signals: {
    wanted: () => (section) => section === 'o' || section === 'g',
    take: (frame) => (frame.kind === 'runs' && isWatching(frame.labels[0]) ? undefined : outlineOf(frame)),
  },
  hours: { wanted: ({ totals }) => (section) => section === (totals ? 't' : 'd') || section === 'g', take: (frame) => frame, options: { grain: HOUR_MS } },
};

export function createView(folder: MetricsFolder, detail: Detail, since: number): View {
  const { wanted, take, options } = WAYS[detail];
  const timeline = createTimeline(options);
  /** Run file to the bytes of it that count already. */
  const consumed = new Map<string, number>();
  /** Summaries that count already. */
  const merged = new Set<string>();
  let from = since;
  let damaged = 0;

  const consumedOf = (name: string): number => consumed.get(name) ?? 0;

  function use(line: unknown): void {
    const frame = unpackFrame(line);
    if (!frame) damaged += 1;
    const taken = frame && take(frame);
    if (taken) timeline.adopt(taken);
  }

  async function readSummary({ name }: Summary): Promise<boolean> {
    if (merged.has(name)) return true;
    const bytes = await folder.read(name);
    // Removed since it was listed: what replaces it is seen the next time.
    if (bytes.length === 0) return true;
    merged.add(name);
    const header = decodeFirst(bytes);
    if (!isHeader(header)) {
      damaged += 1;
      return true;
    }
    const known = header.leaves.filter(([leaf, length]) => consumedOf(leaf) >= length).length;
    const isNew = header.leaves.every(([leaf]) => consumedOf(leaf) === 0);
    if (!isNew && known < header.leaves.length) return false;
    for (const [leaf] of header.leaves) consumed.set(leaf, Infinity);
    if (!isNew) return true;
    let isFirst = true;
    const read = readLines(
      bytes,
      (line) => {
        if (!isFirst) use(line);
        isFirst = false;
      },
      wanted(header),
    );
    damaged += read.damaged;
    return true;
  }

  async function readRun({ name }: Segment): Promise<void> {
    const offset = consumedOf(name);
    if (offset === Infinity) return;
    const read = readLines(await folder.read(name, offset), use);
    damaged += read.damaged;
    if (read.length > 0) consumed.set(name, offset + read.length);
  }

  return {
    get from() {
      return from;
    },
    timeline,
    async refresh() {
      const names = await folder.list();
      const there = new Set(names);
      for (const name of merged) if (!there.has(name)) merged.delete(name);
      // A file holds nothing that is later than its own time.
      const segments = names.map(parseSegment).filter((segment) => segment !== undefined && endOf(segment) > from) as Segment[];
      for (const segment of segments.sort(byWidth)) {
        if (segment.kind === 'run') await readRun(segment);
        else if (!(await readSummary(segment))) return false;
      }
      return true;
    },
    damaged: () => damaged,
    forget(earliest) {
      from = earliest;
      timeline.forget(earliest);
      for (const name of consumed.keys()) if (endOf(parseSegment(name)!) <= earliest) consumed.delete(name);
    },
  };
}
