/** Tallies as small JSON values. */
import type { GaugeTally } from './gauges';
import { createGaugeTally } from './gauges';
import type { Bins } from './histogram';
import { LABELS } from '../kernel';
import type { LabelSet } from './labels';
import { createTally, type StageTally, type Tally } from './tally';

/** Begins at `start` (ms since 1970) and covers `width` ms. */
export interface Span {
  readonly start: number;
  readonly width: number;
}

export type Frame = Span &
  (
    | { readonly kind: 'runs'; readonly labels: LabelSet; readonly tally: Tally }
    | { readonly kind: 'gauges'; readonly gauges: GaugeTally }
    | { readonly kind: 'value'; readonly series: string; readonly sum: number; readonly count: number; readonly last: number; readonly lastAt: number }
  );

export function packFrame(frame: Frame): unknown {
  const { start: t, width: w } = frame;
  if (frame.kind === 'gauges') return { t, w, a: frame.gauges.lastAt, g: frame.gauges.values };
  if (frame.kind === 'value') return { t, w, s: frame.series, v: [frame.sum, frame.count, frame.last, frame.lastAt] };
  const { tally } = frame;
  return {
    t,
    w,
    l: frame.labels,
    n: tally.runs,
    ...(tally.errors.size > 0 && { e: Object.fromEntries(tally.errors) }),
    ...(tally.latency.size > 0 && { d: packBins(tally.latency), ds: round(tally.latencySum), dx: round(tally.latencyMax) }),
    ...(tally.quality.size > 0 && { q: packBins(tally.quality), qs: round(tally.qualitySum), qn: tally.qualityCount }),
    ...(tally.results > 0 && { r: tally.results }),
    ...(tally.caches.size > 0 && { c: Object.fromEntries(tally.caches) }),
    ...(tally.stages.size > 0 && { x: Object.fromEntries([...tally.stages].map(([name, s]) => [name, packStage(s)])) }),
    m: [tally.lastAt - t, kilobytes(tally.rssLast), ...(tally.rssMax === tally.rssLast ? [] : [kilobytes(tally.rssMax)])],
  };
}

/** Undefined for what is no frame: another version's, or none of ours. */
export function unpackFrame(line: unknown): Frame | undefined {
  const p = line as Packed | null;
  if (!p || !isWhole(p.t) || !isWhole(p.w) || p.w < 1) return undefined;
  const span = { start: p.t, width: p.w };
  if (p.g) return { ...span, kind: 'gauges', gauges: { ...createGaugeTally(), lastAt: p.a ?? 0, values: p.g } };
  if (typeof p.s === 'string' && p.v) return { ...span, kind: 'value', series: p.s, sum: p.v[0], count: p.v[1], last: p.v[2], lastAt: p.v[3] };
  if (p.l?.length !== LABELS.length || !isWhole(p.n)) return undefined;
  const tally = createTally();
  tally.runs = p.n;
  for (const code in p.e) tally.errors.set(code, p.e[code]!);
  if (p.d) {
    unpackBins(tally.latency, p.d);
    tally.latencySum = p.ds ?? 0;
    tally.latencyMax = p.dx ?? 0;
  }
  if (p.q) {
    unpackBins(tally.quality, p.q);
    tally.qualitySum = p.qs ?? 0;
    tally.qualityCount = p.qn ?? 0;
  }
  tally.results = p.r ?? 0;
  for (const kind in p.c) tally.caches.set(kind, p.c[kind]!);
  for (const name in p.x) tally.stages.set(name, unpackStage(p.x[name]!));
  if (p.m) {
    const [after, last, most = last] = p.m;
    tally.lastAt = p.t + after;
    tally.rssLast = 1_024 * last;
    tally.rssMax = 1_024 * most;
  }
  return { ...span, kind: 'runs', labels: p.l, tally };
}

interface Packed {
  readonly t: number;
  readonly w: number;
  readonly a?: number;
  readonly g?: GaugeTally['values'];
  readonly s?: string;
  readonly v?: [number, number, number, number];
  readonly l?: LabelSet;
  readonly n?: number;
  readonly e?: Record<string, number>;
  readonly d?: number[];
  readonly ds?: number;
  readonly dx?: number;
  readonly q?: number[];
  readonly qs?: number;
  readonly qn?: number;
  readonly r?: number;
  readonly c?: Record<string, [number, number]>;
  readonly x?: Record<string, PackedStage>;
  readonly m?: [number, number, number?];
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const round = (value: number): number => Math.round(value * 100) / 100;
const kilobytes = (bytes: number): number => Math.round(bytes / 1_024);

/** Of one run its time alone: most of what is written each second. Times of stages keep three digits, as far as quantiles are exact. */
type PackedStage = number | [count: number, sumMs: number, maxMs: number];
const digits = (ms: number): number => (ms < 10 ? round(ms) : Number(ms.toPrecision(3)));
const packStage = ({ count, sumMs, maxMs }: StageTally): PackedStage => (count === 1 ? digits(sumMs) : [count, digits(sumMs), digits(maxMs)]);

function unpackStage(packed: PackedStage): StageTally {
  if (typeof packed === 'number') return { count: 1, sumMs: packed, maxMs: packed };
  const [count, sumMs, maxMs] = packed;
  return { count, sumMs, maxMs };
}

function packBins(bins: Bins): number[] {
  if (bins.size === 1) for (const pair of bins) return pair;
  return [...bins].sort(([a], [b]) => a - b).flat();
}

function unpackBins(bins: Bins, flat: readonly number[]): void {
  for (let i = 0; i + 1 < flat.length; i += 2) bins.set(flat[i]!, flat[i + 1]!);
}

/** What a forecast needs of a frame: sums by workspace, without stages. */
export function outlineOf(frame: Frame): Frame {
  if (frame.kind !== 'runs') return frame;
  const [, , , workspace] = frame.labels;
  return { ...frame, labels: ['', '', '', workspace, ''], tally: { ...frame.tally, results: 0, stages: new Map() } };
}
