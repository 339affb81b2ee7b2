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
  errors: Map<string, number>;
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
  caches: Map<string, [number, number]>;
  stages: Map<string, StageTally>;
  rssLast: number;
  rssMax: number;
  /** When the last run ended, ms since 1970. */
  lastAt: number;
}

/** Bulk work: its latency says nothing about how long a caller waits for an answer. */
const isBulk = (operation: string): boolean => operation === 'syncIndex';

export function createTally(): Tally {
  return {
    runs: 0,
    errors: new Map(),
    latency: new Map(),
    latencySum: 0,
    latencyMax: 0,
    quality: new Map(),
    qualitySum: 0,
    qualityCount: 0,
    results: 0,
    caches: new Map(),
    stages: new Map(),
    rssLast: 0,
    rssMax: 0,
    lastAt: 0,
  };
}

export function addRun(tally: Tally, run: RunRecord): void {
  tally.runs += 1;
  if (run.error !== undefined) addCount(tally.errors, run.error, 1);
  else if (!isBulk(run.operation)) {
    addValue(tally.latency, run.latencyMs);
    tally.latencySum += run.latencyMs;
    tally.latencyMax = Math.max(tally.latencyMax, run.latencyMs);
  }
  if (run.quality !== undefined) {
    addCount(tally.quality, Math.round(run.quality * 100), 1);
    tally.qualitySum += run.quality;
    tally.qualityCount += 1;
  }
  tally.results += run.results ?? 0;
  // Without making a list of entries first: this is what every run waits for.
  for (const kind in run.caches) addCache(tally, kind, run.caches[kind]![0], run.caches[kind]![1]);
  for (const name in run.stages) addStage(tally, name, 1, run.stages[name]!, run.stages[name]!);
  addRss(tally, run.at, run.rssBytes, run.rssBytes);
}

export function addTally(target: Tally, source: Tally): void {
  target.runs += source.runs;
  for (const [code, count] of source.errors) addCount(target.errors, code, count);
  addBins(target.latency, source.latency);
  target.latencySum += source.latencySum;
  target.latencyMax = Math.max(target.latencyMax, source.latencyMax);
  addBins(target.quality, source.quality);
  target.qualitySum += source.qualitySum;
  target.qualityCount += source.qualityCount;
  target.results += source.results;
  for (const [kind, [hits, misses]] of source.caches) addCache(target, kind, hits, misses);
  for (const [name, { count, sumMs, maxMs }] of source.stages) addStage(target, name, count, sumMs, maxMs);
  addRss(target, source.lastAt, source.rssLast, source.rssMax);
}

function addCount<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function addCache({ caches }: Tally, kind: string, hits: number, misses: number): void {
  const known = caches.get(kind);
  if (!known) {
    caches.set(kind, [hits, misses]);
    return;
  }
  known[0] += hits;
  known[1] += misses;
}

function addStage({ stages }: Tally, name: string, count: number, sumMs: number, maxMs: number): void {
  const known = stages.get(name);
  if (!known) {
    stages.set(name, { count, sumMs, maxMs });
    return;
  }
  known.count += count;
  known.sumMs += sumMs;
  if (maxMs > known.maxMs) known.maxMs = maxMs;
}

function addRss(tally: Tally, at: number, last: number, max: number): void {
  if (at >= tally.lastAt) {
    tally.lastAt = at;
    tally.rssLast = last;
  }
  tally.rssMax = Math.max(tally.rssMax, max);
}
