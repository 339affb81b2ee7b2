/** How often the stream looks, by the settings. */
import { defaultSettings } from '../../../src/config';
import { intervalOf } from '../../../src/operations/monitor/serve';

/** What another process takes to write, and a look to be made. */
const ELSEWHERE_MS = 1_100;

test('by default nobody is more than two seconds behind', () => {
  expect(intervalOf(defaultSettings().monitoring.update_interval) + ELSEWHERE_MS).toBeLessThanOrEqual(2_000);
});

test('update_interval governs it, in both directions', () => {
  expect([60_000, 20_000, 10_000, 7_000].map(intervalOf)).toEqual([10_900, 2_900, 900, 300]);
  // Faster than others write it makes no sense to look.
  expect([5_000, 1_000].map(intervalOf)).toEqual([250, 250]);
});
