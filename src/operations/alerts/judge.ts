/** What the forecaster of a series says of its thresholds at one moment. */
import type { AlertSeverity } from '../../kernel';
import { DEFAULT_RULE, decisiveHorizon, type AlertFacts, type AlertInput, type Judgement, type PhaseRule } from '../../alert';
import { HORIZONS } from '../../forecast';
import type { WatchedSeries } from './series';
import type { Watched } from './watched';

const MINUTE = 60_000;
/** A breach is over when values are back by this share of the threshold: no flapping around it. */
const HYSTERESIS = 0.05;

export interface JudgeRule {
  /** The score from which on a value is an anomaly. */
  readonly anomalyScore: number;
  /** Whether breaches that are only likely count. */
  readonly predictive: boolean;
  readonly phaseRule: Partial<PhaseRule>;
}

/** One input per threshold that the series has, and one for anomalies where they are told. */
export function judgeSeries(series: WatchedSeries, watched: Watched, at: number, rule: JudgeRule): AlertInput[] {
  return [...judgeThresholds(series, watched, at, rule), ...(series.anomalies ? [judgeAnomaly(series, watched, at, rule)] : [])];
}

function judgeThresholds(series: WatchedSeries, watched: Watched, at: number, { predictive, phaseRule }: JudgeRule): AlertInput[] {
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

/** A signal of its own: no threshold, no forecast, and told beside them. */
function judgeAnomaly({ signal, labels }: WatchedSeries, watched: Watched, at: number, { anomalyScore, phaseRule }: JudgeRule): AlertInput {
  const score = watched.anomaly();
  const value = watched.value();
  const judgement = { at, ready: score !== undefined, breaching: score !== undefined && score >= anomalyScore };
  const measured = { ...(value !== undefined && { value }), ...(score !== undefined && { score }) };
  return { rule: `${signal}/anomaly`, signal, severity: 'warning', about: 'anomaly', labels, judgement, phaseRule, ...measured };
}

function outlook(probabilities: readonly number[], { fireAt = DEFAULT_RULE.fireAt }: Partial<PhaseRule>): Pick<AlertFacts, 'withinMs' | 'probability'> {
  const index = decisiveHorizon(probabilities, fireAt);
  return { withinMs: HORIZONS[index]! * MINUTE, probability: probabilities[index]! };
}

function judgeBreach({ direction }: WatchedSeries, { forecaster }: Watched, threshold: number): Pick<Judgement, 'breaching' | 'recovered'> {
  const sign = direction === 'above' ? 1 : -1;
  return { breaching: forecaster.isBreaching(threshold), recovered: !forecaster.isBreaching(threshold - sign * HYSTERESIS * Math.abs(threshold)) };
}
