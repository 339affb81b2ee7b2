import { createGrowthGauge, growthOn } from '../../src/pool/growth';

describe('threads for bulk work', () => {
  it('begin with half of the cores, and at least one', () => {
    expect([1, 2, 3, 4, 16].map((cores) => growthOn(cores).first)).toEqual([1, 1, 1, 2, 8]);
  });

  it('become more by one whenever as much was done as a start costs', () => {
    const gauge = createGrowthGauge({ first: 1, afterBytes: 100 });
    expect(gauge.allowed(0)).toBe(1);
    gauge.count(99);
    expect(gauge.allowed(1)).toBe(1);
    gauge.count(1);
    expect(gauge.allowed(1)).toBe(2);
    gauge.count(100);
    expect(gauge.allowed(2)).toBe(3);
  });

  it('that have started are all used', () => {
    expect(createGrowthGauge({ first: 1, afterBytes: 100 }).allowed(2)).toBe(2);
  });

  it('begin anew when none is left', () => {
    const gauge = createGrowthGauge({ first: 1, afterBytes: 100 });
    gauge.count(500);
    expect(gauge.allowed(1)).toBe(6);
    expect(gauge.allowed(0)).toBe(1);
    expect(gauge.allowed(1)).toBe(1);
  });

  it('are not counted for tasks of unknown size, nor limited without a rule', () => {
    const gauge = createGrowthGauge({ first: 1, afterBytes: 100 });
    gauge.count(NaN);
    expect(gauge.allowed(1)).toBe(1);
    expect(createGrowthGauge(undefined).allowed(0)).toBe(Infinity);
  });
});
