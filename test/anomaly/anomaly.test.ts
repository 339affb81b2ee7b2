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
    expect(scores.slice(1_200, 1_600).filter((score) => score >= 0.5).length).toBe(1);
  });

  it('finds a signal that got stuck, and one that got rougher or calmer at the same level', () => {
    const calm = noise(1_500);
    const found = (changed: (value: number, t: number) => number) =>
      scoresOf(calm.map((value, t) => (t < 1_200 ? value : changed(value, t)))).findIndex((score, t) => t >= 1_200 && score >= 0.5);
    expect(found(() => 100)).toBeLessThan(1_260);
    expect(found((value) => 100 + 2 * (value - 100))).toBeLessThan(1_260);
    expect(found((value) => 100 + 0.4 * (value - 100))).toBeLessThan(1_296);
  });

  it('says nothing about a flat line or a clean wave, whatever their level', () => {
    expect(Math.max(...scoresOf(noise(1_500).map(() => 45.1)))).toBeLessThan(0.1);
    expect(Math.max(...scoresOf(noise(1_500).map(() => 0)))).toBeLessThan(0.1);
    const wave = scoresOf(noise(3_000).map((_, t) => (t % 200 < 60 ? 80 : 20)));
    expect(wave.slice(600).filter((score) => score >= 0.5)).toEqual([]);
  });

  it('gives a score of what had always been zero', () => {
    const scores = scoresOf(noise(1_500).map((_, t) => (t === 1_200 ? 5 : 0)));
    expect(scores[1_200]).toBeGreaterThan(0.8);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
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
