/** Makes a contestant of a point forecast: empirical quantiles of its own past errors at each horizon. */
import { createSortedWindow, createTape } from '../../src/forecast/numbers';
import { sustained, worstOf } from '../../src/forecast/breaches';
import type { LabelledSeries } from './labelled';
import type { Predictor } from './predictor';

export interface PointModel {
  /** NaN: nothing was measured. */
  observe(value: number): void;
  predict(ahead: number): number;
}

const VALUES_MIN = 30;
const ERRORS_MIN = 10;
const WINDOW = 500;

/**
 * `alarm`: `point` is 1 while the point forecast at the last horizon is beyond the threshold, as a rule
 * without uncertainty says it; `probability` is the share of past errors that would take it there.
 */
export function createPointPredictor(series: LabelledSeries, model: PointModel, alarm: 'point' | 'probability'): Predictor {
  const { horizons, threshold, direction } = series;
  const sign = direction === 'above' ? 1 : -1;
  const last = horizons.length - 1;
  const errors = horizons.map(() => createSortedWindow(WINDOW));
  const excesses = horizons.map(() => createSortedWindow(WINDOW));
  const said = horizons.map((horizon) => ({ points: new Float64Array(horizon).fill(NaN), peaks: new Float64Array(horizon).fill(NaN) }));
  const raw = createTape(8);
  const levels = createTape(horizons[last]!);
  let now = -1;
  let seen = 0;

  function learn(value: number): void {
    horizons.forEach((horizon, h) => {
      const at = now % horizon;
      const error = value - said[h]!.points[at]!;
      if (Number.isFinite(error)) errors[h]!.push(error);
      const excess = worstOf(levels, horizon) - said[h]!.peaks[at]!;
      if (Number.isFinite(excess)) excesses[h]!.push(excess);
    });
  }

  function exceed(h: number, margin: number): number {
    const window = excesses[h]!;
    return (window.above(margin) + (margin < 0 ? 1 : 0)) / (window.size() + 1);
  }

  return {
    step(value) {
      now += 1;
      raw.push(value);
      levels.push(sustained(raw, sign));
      if (!Number.isNaN(value)) seen += 1;
      learn(value);
      model.observe(value);
      let peak = -Infinity;
      const peaks = horizons.map((horizon, h) => {
        const point = model.predict(horizon);
        peak = Math.max(peak, sign * point, sign * model.predict(Math.max(1, Math.round(horizon / 2))));
        said[h]!.points[now % horizon] = point;
        said[h]!.peaks[now % horizon] = peak;
        return peak;
      });
      if (seen < VALUES_MIN) return undefined;
      const breach = peaks.map((highest, h) => exceed(h, sign * threshold - highest));
      const quantiles = horizons.map((horizon, h) => {
        const point = said[h]!.points[now % horizon]!;
        const window = errors[h]!.size() >= ERRORS_MIN ? errors[h]! : errors[Math.max(0, h - 1)]!;
        const at = (share: number): number => point + (window.size() === 0 ? 0 : window.quantile(share));
        return { p05: at(0.05), p50: point, p95: at(0.95) };
      });
      const beyond = sign * said[last]!.points[now % horizons[last]!]! > sign * threshold ? 1 : 0;
      return { quantiles, breach, alarm: alarm === 'point' ? breach.map(() => beyond) : breach };
    },
  };
}
