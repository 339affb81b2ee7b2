/** What the past of a series says of values that are beyond a threshold for the first time. */
import { createForecaster } from '../../src/forecast';
import { createJumps } from '../../src/forecast/jumps';

describe('createJumps', () => {
  it('leaves a probability as it is while nothing has come', () => {
    const jumps = createJumps();
    expect(jumps.join(0.2, -5)).toBe(0.2);
    jumps.learn(NaN);
    jumps.learn(-Infinity);
    expect(jumps.join(0.2, -5)).toBe(0.2);
  });

  it('gives the share of past excesses half of the say, once there are many', () => {
    const jumps = createJumps();
    for (let i = 0; i < 400; i++) jumps.learn(i % 4 === 0 ? 10 : -1);
    expect(jumps.join(0, 5)).toBeCloseTo((0.25 * 0.5 * 400) / 430);
    expect(jumps.join(1, 50)).toBeCloseTo(1 - (0.5 * 400) / 430);
    expect(jumps.join(0.3, NaN)).toBe(0.3);
  });
});

test('a first value far beyond the threshold is believed to stay where others did', () => {
  const noise = (t: number): number => Math.sin(t * 12.9898) + Math.sin(t * 78.233);
  const up = [83, 190, 271, 402, 489];
  const forecaster = createForecaster();
  for (let t = 0; t < 560; t++) forecaster.observe((up.some((from) => t >= from && t < from + 20) ? 50 : 10) + noise(t));
  expect(forecaster.breach(30)!.probabilities[0]).toBeLessThan(0.2);
  forecaster.observe(50);
  expect(forecaster.breach(30)!.probabilities[0]).toBeGreaterThan(0.35);
});
