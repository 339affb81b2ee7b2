/**
 * `npm run bench -- metrics [--days N] [--rate N]`: what the record of runs costs. Days of runs at a
 * steady rate go through the real store on a clock of their own: written every second, put together
 * every ten minutes, as the engine does it. The files are kept in memory, byte for byte what they are
 * on disk; their size is taken before each time they are put together, when it is greatest.
 */
import { parseArgs } from 'node:util';
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFolder } from '../src/io';
import type { RunRecord } from '../src/kernel';
import { createStore, sumCells, type MetricsFolder } from '../src/metrics';
import { createRandom } from './forecast/random';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const COMPACT_EVERY_S = 600;
const SIZE_LIMIT_MB = 20;
const RECORD_LIMIT_US = 20;

const { values } = parseArgs({ options: { days: { type: 'string' }, rate: { type: 'string' } } });
const days = Number(values.days ?? 7);
const rate = Number(values.rate ?? 10);

const ANSWER = ['sync', 'query', 'select', 'embed', 'retrieve', 'rank', 'feedback', 'read', 'tokenizer', 'pack'];

/** What a busy instance does: questions of nodes, tools and the command line about several workspaces. */
const KINDS: readonly (readonly [operation: string, caller: string, workflow: string | undefined, stages: readonly string[]])[] = [
  ['getContext', 'hybridContext', 'triage', ANSWER],
  ['getContext', 'hybridContextTool', 'chat', ANSWER],
  ['enrichAction', 'hybridContext', 'review', ANSWER],
  ['search', 'ragRetrieve', 'chat', ANSWER.slice(0, 7)],
  ['findReferences', 'astAnalyze', 'review', ['sync', 'access', 'find']],
  ['impactOfChange', 'astAnalyze', 'review', ['sync', 'access', 'states', 'compare', 'callers', 'affected']],
  ['structuralContext', 'astAnalyzeTool', 'chat', ['sync', 'access', 'locals', 'related']],
  ['syncIndex', 'ragRetrieve', 'push', []],
  ['getContext', 'cli', undefined, ANSWER],
];
const MODES = ['ast', 'rag', 'ast_first'];
const WORKSPACES = ['shop', 'site', 'api'];

function createRuns(random: () => number): (at: number) => RunRecord {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * random() * list.length)]!;
  return (at): RunRecord => {
    const [operation, caller, workflow, stages] = pick(KINDS);
    const hasMode = stages.includes('select');
    const latencyMs = 20 * Math.exp(2 * random() + random() * random());
    return {
      at,
      operation,
      caller,
      workspace: pick(WORKSPACES),
      ...(workflow !== undefined && { workflow }),
      ...(hasMode && { mode: pick(MODES), quality: random() }),
      latencyMs,
      stages: Object.fromEntries(stages.map((stage, index) => [stage, Math.round(latencyMs * (index + 1) * random()) / 50])),
      results: 8,
      caches: { ...(hasMode && { decision: [1, 0], live: [6, random() < 0.05 ? 1 : 0] }) },
      rssBytes: Math.round(3e8 + 1e7 * random()),
      ...(random() < 0.01 && { error: 'ANALYSIS_TIMEOUT' }),
    };
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
    read: (name, offset = 0) => Promise.resolve(bytes(name).subarray(offset)),
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

async function measureSize() {
  let now = Date.UTC(2026, 0, 1);
  const folder = memoryFolder();
  const clock = { now: () => now, monotonic: () => now };
  const store = createStore({ clock, retentionMs: () => 7 * DAY, folder, process: 'bench' });
  const next = createRuns(createRandom(7).next);
  let [recordMs, flushMs, runs, peak] = [0, 0, 0, 0];
  for (let second = 1; second <= days * 86_400; second += 1) {
    now += SECOND;
    const batch = Array.from({ length: rate }, () => next(now));
    const started = performance.now();
    for (const run of batch) store.record(run);
    recordMs += performance.now() - started;
    runs += rate;
    if (second % 10 === 0) store.sample({ rss_bytes: 3e8, heap_bytes: 1e8, cpu_share: 0.2, event_loop_delay_ms: 21, queue_depth: 1, workspaces: 3, files: 900, chunks: 9_000 });
    const flushing = performance.now();
    await store.flush();
    flushMs += performance.now() - flushing;
    if (second % COMPACT_EVERY_S !== 0) continue;
    peak = Math.max(peak, folder.size());
    await store.compact();
  }
  const again = createStore({ clock, retentionMs: () => 7 * DAY, folder, process: 'reader' });
  const opening = performance.now();
  await again.refresh();
  const openMs = performance.now() - opening;
  const known = sumCells(again.cells(0, Infinity)).tally.runs;
  return { runs, known, peak, end: folder.size(), files: folder.count(), recordUs: (1_000 * recordMs) / runs, flushUs: (1_000 * flushMs) / runs, openMs };
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

async function main(): Promise<void> {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const { runs, known, peak, end, files, recordUs, flushUs, openMs } = await measureSize();
  const disk = await measureDisk();
  console.log(`${runs.toLocaleString('en')} runs in ${days} days at ${rate}/s; ${known === runs ? 'all of them' : `only ${known}`} are found again by another process`);
  console.log(`size    ${mb(peak)} at most, ${mb(end)} in ${files} files at the end (limit ${SIZE_LIMIT_MB} MB for 7 days at 10/s)`);
  console.log(`record  ${recordUs.toFixed(2)} us a run (limit ${RECORD_LIMIT_US})`);
  console.log(`write   ${flushUs.toFixed(1)} us a run, beside the runs; a second's write takes ${disk.toFixed(2)} ms on this disk`);
  console.log(`open    ${openMs.toFixed(0)} ms to read all of it`);
  if (known !== runs || peak > SIZE_LIMIT_MB * 1e6 || recordUs > RECORD_LIMIT_US) process.exitCode = 1;
}

void main();
