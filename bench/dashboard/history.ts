/** Hours of runs on record, as if they had been: what a dashboard has to read and to draw. */
import type { RunRecord } from '../../src/kernel';
import { makeHomeFolder, openLogFolder } from '../../src/io';
import { createStore } from '../../src/metrics';
import { createRandom } from '../forecast/random';
import { createRuns } from '../metrics/runs';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const RUNS_PER_MINUTE = 20;

/** `change` makes each run what the story wants; `left` is how long before `until` it is, ms. */
export type Change = (run: RunRecord, left: number) => RunRecord;

/** Writes what an engine would have written in `hours` hours up to `until` (ms since 1970) below `home`. */
export async function recordHistory(home: string, until: number, hours: number, change: Change = (run) => run): Promise<void> {
  const { next } = createRandom(11);
  let now = until - hours * 60 * MINUTE;
  const clock = { now: () => now, monotonic: () => now };
  const store = createStore({ clock, retentionMs: () => 7 * 24 * 60 * MINUTE, folder: openLogFolder(await makeHomeFolder(home, 'metrics')), process: 'history' });
  const runAt = createRuns(next);
  for (; now < until; now += MINUTE) {
    for (let run = 0; run < RUNS_PER_MINUTE; run += 1) store.record(change(runAt(now + Math.floor(run * (MINUTE / RUNS_PER_MINUTE))), until - now));
    store.sample({
      rss_bytes: 3e8 + 4e7 * next(), heap_bytes: 1e8, cpu_share: 0.2 + 0.1 * next(), event_loop_delay_ms: 21 + 4 * next(), main_loop_delay_ms: 22,
      queue_depth: 1, workspaces: 3, files: 912, chunks: 9_134, index_lag_ms: 1_500 + 2_000 * next(),
      'index files shop': 512, 'index chunks shop': 5_021, 'index checked_at shop': now - 4_000, 'index lag_ms shop': 1_800,
      'index files site': 400, 'index chunks site': 4_113, 'index checked_at site': now - 90_000, 'index lag_ms site': 2_100,
    });
    store.value('orders_per_minute', 40 + Math.round(10 * next()), now);
    await store.flush();
  }
}
