/**
 * `npm run bench -- metrics [--days N] [--rate N]`: what the record of runs costs. Days of runs at a
 * steady rate go through the real store on a clock of their own, which puts them together every ten
 * minutes, as the engine does it. In every sixth hour what came is written each second, as the engine
 * does it, and in the others each minute: put together it is the same, so that only those hours count
 * for the size. The files are kept in memory, byte for byte what they are
 * on disk; their size is taken before each time they are put together, when it is greatest. Times are of
 * the processor, all threads together, so that other work of the machine counts for little.
 */
import { parseArgs } from 'node:util';
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openLogFolder } from '../src/io';
import { createStore, sumCells, type Detail, type GaugeSample, type MetricsFolder } from '../src/metrics';
import { createRandom } from './forecast/random';
import { createRuns } from './metrics/runs';
import { measureRun } from './metrics/whole';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const COMPACT_EVERY_S = 600;
const SIZE_LIMIT_MB = 20;
const RECORD_LIMIT_US = 20;

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const { values } = parseArgs({ options: { days: { type: 'string' }, rate: { type: 'string' } } });
const days = Number(values.days ?? 7);
const rate = Number(values.rate ?? 10);

/** The state of a process with three indexes, as the engine takes it every ten seconds. */
function sampleAt(at: number): GaugeSample {
  const wave = Math.sin(at / 7_000);
  const indexes = ['shop', 'site', 'api'].flatMap((name, index) => [
    [`index files ${name}`, 300 + index], [`index chunks ${name}`, 3_000 + index], [`index bytes ${name}`, 2e7 + index], [`index checked_at ${name}`, at - 900 * (index + 2 + wave)], [`index lag_ms ${name}`, 500 + Math.round(400 * wave)],
  ]);
  return {
    rss_bytes: 3e8 + Math.round(1e7 * wave), process_rss_bytes: 9e8 + Math.round(1e7 * wave), heap_bytes: 1e8 + Math.round(1e6 * wave), cpu_share: 0.2 + 0.1 * wave,
    event_loop_delay_ms: 21 + wave, main_loop_delay_ms: 22 + wave, queue_depth: 1, workspaces: 3, files: 900, chunks: 9_000, index_lag_ms: 900, ...(Object.fromEntries(indexes) as GaugeSample),
  };
}

function memoryFolder(): MetricsFolder & { size(): number; count(): number } {
  const files = new Map<string, Buffer[]>();
  const bytes = (name: string): Buffer => {
    const whole = Buffer.concat(files.get(name) ?? []);
    if (files.has(name)) files.set(name, [whole]);
    return whole;
  };
  return {
    size: () => [...files.values()].flat().reduce((total, part) => total + part.length, 0),
    count: () => files.size,
    list: () => Promise.resolve([...files.keys()].sort()),
    append(name, text) {
      const parts = files.get(name) ?? [];
      parts.push(Buffer.from(text));
      files.set(name, parts);
      return Promise.resolve();
    },
    read: (name, offset = 0, length = Infinity) => Promise.resolve(bytes(name).subarray(offset, offset + length)),
    replace(name, text) {
      files.set(name, [Buffer.from(text)]);
      return Promise.resolve();
    },
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
  };
}

type Folder = ReturnType<typeof memoryFolder>;

async function measureSize() {
  let now = Date.UTC(2026, 0, 1);
  const folder = memoryFolder();
  const clock = { now: () => now, monotonic: () => now };
  const store = createStore({ clock, retentionMs: () => 7 * DAY, folder, process: 'bench' });
  const next = createRuns(createRandom(7).next);
  let [recordMs, flushMs, compactMs, runs, flushed, peak] = [0, 0, 0, 0, 0, 0];
  for (let second = 1; second <= days * 86_400; second += 1) {
    now += SECOND;
    const batch = Array.from({ length: rate }, () => next(now));
    const started = performance.now();
    for (const run of batch) store.record(run);
    const recorded = performance.now();
    recordMs += recorded - started;
    runs += rate;
    if (second % 10 === 0) store.sample(sampleAt(now));
    const isMeasured = Math.floor(now / HOUR) % 6 === 5 || days < 1;
    if (isMeasured || second % 60 === 0) await store.flush();
    if (isMeasured) {
      flushed += rate;
      flushMs += performance.now() - recorded;
    }
    if (second % COMPACT_EVERY_S !== 0) continue;
    if (isMeasured) peak = Math.max(peak, folder.size());
    const before = processorMs();
    await store.compact();
    compactMs += processorMs() - before;
    if (second % 43_200 === 0) console.error(`day ${second / 86_400}: ${mb(folder.size())} in ${folder.count()} files, ${mb(peak)} at most so far`);
  }
  const each = (ms: number, of = runs): number => (1_000 * ms) / of;
  return { folder, now, runs, peak, recordUs: each(recordMs), flushUs: each(flushMs, flushed), compactUs: each(compactMs) };
}

/** What another process needs to answer, once it has the files and no more. */
async function measureRead(folder: Folder, now: number, [name, windowMs, detail]: readonly [string, number, Detail]) {
  const clock = { now: () => now, monotonic: () => now };
  const store = createStore({ clock, retentionMs: () => 7 * DAY, folder, process: 'reader' });
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const before = processorMs();
  await store.refresh(now - windowMs, detail);
  const readMs = processorMs() - before;
  const cells = store.cells(now - windowMs, now + 1, detail);
  const again = processorMs();
  await store.refresh(now - windowMs, detail);
  const againMs = processorMs() - again;
  globalThis.gc?.();
  return { name, readMs, againMs, heapMb: (process.memoryUsage().heapUsed - heap) / 1e6, runs: sumCells(cells).tally.runs };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What a second's flush takes on this disk, ms. */
async function measureDisk(): Promise<number> {
  const path = mkdtempSync(join(tmpdir(), 'hybrid-context-metrics-'));
  const store = createStore({ clock: { now: () => Date.now(), monotonic: () => performance.now() }, retentionMs: () => DAY, folder: openLogFolder(path), process: 'bench' });
  const next = createRuns(createRandom(8).next);
  const times: number[] = [];
  for (let flush = 0; flush < 200; flush += 1) {
    for (let run = 0; run < rate; run += 1) store.record(next(Date.now()));
    const started = performance.now();
    await store.flush();
    times.push(performance.now() - started);
  }
  rmSync(path, { recursive: true });
  return times.sort((a, b) => a - b)[100]!;
}

/** What a dashboard, an alert and a report ask for. */
const READS: readonly (readonly [string, number, Detail])[] = [
  ['the last two hours, by every label', 2 * HOUR, 'minutes'],
  ['a day of signals, minute by minute', DAY, 'signals'],
  ['seven days of signals', 7 * DAY, 'signals'],
  ['seven days by every label, by the hour', 7 * DAY + HOUR, 'hours'],
  ['all there is', Infinity, 'minutes'],
];

async function main(): Promise<void> {
  setFlagsFromString('--expose-gc');
  globalThis.gc = runInNewContext('gc') as typeof globalThis.gc;
  const { folder, now, runs, peak, recordUs, flushUs, compactUs } = await measureSize();
  const disk = await measureDisk();
  const whole = await measureRun(rate);
  const known = await measureRead(folder, now, READS.at(-2)!);
  console.log(`${runs.toLocaleString('en')} runs in ${days} days at ${rate}/s; ${known.runs === runs ? 'all of them' : `only ${known.runs}`} are found again by another process`);
  console.log(`size    ${mb(peak)} at most, ${mb(folder.size())} in ${folder.count()} files at the end (limit ${SIZE_LIMIT_MB} MB for 7 days at 10/s)`);
  console.log(`record  ${recordUs.toFixed(2)} us a run for the record alone; ${whole.toFixed(2)} us for all that a run's record costs, its ten stages timed, its labels read, its memory looked at (limit ${RECORD_LIMIT_US})`);
  console.log(`write   ${flushUs.toFixed(1)} us a run, beside the runs; a second's write takes ${disk.toFixed(2)} ms on this disk; put together: ${compactUs.toFixed(1)} us a run`);
  for (const read of READS) {
    const { name, readMs, againMs, heapMb } = await measureRead(folder, now, read);
    console.log(`read    ${readMs.toFixed(0).padStart(6)} ms, then ${againMs.toFixed(1)} ms, ${heapMb.toFixed(0).padStart(4)} MB: ${name}`);
  }
  if (known.runs !== runs || peak > SIZE_LIMIT_MB * 1e6 || Math.max(recordUs, whole) > RECORD_LIMIT_US) process.exitCode = 1;
}

void main();
