/** What the runs of one label set within one span of time add up to; tallies add up exactly. */
import type { RunRecord } from '../kernel';
import { addBins, addValue, type Bins } from './histogram';

export interface StageTally {
  count: number;
  sumMs: number;
  maxMs: number;
}

export interface Tally {
  runs: number;
  /** By code; CANCELLED is one of them. */
  errors: Record<string, number>;
  /** Of answers: runs without an error, without sync and evaluation. ms. */
  latency: Bins;
  latencySum: number;
  latencyMax: number;
  /** Scores in hundredths, to their counts. */
  quality: Bins;
  qualitySum: number;
  qualityCount: number;
  results: number;
  /** Kind of cache to hits and misses. */
  caches: Record<string, [number, number]>;
  stages: Record<string, StageTally>;
  rssLast: number;
  rssMax: number;
  /** When the last run ended, ms since 1970. */
  lastAt: number;
}

/** Bulk and bookkeeping work: its latency says nothing about how long a caller waits for an answer. */
const NOT_ANSWERS: ReadonlySet<string> = new Set(['syncIndex', 'evaluate', 'getMetrics', 'recordMetric', 'alerts']);

/** Without prototypes: names come from outside. */
const record = <Value>(): Record<string, Value> => Object.create(null) as Record<string, Value>;

export function createTally(): Tally {
  return {
    runs: 0,
    errors: record(),
    latency: new Map(),
    latencySum: 0,
    latencyMax: 0,
    quality: new Map(),
    qualitySum: 0,
    qualityCount: 0,
    results: 0,
    caches: record(),
    stages: record(),
    rssLast: 0,
    rssMax: 0,
    lastAt: 0,
  };
}

export function addRun(tally: Tally, run: RunRecord): void {
  tally.runs += 1;
  if (run.error !== undefined) tally.errors[run.error] = (tally.errors[run.error] ?? 0) + 1;
  else if (!NOT_ANSWERS.has(run.operation)) {
    addValue(tally.latency, run.latencyMs);
    tally.latencySum += run.latencyMs;
    tally.latencyMax = Math.max(tally.latencyMax, run.latencyMs);
  }
  if (run.quality !== undefined) {
    const hundredth = Math.round(run.quality * 100);
    tally.quality.set(hundredth, (tally.quality.get(hundredth) ?? 0) + 1);
    tally.qualitySum += run.quality;
    tally.qualityCount += 1;
  }
  tally.results += run.results ?? 0;
  for (const [kind, [hits, misses]] of Object.entries(run.caches)) addCache(tally, kind, hits, misses);
  for (const [name, ms] of Object.entries(run.stages)) addStage(tally, name, { count: 1, sumMs: ms, maxMs: ms });
  addRss(tally, run.at, run.rssBytes, run.rssBytes);
}

export function addTally(target: Tally, source: Tally): void {
  target.runs += source.runs;
  for (const [code, count] of Object.entries(source.errors)) target.errors[code] = (target.errors[code] ?? 0) + count;
  addBins(target.latency, source.latency);
  target.latencySum += source.latencySum;
  target.latencyMax = Math.max(target.latencyMax, source.latencyMax);
  addBins(target.quality, source.quality);
  target.qualitySum += source.qualitySum;
  target.qualityCount += source.qualityCount;
  target.results += source.results;
  for (const [kind, [hits, misses]] of Object.entries(source.caches)) addCache(target, kind, hits, misses);
  for (const [name, stage] of Object.entries(source.stages)) addStage(target, name, stage);
  addRss(target, source.lastAt, source.rssLast, source.rssMax);
}

function addCache({ caches }: Tally, kind: string, hits: number, misses: number): void {
  const known = (caches[kind] ??= [0, 0]);
  known[0] += hits;
  known[1] += misses;
}

function addStage({ stages }: Tally, name: string, { count, sumMs, maxMs }: StageTally): void {
  const known = (stages[name] ??= { count: 0, sumMs: 0, maxMs: 0 });
  known.count += count;
  known.sumMs += sumMs;
  known.maxMs = Math.max(known.maxMs, maxMs);
}

function addRss(tally: Tally, at: number, last: number, max: number): void {
  if (at >= tally.lastAt) {
    tally.lastAt = at;
    tally.rssLast = last;
  }
  tally.rssMax = Math.max(tally.rssMax, max);
}
