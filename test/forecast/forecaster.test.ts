import fc from 'fast-check';
import { createForecaster, HORIZONS, VALUES_MIN, type Forecaster, type ForecasterOptions, type Observation } from '../../src/forecast';
import { createRandom } from '../../bench/forecast/random';

const LAST = HORIZONS.length - 1;

function feed(values: Iterable<Observation>, options?: ForecasterOptions): Forecaster {
  const forecaster = createForecaster(options);
  for (const value of values) forecaster.observe(value);
  return forecaster;
}

function noisy(length: number, shape: (t: number) => number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length }, (_, t) => shape(t) + random.normal());
}

describe('createForecaster', () => {
  it('says nothing before it has seen enough, however long it waits', () => {
    const few = Array.from({ length: VALUES_MIN - 1 }, () => 1);
    expect(feed(few).forecast()).toBeUndefined();
    expect(feed([...few, undefined, NaN, undefined]).breach(2)).toBeUndefined();
    expect(feed([...few, 1]).forecast()).toBeDefined();
  });

  it('keeps noise where it is, with an interval as wide as the noise', () => {
    const forecast = feed(noisy(900, () => 100)).forecast()!;
    for (const { p05, p50, p95 } of forecast.quantiles) {
      expect(p50).toBeGreaterThan(99);
      expect(p50).toBeLessThan(101);
      expect(p95 - p05).toBeGreaterThan(2);
      expect(p95 - p05).toBeLessThan(5.5);
    }
    expect(forecast.calibrated).toEqual([true, true, true, true, true]);
  });

  it('follows a ramp and sees the breach coming', () => {
    const ramp = noisy(700, (t) => 100 + Math.max(0, t - 500) / 5);
    const forecaster = feed(ramp);
    expect(forecaster.forecast()!.quantiles[LAST]!.p50).toBeGreaterThan(150);
    const { probabilities, agreeing } = forecaster.breach(148)!;
    expect(probabilities[LAST]).toBeGreaterThan(0.8);
    expect(probabilities[0]).toBeLessThan(0.2);
    expect(agreeing).toBeGreaterThanOrEqual(2);
    expect(forecaster.breach(1_000)!.probabilities[LAST]).toBeLessThan(0.1);
  });

  it('is the mirror image for a threshold below', () => {
    const ramp = noisy(700, (t) => 100 + Math.max(0, t - 500) / 5);
    const above = feed(ramp).breach(148)!;
    const below = feed(ramp.map((value) => -value), { direction: 'below' }).breach(-148)!;
    below.probabilities.forEach((p, h) => expect(p).toBeCloseTo(above.probabilities[h]!, 6));
  });

  it('expects a season to come again', () => {
    const values = noisy(1_000, (t) => 100 + 20 * Math.sin((2 * Math.PI * t) / 120));
    const { quantiles } = feed(values).forecast()!;
    HORIZONS.forEach((horizon, h) => {
      const truth = 100 + 20 * Math.sin((2 * Math.PI * (999 + horizon)) / 120);
      expect(Math.abs(quantiles[h]!.p50 - truth)).toBeLessThan(4);
    });
  });

  it('starts anew after a step instead of drawing a line through it', () => {
    const values = noisy(420, (t) => (t < 400 ? 100 : 140));
    const forecaster = createForecaster();
    const changes: number[] = [];
    values.forEach((value, t) => {
      forecaster.observe(value);
      if (forecaster.changed()) changes.push(t);
    });
    expect(changes.find((t) => t >= 400)).toBeLessThanOrEqual(402);
    const { p50 } = forecaster.forecast()!.quantiles[1]!;
    expect(p50).toBeGreaterThan(125);
    expect(p50).toBeLessThan(155);
  });

  it('is not moved by a lone spike', () => {
    const calm = noisy(400, () => 100);
    const before = feed(calm).forecast()!.quantiles[2]!.p50;
    const after = feed([...calm, 5_000, 100.3]).forecast()!.quantiles[2]!.p50;
    expect(Math.abs(after - before)).toBeLessThan(4);
  });

  it('forgets a measurement that dwarfs all others: later breaches are told as without it', () => {
    const shape = (t: number): number => (t < 300 ? 100 : 100 + (t - 300) / 2);
    const values = noisy(420, shape);
    const faulty = values.map((value, t) => (t === 200 ? 1e9 : value));
    const told = (series: readonly number[]): number => feed(series).breach(180)!.probabilities[LAST]!;
    expect(told(values)).toBeGreaterThan(0.7);
    expect(Math.abs(told(faulty) - told(values))).toBeLessThan(0.15);
  });

  it('learns nothing about breaches from hours in which nothing was measured', () => {
    const values = noisy(460, (t) => (t < 300 ? 100 : 100 + (t - 300) / 2));
    const interrupted = [...values.slice(0, 200), ...Array.from({ length: 240 }, () => undefined), ...values.slice(200)];
    expect(feed(interrupted).breach(190)!.probabilities[LAST]!).toBeGreaterThan(0.7);
  });

  it('takes three of five buckets for a breach', () => {
    const calm = noisy(60, () => 100);
    expect(feed([...calm, 200, 100, 200, 100]).isBreaching(150)).toBe(false);
    expect(feed([...calm, 200, 100, 200, 100, 200]).isBreaching(150)).toBe(true);
    expect(feed([...calm, 200, undefined, 200, undefined, 200]).isBreaching(150)).toBe(true);
  });

  it('reads shares as counts: few runs say little', () => {
    const full = feed(Array.from({ length: 200 }, () => ({ hits: 10, total: 1_000 })), { kind: 'ratio' });
    full.observe({ hits: 1, total: 2 });
    for (const { p05, p95 } of full.forecast()!.quantiles) {
      expect(p05).toBeGreaterThanOrEqual(0);
      expect(p95).toBeLessThan(0.5);
    }
    full.observe({ hits: 0, total: 0 });
    expect(full.isBreaching(0.3)).toBe(false);
  });

  it('never leaves the range of positive values', () => {
    const values = noisy(300, (t) => 50 - t / 10).map((value) => Math.max(value, 0.1));
    for (const { p05 } of feed(values, { kind: 'positive' }).forecast()!.quantiles) expect(p05).toBeGreaterThan(0);
  });

  it('tells the same for the same series, in order, within 0..1, whatever the values', () => {
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
      fc.constantFrom(undefined, NaN, 0, 1e300, -1e300, Infinity),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 40, maxLength: 120 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (values, threshold) => {
        const one = feed(values);
        const forecast = one.forecast();
        if (forecast === undefined) return;
        expect(feed(values).forecast()).toEqual(forecast);
        for (const { p05, p50, p95 } of forecast.quantiles) {
          expect(p05).toBeLessThanOrEqual(p50);
          expect(p50).toBeLessThanOrEqual(p95);
        }
        let before = 0;
        for (const p of one.breach(threshold)!.probabilities) {
          expect(p).toBeGreaterThanOrEqual(before);
          expect(p).toBeLessThanOrEqual(1);
          before = p;
        }
      }),
      { numRuns: 25 },
    );
  });

  it('sees only the past: what comes later changes nothing that was said', () => {
    const values = noisy(300, (t) => t / 10);
    const said = values.map((_, t) => (t === 200 ? feed(values.slice(0, 201)).forecast() : undefined))[200];
    const forecaster = createForecaster();
    let then: unknown;
    values.forEach((value, t) => {
      forecaster.observe(value);
      if (t === 200) then = forecaster.forecast();
    });
    expect(then).toEqual(said);
  });
});
