/** A thousand series, one new bucket each: what an alert evaluation costs. */
import { createForecaster } from '../../src/forecast';
import { createRandom } from './random';

const SERIES = 1_000;
const HISTORY = 300;
const ROUNDS = 15;

/** Median milliseconds to observe and judge one bucket of each series, and the largest of the rounds. */
export function measureSpeed(): { readonly medianMs: number; readonly worstMs: number } {
  const random = createRandom(1);
  const forecasters = Array.from({ length: SERIES }, () => createForecaster());
  forecasters.forEach((forecaster, i) => {
    for (let t = 0; t < HISTORY + (i % 60); t++) forecaster.observe(100 + random.normal());
  });
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    for (const forecaster of forecasters) {
      forecaster.observe(100 + random.normal());
      forecaster.forecast();
      forecaster.breach(110);
    }
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return { medianMs: times[ROUNDS >> 1]!, worstMs: times[ROUNDS - 1]! };
}
