/** What a run costs more because it is on record: from its labels to its tally. */
import { systemClock } from '../../src/kernel';
import { createStore } from '../../src/metrics';
import { createMemoryGauge, createSparingGauge } from '../../src/operations/memory';
import { recordRun, type Run } from '../../src/operations/run';

const RUNS = 20_000;
const ROUNDS = 5;
const STAGES = ['sync', 'query', 'select', 'embed', 'retrieve', 'rank', 'feedback', 'read', 'tokenizer', 'pack'];
const REQUEST = { caller: 'hybridContext', workflow: 'triage', root: '/home/someone/projects/shop' };

/** us of processor time a run at `rate` runs a second, without what the same work takes unrecorded; the middle of some rounds. */
export async function measureRun(rate: number): Promise<number> {
  const store = createStore({ clock: systemClock, retentionMs: () => 86_400_000 });
  let now = 0;
  const memoryUsed = createSparingGauge(createMemoryGauge(), { monotonic: () => now });
  const parts = { clock: systemClock, meter: store, memoryUsed };

  async function recorded(): Promise<void> {
    now += 1_000 / rate;
    await recordRun(parts, 'getContext', REQUEST, async (run: Run) => {
      for (const stage of STAGES) await run.stage(stage, work);
      run.cache('decision', true);
      run.cache('live', true, 6);
      run.note({ mode: 'ast', quality: 0.5, results: 8 });
    });
  }

  const differences: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) differences.push((await time(recorded)) - (await time(bare)));
  return differences.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

const work = (): Promise<number> => Promise.resolve(1);

async function bare(): Promise<void> {
  for (let stage = 0; stage < STAGES.length; stage += 1) await work();
}

async function time(each: () => Promise<void>): Promise<number> {
  const from = process.cpuUsage();
  for (let run = 0; run < RUNS; run += 1) await each();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / RUNS;
}
