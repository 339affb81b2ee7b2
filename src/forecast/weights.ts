/** How much each model is worth at each horizon, from what its forecasts of late turned out to cost. */
import { MODEL_COUNT } from './models';

/** Buckets that losses are averaged over; with a season at least this share of its period. */
const MEMORY = 40;
const SEASON_SHARE = 0.5;
/** How strongly a better model is preferred: weights go with the loss to the power of minus this. */
const SHARPNESS = 6;
/** Shorter horizons speak for longer ones, whose outcomes come too late; each with this share. */
const BORROWED = 0.5;
/** Losses count as at most this many usual ones: one faulty measurement would make all models alike. */
const LOSS_MAX = 20;
/** Log of how much worse than the best a model without a record is taken to be. */
const NEWCOMER = 0.4;

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
  const relative = new Float64Array(horizons * MODEL_COUNT);

  /** Log of each loss over the best one of the horizon; a model that has just begun to speak is taken to be mediocre. */
  function compare(horizon: number): void {
    const from = horizon * MODEL_COUNT;
    let best = Infinity;
    for (let m = 0; m < MODEL_COUNT; m++) if (losses[from + m]! < best) best = losses[from + m]!;
    for (let m = 0; m < MODEL_COUNT; m++) {
      const loss = losses[from + m]!;
      relative[from + m] = best === Infinity ? 0 : Number.isNaN(loss) ? NEWCOMER : Math.log((loss + 1e-12) / (best + 1e-12));
    }
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
        const usual = losses[at]!;
        losses[at] = Number.isNaN(usual) ? error : usual + rate * (Math.min(error, LOSS_MAX * usual + 1e-12) - usual);
      }
      compare(horizon);
    },
    of(horizon, present) {
      let sum = 0;
      for (let m = 0; m < MODEL_COUNT; m++) {
        let distance = 0;
        let total = 0;
        for (let h = horizon, share = 1; h >= 0; h--, share *= BORROWED) {
          distance += share * relative[h * MODEL_COUNT + m]!;
          total += share;
        }
        result[m] = present(m) ? Math.exp((-SHARPNESS * distance) / total) : 0;
        sum += result[m]!;
      }
      for (let m = 0; m < MODEL_COUNT; m++) result[m] = result[m]! / sum;
      return result;
    },
  };
}
