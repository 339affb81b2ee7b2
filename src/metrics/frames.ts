/** Tallies as lines of text: a checksum and JSON. A torn or damaged line is told and left out. */
import { crc32 } from 'node:zlib';
import type { GaugeTally } from './gauges';
import { createGaugeTally } from './gauges';
import type { Bins } from './histogram';
import { LABELS } from '../kernel';
import type { LabelSet } from './labels';
import { createTally, type Tally } from './tally';

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

/** One line with its end. */
export function encodeLine(content: unknown): string {
  const json = JSON.stringify(content);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

export interface Decoded {
  readonly lines: unknown[];
  /** Bytes up to the end of the last whole line: where to read on. */
  readonly length: number;
  readonly damaged: number;
}

export function decodeLines(bytes: Buffer): Decoded {
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines: unknown[] = [];
  let damaged = 0;
  for (const line of bytes.toString('utf8', 0, length).split('\n')) {
    if (line === '') continue;
    const json = line.slice(9);
    if (line[8] === ' ' && Number.parseInt(line.slice(0, 8), 16) === crc32(json)) lines.push(JSON.parse(json));
    else damaged += 1;
  }
  return { lines, length, damaged };
}

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
    ...(Object.keys(tally.errors).length > 0 && { e: tally.errors }),
    ...(tally.latency.size > 0 && { d: packBins(tally.latency), ds: round(tally.latencySum), dx: tally.latencyMax }),
    ...(tally.quality.size > 0 && { q: packBins(tally.quality), qs: round(tally.qualitySum), qn: tally.qualityCount }),
    ...(tally.results > 0 && { r: tally.results }),
    ...(Object.keys(tally.caches).length > 0 && { c: tally.caches }),
    ...(Object.keys(tally.stages).length > 0 && {
      x: Object.fromEntries(Object.entries(tally.stages).map(([name, s]) => [name, [s.count, round(s.sumMs), round(s.maxMs)]])),
    }),
    m: [tally.rssLast, tally.rssMax, tally.lastAt],
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
  Object.assign(tally.errors, p.e);
  if (p.d) Object.assign(tally, { latency: unpackBins(p.d), latencySum: p.ds ?? 0, latencyMax: p.dx ?? 0 });
  if (p.q) Object.assign(tally, { quality: unpackBins(p.q), qualitySum: p.qs ?? 0, qualityCount: p.qn ?? 0 });
  tally.results = p.r ?? 0;
  Object.assign(tally.caches, p.c);
  for (const [name, [count, sumMs, maxMs]] of Object.entries(p.x ?? {})) tally.stages[name] = { count, sumMs, maxMs };
  if (p.m) [tally.rssLast, tally.rssMax, tally.lastAt] = p.m;
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
  readonly x?: Record<string, [number, number, number]>;
  readonly m?: [number, number, number];
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const round = (value: number): number => Math.round(value * 100) / 100;
const packBins = (bins: Bins): number[] => [...bins].sort(([a], [b]) => a - b).flat();

function unpackBins(flat: readonly number[]): Bins {
  const bins: Bins = new Map();
  for (let i = 0; i + 1 < flat.length; i += 2) bins.set(flat[i]!, flat[i + 1]!);
  return bins;
}
