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
