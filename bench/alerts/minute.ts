/** What the evaluation of a minute costs: from the metrics to the book on the disk, for a thousand series with two thresholds each. */
import { defaultSettings } from '../../src/config';
import type { Clock } from '../../src/kernel';
import { createEvaluator } from '../../src/operations/alerts/evaluator';
import { createAlertStore } from '../../src/operations/alerts/store';
import { createStore, MINUTE } from '../../src/metrics';
import { createRandom } from '../forecast/random';

const SERIES = 1_000;
const HISTORY = 200;
const ROUNDS = 15;

export interface MinuteCost {
  /** The first one, which reads the history of every series. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly worstMs: number;
}

/** `home` is an empty folder. */
export async function measureMinute(home: string): Promise<MinuteCost> {
  const random = createRandom(1);
  let now = Math.ceil(Date.now() / MINUTE) * MINUTE;
  const clock: Clock = { now: () => now, monotonic: () => performance.now() };
  const metrics = createStore({ clock, retentionMs: () => 7 * 24 * 60 * MINUTE });
  const names = Array.from({ length: SERIES }, (_, index) => `series ${index}`);
  const store = createAlertStore(home, clock);
  await store.update((book) => ({ ...book, rules: Object.fromEntries(names.map((name) => [name, { warning: 110, critical: 120 }])) }));
  const record = (at: number): void => names.forEach((name) => metrics.value(name, 100 + random.normal(), at));
  for (let minute = HISTORY; minute > 0; minute -= 1) record(now - minute * MINUTE);
  const settings = defaultSettings();
  const catchUp = createEvaluator({ store, metrics, clock, settings: () => settings, mayEvaluate: () => Promise.resolve(true) });

  async function time(): Promise<number> {
    const from = performance.now();
    const problems = await catchUp();
    if (problems.length > 0) throw new Error(problems.join(' '));
    return performance.now() - from;
  }
  const firstMs = await time();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    record(now);
    now += MINUTE;
    times.push(await time());
  }
  times.sort((a, b) => a - b);
  return { firstMs, medianMs: times[ROUNDS >> 1]!, worstMs: times[ROUNDS - 1]! };
}
