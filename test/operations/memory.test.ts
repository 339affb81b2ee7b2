import { createMemoryGauge } from '../../src/operations/memory';
import { createPressure } from '../../src/operations/pressure';
import { systemClock } from '../../src/kernel';

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
