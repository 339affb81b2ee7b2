/** What the forecaster of a series says of its thresholds at one moment. */
import type { AlertSeverity } from '../../kernel';
import { DEFAULT_RULE, decisiveHorizon, judgeBurn, type AlertFacts, type AlertInput, type BurnWindow, type Judgement, type PhaseRule } from '../../alert';
import { HORIZONS } from '../../forecast';
import type { WatchedSeries } from './series';
import type { Watched } from './watched';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A breach is over when values are back by this share of the threshold: no flapping around it. */
const HYSTERESIS = 0.05;

/**
 * Of ratios, a breach is more bad events than the threshold allows in a long window and still in a short
 * one (multi-window burn rates with a factor of 1): a few bad runs among few decide nothing.
 */
const RATIO_WINDOWS: readonly BurnWindow[] = [
  { longMs: HOUR, shortMs: 5 * MINUTE, factor: 1, severity: 'critical' },
  { longMs: 6 * HOUR, shortMs: 30 * MINUTE, factor: 1, severity: 'critical' },
];

export interface JudgeRule {
  /** Whether breaches that are only likely count. */
  readonly predictive: boolean;
  readonly phaseRule: Partial<PhaseRule>;
}

/** One input per threshold that the series has. */
export function judgeSeries(series: WatchedSeries, watched: Watched, at: number, { predictive, phaseRule }: JudgeRule): AlertInput[] {
  const { signal, labels, direction } = series;
  const value = watched.value();
  return (['warning', 'critical'] as const).flatMap((severity: AlertSeverity): AlertInput[] => {
    const threshold = series[severity];
    if (threshold === undefined) return [];
    const breach = watched.forecaster.breach(threshold);
    const probabilities = predictive ? breach?.probabilities : undefined;
    const judgement = {
      at,
      ready: breach !== undefined,
      ...judgeBreach(series, watched, threshold),
      ...(probabilities && { probabilities, agreeing: breach?.agreeing }),
    };
    const facts = { threshold, direction, ...(probabilities && outlook(probabilities, phaseRule)) };
    return [{ rule: `${signal}/${severity}`, signal, severity, labels, judgement, facts, phaseRule, ...(value !== undefined && { value }) }];
  });
}

function outlook(probabilities: readonly number[], { fireAt = DEFAULT_RULE.fireAt }: Partial<PhaseRule>): Pick<AlertFacts, 'withinMs' | 'probability'> {
  const index = decisiveHorizon(probabilities, fireAt);
  return { withinMs: HORIZONS[index]! * MINUTE, probability: probabilities[index]! };
}

function judgeBreach({ kind, direction }: WatchedSeries, watched: Watched, threshold: number): Pick<Judgement, 'breaching' | 'recovered'> {
  const sign = direction === 'above' ? 1 : -1;
  if (kind !== 'ratio') {
    const breaching = watched.forecaster.isBreaching(threshold);
    return { breaching, recovered: !watched.forecaster.isBreaching(threshold - sign * HYSTERESIS * Math.abs(threshold)) };
  }
  const bad = (ms: number) => {
    const { hits, total } = watched.within(ms);
    return { hits: direction === 'above' ? hits : total - hits, total };
  };
  const allowed = Math.max(1e-6, direction === 'above' ? threshold : 1 - threshold);
  return { breaching: judgeBurn(bad, allowed, RATIO_WINDOWS) !== undefined };
}
