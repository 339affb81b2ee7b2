/** How unusual a statistic is against its own past. */
import { createSortedWindow } from '../forecast/numbers';

const WINDOW = 1_500;
/** Share of the past that counts as its tail. */
const TAIL_SHARE = 0.02;
/** Shape of the tail (generalised Pareto): heavier than exponential, as loads and latencies are. */
const SHAPE = 0.15;
const PAST_MIN = 60;

export interface Tail {
  /** −log10 of the probability of a value this large, by the past before it; then it joins the past. */
  surprise(value: number): number;
}

/** Peaks over threshold (Pickands 1975; as in Siffer et al. 2017), with the mean excess as scale. */
export function createTail(): Tail {
  const past = createSortedWindow(WINDOW);

  function judge(value: number): number {
    const size = past.size();
    const count = past.above(value);
    const start = past.quantile(1 - TAIL_SHARE);
    if (value <= start) return -Math.log10((count + 1) / (size + 1));
    let excess = 0;
    for (const share of [0.2, 0.4, 0.6, 0.8, 1]) excess += (past.quantile(1 - TAIL_SHARE * (1 - share)) - start) / 5;
    const scale = Math.max(excess, 0.1 * (start - past.quantile(0.5)), 1e-9 * Math.abs(start), 1e-12);
    const share = (1 + (SHAPE * (value - start)) / scale) ** (-1 / SHAPE);
    return -Math.log10(TAIL_SHARE * share);
  }

  return {
    surprise(value) {
      if (Number.isNaN(value)) return 0;
      const surprise = past.size() < PAST_MIN ? 0 : judge(value);
      past.push(value);
      return surprise;
    },
  };
}
