/** Values as the models see them: on a scale where noise is even and forecasts cannot leave the range. */
import type { Observation, SeriesKind } from './types';

export interface Scale {
  /** NaN when nothing was measured. */
  read(observation: Observation): number;
  toModel(value: number): number;
  toValue(model: number): number;
}

/** Observations that the running share counts for when a bucket has few of its own. */
const PRIOR_WEIGHT = 4;
/** Squares of larger values would leave the range of numbers. */
const VALUE_MAX = 1e120;
const SHARE_MIN = 1e-4;

const logit = (share: number): number => Math.log(share / (1 - share));
const bound = (share: number): number => Math.min(Math.max(share, SHARE_MIN), 1 - SHARE_MIN);

export function createScale(kind: SeriesKind): Scale {
  if (kind === 'ratio') return createRatioScale();
  const positive = kind === 'positive';
  const toModel = positive ? (value: number) => Math.log(Math.max(value, 1e-9)) : (value: number) => value;
  return {
    read(observation) {
      const value = typeof observation === 'object' ? observation.hits / observation.total : observation;
      return value === undefined || !(Math.abs(value) < VALUE_MAX) ? NaN : toModel(value);
    },
    toModel,
    toValue: positive ? Math.exp : (model) => model,
  };
}

/**
 * Shares as counts: the posterior mean of a Beta prior whose centre is the running share, so that
 * 1 failure of 2 is no 50 % and 0 of 3 is no 0 %. A number is a share that is known. Seen by the models as log odds.
 */
function createRatioScale(): Scale {
  let hits = 0;
  let total = 0;
  return {
    read(observation) {
      if (observation === undefined) return NaN;
      if (typeof observation === 'number') return logit(bound(observation));
      const { hits: own, total: all } = observation;
      if (!(all > 0) || !Number.isFinite(own)) return NaN;
      const centre = total === 0 ? own / all : hits / total;
      hits = 0.98 * hits + own;
      total = 0.98 * total + all;
      return logit(bound((own + PRIOR_WEIGHT * centre) / (all + PRIOR_WEIGHT)));
    },
    toModel: (share) => logit(bound(share)),
    toValue: (model) => 1 / (1 + Math.exp(-model)),
  };
}
