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
  /** The same for a frame that nobody else has: it may become part of the timeline, without a copy. */
  adopt(frame: Frame): void;
  /** The tallies of `labels` in the minute of `at`, to add to. */
  tally(at: number, labels: LabelSet): Tally;
  /** Cells that overlap with [from, to), the oldest first. */
  cells(from: number, to: number): Cell[];
  /** Widens what is old and forgets what is older than `retentionMs`. */
  age(now: number, retentionMs: number): void;
  frames(): Frame[];
  /** Drops cells that ended before `from`. */
  forget(from: number): void;
}

/** How wide a span may be of what is so old: ms to ms. */
export type Widening = (ageMs: number) => number;

/** Of what forecasts follow, the last day counts by the minute. */
export const widthAt: Widening = (ageMs) => {
  if (ageMs < DAY) return MINUTE;
  return ageMs < 3 * DAY ? 10 * MINUTE : HOUR;
};

/** Who asks by every label looks at the last hours, or at days as wholes. */
export const detailWidthAt: Widening = (ageMs) => {
  if (ageMs < 6 * HOUR) return MINUTE;
  return ageMs < DAY ? 10 * MINUTE : HOUR;
};

export interface TimelineOptions {
  /** The narrowest a cell may be, ms; default a minute. */
  readonly grain?: number;
  /** Default `widthAt`. */
  readonly widening?: Widening;
}

export function createTimeline({ grain = MINUTE, widening = widthAt }: TimelineOptions = {}): Timeline {
  const cells = new Map<number, Cell>();
  /** One text for all cells that have it. */
  const keys = new Map<string, string>();

  function cellOf(start: number, width: number): Cell {
    const from = Math.floor(start / width) * width;
    // A start belongs to one cell only: a wider one takes narrower frames in.
    const known = cells.get(from);
    if (known) return known;
    const cell: Cell = { start: from, width, runs: new Map(), gauges: createGaugeTally(), values: new Map() };
    cells.set(from, cell);
    return cell;
  }

  function keyOf(labels: LabelSet): string {
    const key = keyOfLabels(labels);
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, key);
    return key;
  }

  function addRuns(cell: Cell, key: string, tally: Tally, isOurs: boolean): void {
    const known = cell.runs.get(key);
    if (!known && isOurs) cell.runs.set(key, tally);
    else addTally(known ?? tallyOf(cell, key), tally);
  }

  const tallyOf = (cell: Cell, key: string): Tally => {
    let tally = cell.runs.get(key);
    if (!tally) cell.runs.set(key, (tally = createTally()));
    return tally;
  };

  function add(frame: Frame, isOurs = false): void {
    const cell = cellOf(frame.start, Math.max(grain, frame.width));
    if (frame.kind === 'runs') addRuns(cell, keyOf(frame.labels), frame.tally, isOurs);
    else if (frame.kind === 'gauges') addGauges(cell.gauges, frame.gauges);
    else addSeriesValue(cell.values, frame.series, frame);
  }

  return {
    add: (frame) => add(frame),
    adopt: (frame) => add(frame, true),
    tally: (at, labels) => tallyOf(cellOf(at, grain), keyOf(labels)),
    cells: (from, to) =>
      [...cells.values()].filter(({ start, width }) => start + width > from && start < to).sort((a, b) => a.start - b.start),
    age(now, retentionMs) {
      const old = [...cells.values()];
      const narrow = old.filter(({ start, width }) => width < widening(now - start) || start + width < now - retentionMs);
      if (narrow.length === 0) return;
      for (const { start } of narrow) cells.delete(start);
      for (const cell of narrow) {
        if (cell.start + cell.width < now - retentionMs) continue;
        const width = Math.max(cell.width, widening(now - cell.start));
        for (const frame of framesOf(cell)) add({ ...frame, start: Math.floor(cell.start / width) * width, width }, true);
      }
    },
    frames: () => [...cells.values()].sort((a, b) => a.start - b.start).flatMap(framesOf),
    forget(from) {
      for (const [start, { width }] of cells) if (start + width <= from) cells.delete(start);
    },
  };
}

/** All cells as one, whose time says nothing. */
export interface Totals {
  add(cell: Cell): void;
  cells(): Cell[];
}

export function createTotals(): Totals {
  const total: Cell = { start: 0, width: 1, runs: new Map(), gauges: createGaugeTally(), values: new Map() };
  return {
    add({ runs, gauges, values }) {
      for (const [key, tally] of runs) {
        if (!total.runs.has(key)) total.runs.set(key, createTally());
        addTally(total.runs.get(key)!, tally);
      }
      addGauges(total.gauges, gauges);
      for (const [series, value] of values) addSeriesValue(total.values, series, value);
    },
    cells: () => [total],
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
