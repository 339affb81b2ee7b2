import { createAnomalyDetector } from '../../src/anomaly';
import { createRandom } from '../../bench/forecast/random';

function scoresOf(values: readonly number[]): number[] {
  const detector = createAnomalyDetector();
  return values.map((value) => detector.observe(value));
}

const noise = (length: number, seed = 1): number[] => {
  const random = createRandom(seed);
  return Array.from({ length }, () => 100 + random.normal());
};

describe('createAnomalyDetector', () => {
  it('stays low on noise', () => {
    const scores = scoresOf(noise(2_000));
    expect(scores.filter((score) => score >= 0.5).length).toBeLessThanOrEqual(4);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
  });

  it('finds a spike, a step and a silence of the noise, soon', () => {
    const calm = noise(1_500);
    const found = (changed: (value: number, t: number) => number) =>
      scoresOf(calm.map((value, t) => (t < 1_200 ? value : changed(value, t)))).findIndex((score, t) => t >= 1_200 && score >= 0.5);
    expect(found((value, t) => (t === 1_200 ? value + 40 : value))).toBe(1_200);
    expect(found((value) => value + 30)).toBeLessThanOrEqual(1_202);
  });

  it('does not report the same change over and over', () => {
    const scores = scoresOf(noise(2_000).map((value, t) => (t < 1_200 ? value : value + 40)));
    expect(scores.filter((score) => score >= 0.5).length).toBeLessThan(4);
  });

  it('gives missing values no score, and depends on nothing but the past', () => {
    const values = noise(400);
    expect(scoresOf([...values, NaN]).at(-1)).toBe(0);
    expect(scoresOf(values).slice(0, 300)).toEqual(scoresOf(values.slice(0, 300)));
  });

  it('gets used to a season', () => {
    const random = createRandom(2);
    const day = (t: number) => 50 + 20 * Math.sin((2 * Math.PI * t) / 144) + 0.5 * random.normal();
    const scores = scoresOf(Array.from({ length: 144 * 10 }, (_, t) => day(t)));
    expect(Math.max(...scores.slice(144 * 4))).toBeLessThan(0.6);
  });
});
