/** Forecasts of a series with honest intervals, and how likely it breaches a threshold. Pure: no clock, no randomness. */
export { createForecaster, VALUES_MIN } from './forecaster';
export { BREACH_BUCKETS, BREACH_WINDOW } from './breaches';
export { createGrid, isOtherStep, placeStepping, toBuckets } from './grid';
export { HORIZONS } from './types';
export type * from './types';
