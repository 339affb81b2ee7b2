/** A thousand series, one new bucket each: what an alert evaluation costs. */
import { createForecaster } from '../../src/forecast';
import { createRandom } from './random';

const SERIES = 1_000;
const HISTORY = 300;
const ROUNDS = 15;

export interface Speed {
  readonly medianMs: number;
  readonly worstMs: number;
  /** Of the processor, mean of the rounds: what others do on the machine counts for less. */
  readonly processorMs: number;
}

/** Milliseconds to observe and judge one bucket of each series. */
export function measureSpeed(): Speed {
  const random = createRandom(1);
  const forecasters = Array.from({ length: SERIES }, () => createForecaster());
  forecasters.forEach((forecaster, i) => {
    for (let t = 0; t < HISTORY + (i % 60); t++) forecaster.observe(100 + random.normal());
  });
  const before = process.cpuUsage();
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    for (const forecaster of forecasters) {
      forecaster.observe(100 + random.normal());
      forecaster.forecast();
      forecaster.breach(110);
    }
    return performance.now() - from;
  }).sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(before);
  return { processorMs: (user + system) / 1_000 / ROUNDS, medianMs: times[ROUNDS >> 1]!, worstMs: times[ROUNDS - 1]! };
}
