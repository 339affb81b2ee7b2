/** How much each model is worth at each horizon, from what its forecasts of late turned out to cost. */
import { MODEL_COUNT } from './models';

/** Buckets that losses are averaged over; with a season at least this share of its period. */
const MEMORY = 40;
const SEASON_SHARE = 0.5;
/** How strongly a better model is preferred: weights go with the loss to the power of minus this. */
const SHARPNESS = 6;
/** Shorter horizons speak for longer ones, whose outcomes come too late; each with this share. */
const BORROWED = 0.5;

export interface Weights {
  /** Scores the forecasts that were due; `paths` are model × horizon at the time, NaN where silent. */
  learn(horizon: number, forecasts: Float64Array, offset: number, actual: number): void;
  /** A season of `period` buckets was found (0: none): what is good on one flank only must not win. */
  remember(period: number): void;
  /** Weights of the models at one horizon; the sum is 1. Reuses its result. */
  of(horizon: number, present: (model: number) => boolean): Float64Array;
}

/** The loss at the median is pinball loss times two. `noise` is a floor that keeps ratios finite. */
export function createWeights(horizons: number): Weights {
  let rate = 1 / MEMORY;
  const losses = new Float64Array(horizons * MODEL_COUNT).fill(NaN);
  const result = new Float64Array(MODEL_COUNT);
  const relative = new Float64Array(MODEL_COUNT);

  function compare(horizon: number, share: number, present: (model: number) => boolean): number {
    let best = Infinity;
    for (let m = 0; m < MODEL_COUNT; m++) {
      const loss = losses[horizon * MODEL_COUNT + m]!;
      if (present(m) && loss < best) best = loss;
    }
    if (best === Infinity) return 0;
    for (let m = 0; m < MODEL_COUNT; m++) {
      const loss = losses[horizon * MODEL_COUNT + m]!;
      // A model that has just become able to speak is taken to be mediocre.
      relative[m]! += share * Math.log(Number.isNaN(loss) ? 1.5 : (loss + 1e-12) / (best + 1e-12));
    }
    return share;
  }

  return {
    remember(period) {
      rate = 1 / Math.max(MEMORY, SEASON_SHARE * period);
    },
    learn(horizon, forecasts, offset, actual) {
      for (let m = 0; m < MODEL_COUNT; m++) {
        const error = Math.abs(forecasts[offset + m]! - actual);
        if (Number.isNaN(error)) continue;
        const at = horizon * MODEL_COUNT + m;
        losses[at] = Number.isNaN(losses[at]!) ? error : losses[at]! + rate * (error - losses[at]!);
      }
    },
    of(horizon, present) {
      relative.fill(0);
      let total = 0;
      for (let h = horizon, share = 1; h >= 0; h--, share *= BORROWED) total += compare(h, share, present);
      let sum = 0;
      for (let m = 0; m < MODEL_COUNT; m++) {
        result[m] = present(m) ? Math.exp((-SHARPNESS * relative[m]!) / (total || 1)) : 0;
        sum += result[m]!;
      }
      for (let m = 0; m < MODEL_COUNT; m++) result[m] = result[m]! / sum;
      return result;
    },
  };
}
