/** Anomaly scores of a folder of labelled series, by the rules of the Numenta Anomaly Benchmark. */
import { createAnomalyDetector } from '../../src/anomaly';
import { fixed, printTable } from '../table';
import type { RawSeries } from './folder';
import { bestThreshold, countWindows, gainOf, PROFILES, scoreCorpus, type Profile, type ScoredSeries } from './nab';

export interface AnomalyFigures {
  readonly source: string;
  readonly profile: string;
  /** At the best threshold for these series, as the benchmark does it. */
  readonly best: number;
  readonly threshold: number;
  /** At the fixed threshold that the package documents. */
  readonly fixed: number;
  /** Every group of series at the best threshold of the other groups; undefined with a single group. */
  readonly leftOut: number | undefined;
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
      return { source, profile: profile.name, best: score, threshold, fixed: scoreCorpus(series, THRESHOLD, profile), leftOut: scoreLeftOut(series, profile) };
    });
  });
  console.log('\nAnomalies, by the rules of the Numenta Anomaly Benchmark (0: silent, 100: perfect)');
  printTable(
    ['source', 'profile', 'score', 'at threshold', `at ${THRESHOLD}`, 'threshold of other groups'],
    figures.map((one) => [one.source, one.profile, fixed(one.best, 1), fixed(one.threshold), fixed(one.fixed, 1), fixed(one.leftOut, 1)]),
  );
  return figures;
}

/** Groups are the folders of the ids. */
function scoreLeftOut(series: readonly ScoredSeries[], profile: Profile): number | undefined {
  const groupOf = ({ id }: ScoredSeries): string => id.split('/').slice(0, 2).join('/');
  const groups = [...new Set(series.map(groupOf))];
  if (groups.length < 2) return undefined;
  const all = countWindows(series);
  return groups.reduce((sum, group) => {
    const { threshold } = bestThreshold(series.filter((one) => groupOf(one) !== group), profile);
    const own = series.filter((one) => groupOf(one) === group);
    return sum + gainOf(own, threshold, profile) / all;
  }, 0);
}
