/** What goes into a forecast and what comes out. */

/** In minutes, or in buckets where a bucket is longer than a minute. */
export const HORIZONS = [5, 15, 30, 60, 120] as const;

export type Direction = 'above' | 'below';

/** How values behave: anything; positive with noise that grows with the level; shares of 0..1 with counts. */
export type SeriesKind = 'value' | 'positive' | 'ratio';

export interface Quantiles {
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
}

/** Counts of one bucket, for a ratio: `hits` of `total`. */
export interface Counts {
  readonly hits: number;
  readonly total: number;
}

export type Observation = number | Counts | undefined;

export interface Forecast {
  /** One entry per horizon. */
  readonly quantiles: readonly Quantiles[];
  /** Whether enough own outcomes stand behind the intervals of each horizon. */
  readonly calibrated: readonly boolean[];
}

export interface BreachForecast {
  /** P(at least 3 of 5 consecutive buckets breach, all within the horizon), one per horizon. */
  readonly probabilities: readonly number[];
  /** Models, of those with weight, whose path crosses the threshold within the last horizon. */
  readonly agreeing: number;
}

export interface ForecasterOptions {
  /** Ascending, in buckets; default HORIZONS. */
  readonly horizons?: readonly number[];
  readonly kind?: SeriesKind;
  /** Which side a threshold is breached on; default `above`. */
  readonly direction?: Direction;
  /** Seconds per bucket: seasons of the clock (hour, day, week) are preferred when it is known. */
  readonly stepSeconds?: number;
}

/** One series. Every bucket is observed once, in order; state is bounded whatever the length. */
export interface Forecaster {
  /** `undefined`, NaN and counts without a total mean that nothing was measured in this bucket. */
  observe(observation: Observation): void;
  /** Undefined while there is too little to say anything (`insufficient_data`). */
  forecast(): Forecast | undefined;
  /** The same for a threshold, in the unit of the values. */
  breach(threshold: number): BreachForecast | undefined;
  /** Whether a change of level was found in the newest bucket. */
  changed(): boolean;
  /** Whether 3 of the last 5 buckets breach. */
  isBreaching(threshold: number): boolean;
}
