import { bestThreshold, probation, PROFILES, scoreCorpus, scoreSeries, type ScoredSeries } from '../../bench/forecast/nab';

const [standard, lowFalseAlarms, lowMisses] = PROFILES;

function series(detections: readonly number[], windows: ScoredSeries['windows'] = [[500, 599]]): ScoredSeries {
  const scores = new Float64Array(1_000);
  for (const row of detections) scores[row] = 1;
  return { id: 's', scores, windows };
}

describe('scoring of anomalies', () => {
  it('is 0 for silence and 100 for a detection at the start of every window', () => {
    expect(scoreCorpus([series([])], 0.5, standard!)).toBeCloseTo(0);
    expect(scoreCorpus([series([500])], 0.5, standard!)).toBeCloseTo(100);
  });

  it('counts the earliest detection of a window only, and less the later it is', () => {
    expect(scoreSeries(series([500, 550, 599]), 0.5, standard!)).toBeCloseTo(1);
    expect(scoreSeries(series([550]), 0.5, standard!)).toBeLessThan(0.9);
    expect(scoreSeries(series([599]), 0.5, standard!)).toBeGreaterThan(0);
  });

  it('charges detections outside, the more the further behind a window, and by profile', () => {
    expect(scoreSeries(series([300, 500]), 0.5, standard!)).toBeCloseTo(0.89);
    expect(scoreSeries(series([300, 500]), 0.5, lowFalseAlarms!)).toBeCloseTo(0.78);
    expect(scoreSeries(series([500, 605]), 0.5, standard!)).toBeGreaterThan(scoreSeries(series([500, 900]), 0.5, standard!));
    expect(scoreSeries(series([]), 0.5, lowMisses!)).toBe(-2);
  });

  /**
   * The worked example of Lavin and Ahmad (2015), figure 2: an alarm ahead of the window (−1), two within it
   * of which the earlier counts (0.9999), one 0.45 windows behind it (−0.8093) and one far behind (−1)
   * add up to 0.9999 − 0.11 · 2.8093 = 0.6909 in the standard profile.
   */
  it('gives the published example its published score', () => {
    const scores = new Float64Array(8_000);
    for (const row of [1_500, 2_001, 2_500, 3_450, 6_001]) scores[row] = 1;
    const example: ScoredSeries = { id: 'figure 2', scores, windows: [[2_000, 3_000]] };
    expect(scoreSeries(example, 0.5, standard!)).toBeCloseTo(0.6909, 4);
    expect(scoreSeries(example, 0.5, lowFalseAlarms!)).toBeCloseTo(0.9999 - 0.22 * 2.8093, 4);
    expect(scoreSeries(example, 0.5, lowMisses!)).toBeCloseTo(0.6909, 4);
    // Between silence, which misses the window (−1), and all of it at once (+1).
    expect(scoreCorpus([example], 0.5, standard!)).toBeCloseTo((100 * (0.6909 + 1)) / 2, 2);
  });

  it('follows the scaled sigmoid 2 / (1 + e^(5y)) − 1, by hand', () => {
    const alone = (row: number): number => {
      const scores = new Float64Array(8_000);
      scores[row] = 1;
      return scoreSeries({ id: 's', scores, windows: [[2_000, 3_000]] }, 0.5, standard!);
    };
    // In the middle of the window, y = −0.5: 0.848284 / 0.986614; the last row, y = −1/1001, is next to nothing.
    expect(alone(2_500)).toBeCloseTo(0.8602, 3);
    expect(alone(3_000)).toBeCloseTo(0.0025, 4);
    // Behind it the missed window costs 1; y = 0.1: −0.244919, y = 1: −0.986614, from y = 3 on: −1.
    expect(alone(3_100)).toBeCloseTo(-1 - 0.11 * 0.244919, 5);
    expect(alone(4_000)).toBeCloseTo(-1 - 0.11 * 0.986614, 5);
    expect(alone(6_000)).toBeCloseTo(-1.11, 5);
  });

  it('does not score the probation', () => {
    expect(probation(1_000)).toBe(150);
    expect(probation(22_000)).toBe(750);
    expect(scoreSeries(series([100, 149, 500]), 0.5, standard!)).toBeCloseTo(1);
  });

  it('finds the threshold that scores best', () => {
    const one = series([500]);
    one.scores[300] = 0.4;
    const { score, threshold } = bestThreshold([one], standard!);
    expect(score).toBeCloseTo(100);
    expect(threshold).toBeGreaterThan(0.4);
  });

  it('tries every score as the threshold', () => {
    const many = series([]);
    many.scores.forEach((_, row) => (many.scores[row] = row / 1_000));
    const other = { ...series([]), id: 'o', windows: many.windows, scores: many.scores.map((score, row) => (row === 510 ? 2 : score / 2)) };
    const both = [many, other];
    const { score, threshold } = bestThreshold(both, standard!);
    const all = both.flatMap(({ scores }) => Array.from(scores, (one) => scoreCorpus(both, one, standard!)));
    expect(score).toBeCloseTo(Math.max(0, ...all));
    expect(scoreCorpus(both, threshold, standard!)).toBeCloseTo(score);
  });
});
