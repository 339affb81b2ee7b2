import { BURN_WINDOWS, judgeBurn } from '../../src/alert';

const HOUR = 3_600_000;

/** Counts of a minute each, newest last: `bad` of `all` in minute `t`. */
function counting(minutes: number, bad: (t: number) => number, all = 10) {
  return (ms: number) => {
    const from = Math.max(0, minutes - ms / 60_000);
    let hits = 0;
    for (let t = from; t < minutes; t++) hits += bad(t);
    return { hits, total: (minutes - from) * all };
  };
}

describe('judgeBurn', () => {
  it('is quiet while the allowed share is kept', () => {
    expect(judgeBurn(counting(4_320, () => 0.09), 0.01)).toBeUndefined();
  });

  it('is critical when an hour burns fast and still does', () => {
    const now = judgeBurn(counting(240, (t) => (t >= 200 ? 5 : 0)), 0.01);
    expect(now).toMatchObject({ severity: 'critical', window: { longMs: HOUR } });
    expect(now!.short).toBeCloseTo(50);
  });

  it('ends soon after its cause has', () => {
    const over = judgeBurn(counting(240, (t) => (t >= 200 && t < 230 ? 5 : 0)), 0.01, BURN_WINDOWS.slice(0, 1));
    expect(over).toBeUndefined();
  });

  it('warns of a slow burn over days', () => {
    expect(judgeBurn(counting(4_320, () => 0.15), 0.01)).toMatchObject({ severity: 'warning' });
  });

  it('says nothing of a handful of events', () => {
    expect(judgeBurn(() => ({ hits: 5, total: 5 }), 0.01)).toBeUndefined();
    expect(judgeBurn(() => ({ hits: 0, total: 0 }), 0.01)).toBeUndefined();
  });
});
