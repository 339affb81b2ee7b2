import { createMemoryGauge, createSparingGauge } from '../../src/operations/memory';
import { createPressure } from '../../src/operations/pressure';
import { systemClock } from '../../src/kernel';
import { createManualClock } from '../cache/manual-clock';

const MB = 1024 * 1024;

test('only what was added since the engine opened counts', () => {
  let rss = 750 * MB;
  const memoryUsed = createMemoryGauge(() => rss);
  expect(memoryUsed()).toBe(0);
  rss = 1_100 * MB;
  expect(memoryUsed()).toBe(350 * MB);
  rss = 700 * MB;
  expect(memoryUsed()).toBe(0);
});

test('the system is asked once a second at most, and first of all', () => {
  const clock = createManualClock();
  let asked = 0;
  const memoryUsed = createSparingGauge(() => (asked += 1), clock);
  expect([memoryUsed(), memoryUsed()]).toEqual([1, 1]);
  clock.advance(999);
  expect(memoryUsed()).toBe(1);
  clock.advance(1);
  expect([memoryUsed(), asked]).toEqual([2, 2]);
});

test('above the limit caches are emptied first, and bulk work is refused only if that does not help', () => {
  let used = 2_000 * MB;
  let afterRelease = 500 * MB;
  const released: number[] = [];
  const pressure = createPressure({
    clock: systemClock,
    cores: 2,
    memoryUsed: () => used,
    maxCpu: () => 1,
    plannedBulkThreads: () => 2,
    releaseCaches: () => {
      released.push(used);
      used = afterRelease;
    },
  });
  pressure.admitBulk(1_000 * MB);
  expect(released).toEqual([2_000 * MB]);
  pressure.admitBulk(1_000 * MB);
  expect(released).toHaveLength(1);
  used = 3_000 * MB;
  afterRelease = 2_500 * MB;
  expect(() => pressure.admitBulk(1_000 * MB)).toThrow('1000MB');
});
