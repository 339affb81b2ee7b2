import fc from 'fast-check';
import { createCleaner } from '../../src/forecast/clean';
import { createGrid, isOtherStep, placeStepping, toBuckets } from '../../src/forecast/grid';
import { createLineFitter } from '../../src/forecast/line';
import { createSortedWindow, createTape, median } from '../../src/forecast/numbers';
import { findSeason } from '../../src/forecast/season';
import { createRandom } from '../../bench/forecast/random';

const tapeOf = (values: readonly number[], capacity = 5_000) => {
  const tape = createTape(capacity);
  for (const value of values) tape.push(value);
  return tape;
};

describe('createTape', () => {
  it('keeps the newest values, as an array would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 600 }), (values, capacity) => {
        const tape = tapeOf(values, capacity);
        const kept = values.slice(-capacity).reverse();
        expect(tape.size()).toBe(kept.length);
        kept.forEach((value, back) => expect(tape.at(back)).toBe(value));
        expect(tape.at(kept.length)).toBeNaN();
      }),
    );
  });

  it('grows beyond its first size', () => {
    const tape = tapeOf(Array.from({ length: 1_000 }, (_, i) => i), 700);
    expect([tape.size(), tape.at(0), tape.at(699)]).toEqual([700, 999, 300]);
  });
});

describe('createSortedWindow', () => {
  it('agrees with sorting the last values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1 }), fc.integer({ min: 1, max: 30 }), (values, capacity) => {
        const window = createSortedWindow(capacity);
        for (const value of values) window.push(value);
        const sorted = values.slice(-capacity).sort((a, b) => a - b);
        expect(window.quantile(0)).toBe(sorted[0]);
        expect(window.quantile(1)).toBe(sorted[sorted.length - 1]);
        expect(window.above(3)).toBe(sorted.filter((value) => value > 3).length);
      }),
    );
  });

  it('has no quantile when it is empty', () => {
    expect(createSortedWindow(3).quantile(0.5)).toBeNaN();
    expect(median(new Float64Array(0))).toBeNaN();
  });
});

describe('createCleaner', () => {
  it('clips a spike, and believes the third value of a new level', () => {
    const cleaner = createCleaner();
    for (const value of [10, 11, 9, 10, 12, 10, 9, 11, 10]) cleaner.clean(value);
    expect(cleaner.clean(100)).toMatchObject({ clipped: true });
    expect(cleaner.clean(100)).toMatchObject({ clipped: true });
    expect(cleaner.clean(100)).toEqual({ value: 100, clipped: false });
  });
});

describe('createLineFitter', () => {
  it('finds the slope of a noisy line in spite of outliers', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 60 }, (_, t) => 5 + 2 * t + random.normal() + (t === 20 ? 500 : 0));
    const line = createLineFitter().fit(tapeOf(values), 60)!;
    expect(line.slope).toBeCloseTo(2, 0);
    expect(Math.abs(line.level - 123)).toBeLessThan(6);
  });

  it('sees no slope in noise, and none in too few values', () => {
    const random = createRandom(4);
    const noise = tapeOf(Array.from({ length: 60 }, () => random.normal()));
    expect(Math.abs(createLineFitter().fit(noise, 60)!.slope)).toBeLessThan(0.02);
    expect(createLineFitter().fit(tapeOf([1, 2, 3]), 60)).toBeUndefined();
  });
});

describe('findSeason', () => {
  const wave = (length: number, period: number, gap = false) =>
    Array.from({ length }, (_, t) => (gap && t % 7 === 0 ? NaN : Math.sin((2 * Math.PI * t) / period) + t / length));

  it.each([[12], [60], [288], [700]])('finds a period of %d buckets', (period) => {
    const { period: found, strength } = findSeason(tapeOf(wave(period * 4, period)));
    expect(Math.abs(found - period)).toBeLessThanOrEqual(Math.max(1, period * 0.02));
    expect(strength).toBeGreaterThan(0.7);
  });

  it('finds it in spite of gaps, and prefers a period of the clock', () => {
    expect(findSeason(tapeOf(wave(600, 59.5, true)), [60]).period).toBe(60);
  });

  it('finds none in noise, a ramp or next to nothing', () => {
    const random = createRandom(5);
    expect(findSeason(tapeOf(Array.from({ length: 800 }, () => random.normal()))).period).toBe(0);
    expect(findSeason(tapeOf(Array.from({ length: 800 }, (_, t) => t))).period).toBe(0);
    expect(findSeason(tapeOf([1, 2, 1, 2])).period).toBe(0);
  });
});

describe('createGrid', () => {
  it('counts buckets by the usual distance, in spite of gaps and jitter', () => {
    const grid = createGrid();
    expect(grid.stepMs()).toBeNaN();
    const advances = [0, 60, 120, 181, 239, 300, 480, 540].map((second) => grid.advance(second * 1_000));
    expect(advances).toEqual([1, 1, 1, 1, 1, 1, 3, 1]);
    expect(grid.stepMs()).toBe(60_000);
    expect(grid.advance(540_000)).toBe(1);
    expect(grid.advance(1e12)).toBeLessThan(1_000);
  });

  it('follows rows that come at another pace for good, not a gap or a burst', () => {
    const grid = createGrid();
    let at = 0;
    const advance = (distance: number, times: number) => Array.from({ length: times }, () => grid.advance((at += distance))).at(-1)!;
    advance(60_000, 50);
    advance(1_000, 10);
    advance(3_600_000, 10);
    expect([advance(60_000, 50), grid.stepMs()]).toEqual([1, 60_000]);
    expect([advance(300_000, 100), grid.stepMs(), grid.count(600_000), grid.count(-1)]).toEqual([1, 300_000, 2, 1]);
    expect([isOtherStep(60, 100), isOtherStep(60, 300), isOtherStep(300, 60), isOtherStep(60, NaN)]).toEqual([false, true, true, false]);
  });

  it('places nearer horizons before one that is far', () => {
    expect(placeStepping(300)).toEqual([5, 15, 45]);
    expect(placeStepping(15)).toEqual([5]);
    expect(placeStepping(5)).toEqual([]);
  });

  it('turns minutes into buckets only where these are shorter', () => {
    expect(toBuckets([5, 120], 1_000)).toEqual([300, 7_200]);
    expect(toBuckets([5, 120], 60_000)).toEqual([5, 120]);
    expect(toBuckets([5, 120], 3_600_000)).toEqual([5, 120]);
    expect(toBuckets([5, 120], NaN)).toEqual([5, 120]);
  });
});
