/**
 * Ratios as alerts judge them: by how fast they burn what is allowed, over several windows at once (Google's SRE
 * workbook, "Alerting on SLOs"). The rate is a series of its own. Breach, recovery and prediction are all about it.
 */
import type { Counts } from '../forecast';
import { createTape } from '../forecast/numbers';

export interface BurnWindow {
  /** In minutes. */
  readonly long: number;
  /** A short window that must agree, so that a breach ends soon after its cause has. */
  readonly short: number;
}

/** All that the threshold allows, and no more: the factor of the burn rate is 1. */
export const BURN_WINDOWS: readonly BurnWindow[] = [
  { long: 60, short: 5 },
  { long: 360, short: 30 },
];

/** With fewer events in the long window one failure would decide: nothing is said then. */
const EVENTS_MIN = 20;
/** Events that the long window counts for where the short one has few of its own. */
const PRIOR_WEIGHT = 4;

export interface BurnRate {
  /** Counts of the next step, a minute or longer; without an event nothing was measured. */
  observe(counts: Counts | undefined): void;
  /** The share now, 0..1, in the sense of the counts; NaN without enough events. */
  value(): number;
}

/**
 * `direction` is the side on which the share is bad. A window says the better of its two rates, where the short one is
 * a Beta posterior around the long one: five events without a failure do not end a breach. The worst window decides.
 */
export function createBurnRate(direction: 'above' | 'below', stepMs = 60_000): BurnRate {
  const minutes = Math.max(1, stepMs / 60_000);
  const steps = (length: number): number => Math.max(1, Math.round(length / minutes));
  const capacity = steps(Math.max(...BURN_WINDOWS.map(({ long }) => long)));
  const hits = createTape(capacity + 1);
  const totals = createTape(capacity + 1);
  const sums = new Map([...new Set(BURN_WINDOWS.flatMap(({ long, short }) => [steps(long), steps(short)]))].map((length) => [length, { hits: 0, total: 0 }]));

  /** Of bad events. */
  function rateOf({ long, short }: BurnWindow): number {
    const all = sums.get(steps(long))!;
    const newest = sums.get(steps(short))!;
    if (all.total < EVENTS_MIN || newest.total === 0) return NaN;
    const usual = all.hits / all.total;
    return Math.min(usual, (newest.hits + PRIOR_WEIGHT * usual) / (newest.total + PRIOR_WEIGHT));
  }

  return {
    observe(counts) {
      const total = counts && counts.total > 0 ? counts.total : 0;
      const bad = total === 0 ? 0 : direction === 'above' ? counts!.hits : total - counts!.hits;
      hits.push(bad);
      totals.push(total);
      for (const [length, sum] of sums) {
        sum.hits += bad - (hits.size() > length ? hits.at(length) : 0);
        sum.total += total - (totals.size() > length ? totals.at(length) : 0);
      }
    },
    value() {
      const rates = BURN_WINDOWS.map(rateOf).filter((rate) => !Number.isNaN(rate));
      if (rates.length === 0) return NaN;
      const worst = Math.max(...rates);
      return direction === 'above' ? worst : 1 - worst;
    },
  };
}
