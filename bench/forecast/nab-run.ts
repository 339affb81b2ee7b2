/** Anomaly scores of a folder of labelled series, by the rules of the Numenta Anomaly Benchmark. */
import { createAnomalyDetector } from '../../src/anomaly';
import { fixed, printTable } from '../table';
import type { RawSeries } from './folder';
import { bestThreshold, PROFILES, scoreCorpus, type ScoredSeries } from './nab';

export interface AnomalyFigures {
  readonly source: string;
  readonly profile: string;
  /** At the best threshold for these series, as the benchmark does it. */
  readonly best: number;
  readonly threshold: number;
  /** At the fixed threshold that the package documents. */
  readonly fixed: number;
}

const THRESHOLD = 0.5;

export function scoreAnomalies(raw: readonly RawSeries[]): ScoredSeries[] {
  return raw.map(({ id, values, windows }) => {
    const detector = createAnomalyDetector();
    return { id, scores: Float64Array.from(values, (value) => detector.observe(value)), windows };
  });
}

export function measureNab(raw: readonly RawSeries[]): AnomalyFigures[] {
  const sources = [...new Set(raw.map(({ source }) => source))];
  const figures = sources.flatMap((source) => {
    const series = scoreAnomalies(raw.filter((one) => one.source === source));
    return PROFILES.map((profile) => {
      const { score, threshold } = bestThreshold(series, profile);
      return { source, profile: profile.name, best: score, threshold, fixed: scoreCorpus(series, THRESHOLD, profile) };
    });
  });
  console.log('\nAnomalies, by the rules of the Numenta Anomaly Benchmark (0: silent, 100: perfect)');
  printTable(
    ['source', 'profile', 'score', 'at threshold', `at ${THRESHOLD}`],
    figures.map((one) => [one.source, one.profile, fixed(one.best, 1), fixed(one.threshold), fixed(one.fixed, 1)]),
  );
  return figures;
}
