/** All tallies in memory by time: minutes at first, wider spans with age. Frames of any width add up. */
import type { Frame, Span } from './frames';
import { addGauges, createGaugeTally, type GaugeTally } from './gauges';
import { keyOfLabels, labelsOfKey, type LabelSet } from './labels';
import { addTally, createTally, type Tally } from './tally';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface SeriesValue {
  sum: number;
  count: number;
  last: number;
  lastAt: number;
}

export interface Cell extends Span {
  readonly runs: Map<string, Tally>;
  readonly gauges: GaugeTally;
  readonly values: Map<string, SeriesValue>;
}

export interface Timeline {
  add(frame: Frame): void;
  /** The tallies of `labels` in the minute of `at`, to add to. */
  tally(at: number, labels: LabelSet): Tally;
  /** Cells that overlap with [from, to), the oldest first. */
  cells(from: number, to: number): Cell[];
  /** Widens what is old and forgets what is older than `retentionMs`. */
  age(now: number, retentionMs: number): void;
  frames(): Frame[];
  clear(): void;
}

/** How wide a span may be of what is so old. */
export function widthAt(ageMs: number): number {
  if (ageMs < DAY) return MINUTE;
  return ageMs < 3 * DAY ? 10 * MINUTE : HOUR;
}

export function createTimeline(): Timeline {
  let cells = new Map<number, Cell>();

  function cellOf(start: number, width: number): Cell {
    const from = Math.floor(start / width) * width;
    // A start belongs to one cell only: a wider one takes narrower frames in.
    const known = cells.get(from);
    if (known) return known;
    const cell: Cell = { start: from, width, runs: new Map(), gauges: createGaugeTally(), values: new Map() };
    cells.set(from, cell);
    return cell;
  }

  const tallyOf = (cell: Cell, key: string): Tally => {
    let tally = cell.runs.get(key);
    if (!tally) cell.runs.set(key, (tally = createTally()));
    return tally;
  };

  function add(frame: Frame): void {
    const cell = cellOf(frame.start, frame.width);
    if (frame.kind === 'runs') addTally(tallyOf(cell, keyOfLabels(frame.labels)), frame.tally);
    else if (frame.kind === 'gauges') addGauges(cell.gauges, frame.gauges);
    else addSeriesValue(cell.values, frame.series, frame);
  }

  return {
    add,
    tally: (at, labels) => tallyOf(cellOf(at, MINUTE), keyOfLabels(labels)),
    cells: (from, to) =>
      [...cells.values()].filter(({ start, width }) => start + width > from && start < to).sort((a, b) => a.start - b.start),
    age(now, retentionMs) {
      const old = [...cells.values()];
      const narrow = old.filter(({ start, width }) => width < widthAt(now - start) || start + width < now - retentionMs);
      if (narrow.length === 0) return;
      for (const { start } of narrow) cells.delete(start);
      for (const cell of narrow) {
        if (cell.start + cell.width < now - retentionMs) continue;
        const width = widthAt(now - cell.start);
        for (const frame of framesOf(cell)) add({ ...frame, start: Math.floor(cell.start / width) * width, width });
      }
    },
    frames: () => [...cells.values()].sort((a, b) => a.start - b.start).flatMap(framesOf),
    clear() {
      cells = new Map();
    },
  };
}

export function addSeriesValue(values: Map<string, SeriesValue>, series: string, added: SeriesValue): void {
  const known = values.get(series);
  if (!known) {
    const { sum, count, last, lastAt } = added;
    values.set(series, { sum, count, last, lastAt });
    return;
  }
  known.sum += added.sum;
  known.count += added.count;
  if (added.lastAt >= known.lastAt) Object.assign(known, { last: added.last, lastAt: added.lastAt });
}

function framesOf({ start, width, runs, gauges, values }: Cell): Frame[] {
  return [
    ...[...runs].map(([key, tally]): Frame => ({ start, width, kind: 'runs', labels: labelsOfKey(key), tally })),
    ...(gauges.lastAt > 0 ? [{ start, width, kind: 'gauges', gauges } as const] : []),
    ...[...values].map(([series, value]): Frame => ({ start, width, kind: 'value', series, ...value })),
  ];
}
