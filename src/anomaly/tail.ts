/** How unusual a statistic is against its own past. */
import { createSortedWindow, createTape } from '../forecast/numbers';

const WINDOW = 1_500;
/** Share of the past that counts as its tail. */
const TAIL_SHARE = 0.02;
/** Shape of the tail (generalised Pareto): heavier than exponential, as loads and latencies are. */
const SHAPE = 0.15;
/** Less probable than this is impossible: what never moved makes any step infinitely unlikely. */
const SURPRISE_MAX = 30;
/** Values of the past before anything is said: of a long stretch more, as neighbouring ones are nearly the same. */
const PAST_MIN = 60;
const STRETCHES_MIN = 2;

export interface Tail {
  /** −log10 of the probability of a value this large, by the past before it. */
  surprise(value: number): number;
}

/**
 * Peaks over threshold (Pickands 1975; as in Siffer et al. 2017), with the mean excess as scale. A value
 * joins the past `stretch` values later: a statistic of a stretch is compared with stretches that do not
 * overlap it, or a slow change would pass as usual while it happens.
 */
export function createTail(stretch: number): Tail {
  const past = createSortedWindow(WINDOW);
  const waiting = createTape(stretch);
  const enough = Math.max(PAST_MIN, STRETCHES_MIN * stretch);

  function judge(value: number): number {
    const size = past.size();
    const start = past.quantile(1 - TAIL_SHARE);
    if (value <= start) return -Math.log10((past.reaching(value) + 1) / (size + 1));
    let excess = 0;
    for (const share of [0.2, 0.4, 0.6, 0.8, 1]) excess += (past.quantile(1 - TAIL_SHARE * (1 - share)) - start) / 5;
    const scale = Math.max(excess, 0.1 * (start - past.quantile(0.5)), 1e-3 * Math.abs(start), 1e-12);
    const share = (1 + (SHAPE * (value - start)) / scale) ** (-1 / SHAPE);
    return Math.min(-Math.log10(TAIL_SHARE * share), SURPRISE_MAX);
  }

  return {
    surprise(value) {
      if (Number.isNaN(value)) return 0;
      const surprise = past.size() < enough ? 0 : judge(value);
      const due = waiting.at(stretch - 1);
      if (!Number.isNaN(due)) past.push(due);
      waiting.push(value);
      return surprise;
    },
  };
}

/** The same for a statistic that is unusual when large and when small. */
export function createTwoTails(stretch: number): Tail {
  const upper = createTail(stretch);
  const lower = createTail(stretch);
  return { surprise: (value) => Math.max(upper.surprise(value), lower.surprise(-value)) };
}
