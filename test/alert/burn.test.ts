/** Ratios as alerts judge them: what ends a breach, what begins one, and what a handful of events means. */
import fc from 'fast-check';
import { BURN_WINDOWS, createBurnRate } from '../../src/alert';

/** The rate after so many minutes of `all` events, `bad(t)` of them bad. */
function rateAfter(minutes: number, bad: (t: number) => number, all = 10, direction: 'above' | 'below' = 'above'): number {
  const rate = createBurnRate(direction);
  for (let t = 0; t < minutes; t++) rate.observe({ hits: direction === 'above' ? bad(t) : all - bad(t), total: all });
  return rate.value();
}

describe('createBurnRate', () => {
  it('has an hour with its last five minutes, and six hours with their last half', () => {
    expect(BURN_WINDOWS).toEqual([{ long: 60, short: 5 }, { long: 360, short: 30 }]);
  });

  it('is the share itself while that is steady', () => {
    expect(rateAfter(400, () => 1)).toBeCloseTo(0.1);
  });

  it('rises by the share of the hour that is bad', () => {
    expect(rateAfter(400, (t) => (t >= 385 ? 10 : 0))).toBeCloseTo(15 / 60);
    expect(rateAfter(400, (t) => (t >= 370 ? 10 : 0))).toBeCloseTo(30 / 60);
  });

  it('falls soon after the cause has ended, though the hour is still bad', () => {
    const during = rateAfter(240, (t) => (t >= 200 ? 10 : 0), 100);
    const after = rateAfter(245, (t) => (t >= 200 && t < 240 ? 10 : 0), 100);
    expect(during).toBeCloseTo(40 / 600);
    // The hour's last five minutes are quiet; six hours still see it, until their last half is as well.
    expect(after).toBeCloseTo(400 / 24_500);
    expect(after).toBeLessThan(during / 4);
    expect(rateAfter(300, (t) => (t >= 200 && t < 240 ? 10 : 0), 100)).toBeLessThan(0.001);
  });

  it('tells a slow burn by six hours when the last five minutes were quiet', () => {
    expect(rateAfter(360, (t) => (t < 355 ? 2 : 0), 100)).toBeCloseTo((25 * 2 + 4 * 0.0197) / 3_004, 3);
    expect(rateAfter(60, (t) => (t < 55 ? 2 : 0), 100)).toBeCloseTo((25 * 2 + 4 * 0.0183) / 3_004, 3);
  });

  it('does not end because five quiet events had no failure', () => {
    const rate = rateAfter(120, (t) => (t % 6 === 0 && t < 115 ? 1 : 0), 1);
    expect(rate).toBeGreaterThan(0.05);
  });

  it('says nothing of a handful of events, or when there were none of late', () => {
    expect(rateAfter(19, () => 1, 1)).toBeNaN();
    expect(rateAfter(20, () => 1, 1)).toBe(1);
    const rate = createBurnRate('above');
    for (let t = 0; t < 60; t++) rate.observe({ hits: 5, total: 10 });
    for (let t = 0; t < 30; t++) rate.observe(t % 2 === 0 ? undefined : { hits: 0, total: 0 });
    expect(rate.value()).toBeNaN();
  });

  it('takes steps of an hour for windows of at least one step', () => {
    const rate = createBurnRate('above', 3_600_000);
    for (let t = 0; t < 10; t++) rate.observe({ hits: t === 9 ? 50 : 0, total: 100 });
    expect(rate.value()).toBeCloseTo(0.5);
  });

  it('of good events is the same seen from the other side, and always a share', () => {
    const minute = fc.record({ total: fc.nat(40), bad: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 500 }), (minutes) => {
        const [above, below] = [createBurnRate('above'), createBurnRate('below')];
        for (const { total, bad } of minutes) {
          const hits = Math.round(total * bad);
          above.observe({ hits, total });
          below.observe({ hits: total - hits, total });
        }
        const share = above.value();
        if (Number.isNaN(share)) return Number.isNaN(below.value());
        return share >= 0 && share <= 1 && Math.abs(1 - share - below.value()) < 1e-9;
      }),
    );
  });
});
