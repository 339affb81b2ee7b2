/** What every contestant must be able to say at every bucket, seeing only the past. */
import { createForecaster } from '../../src/forecast';
import type { Quantiles } from '../../src/forecast';
import type { LabelledSeries } from './labelled';

export interface Statement {
  readonly quantiles: readonly Quantiles[];
  /** P(sustained breach) per horizon. */
  readonly breach: readonly number[];
  /** What the alarm rule compares with its levels, by horizon; for rules without probabilities 0 or 1. */
  readonly alarm: readonly number[];
  /** Models that cross the threshold, where there are several. */
  readonly agreeing?: number;
}

export interface Predictor {
  /** Undefined: it has nothing to say yet. NaN: nothing was measured. */
  step(value: number): Statement | undefined;
}

export type Contestant = (series: LabelledSeries) => Predictor;

export const ours: Contestant = ({ horizons, direction, kind, threshold, stepSeconds }) => {
  const forecaster = createForecaster({ horizons, direction, kind, stepSeconds });
  return {
    step(value) {
      forecaster.observe(value);
      const forecast = forecaster.forecast();
      const breach = forecaster.breach(threshold);
      if (forecast === undefined || breach === undefined) return undefined;
      return { quantiles: forecast.quantiles, breach: breach.probabilities, alarm: breach.probabilities, agreeing: breach.agreeing };
    },
  };
};
