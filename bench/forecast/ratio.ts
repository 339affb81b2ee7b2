/** Shares of runs that fail, or of look-ups that hit: counts of every minute, and the rate that alerts judge of them. */
import { createBurnRate } from '../../src/alert/burn';
import type { LabelledSeries } from './labelled';
import type { Random } from './random';

const MINUTES = 2_880;

/**
 * Failures become more for one to six hours, stay and are gone. Half of the series are shares of good events, which
 * breach downwards; of a third the threshold lies beyond what comes.
 */
export function makeRatio(index: number, random: Random): LabelledSeries {
  const direction = index % 2 === 0 ? 'above' : 'below';
  const perMinute = Math.exp(random.between(Math.log(2), Math.log(60)));
  const calm = random.between(0.002, 0.03);
  const worst = random.between(0.15, 0.6);
  const start = random.between(0.25, 0.6) * MINUTES;
  const length = 60 * random.between(1, 6);
  const stay = random.between(30, 180);
  const breaches = random.next() < 0.67;
  const limit = breaches ? calm + (worst - calm) * random.between(0.3, 0.8) : Math.min(0.95, worst * random.between(1.3, 1.6));
  const burn = createBurnRate(direction);
  const values = Float64Array.from({ length: MINUTES }, (_, t) => {
    const share = Math.min(1, Math.max(0, (t - start) / length));
    const bad = t > start + length + stay ? calm : calm + (worst - calm) * share;
    const total = countEvents(perMinute, random);
    const failed = countOf(total, bad, random);
    burn.observe({ hits: direction === 'above' ? failed : total - failed, total });
    return burn.value();
  });
  return {
    id: `ratio-${index}`,
    family: 'ratio',
    stepSeconds: 60,
    values,
    threshold: direction === 'above' ? limit : 1 - limit,
    direction,
    kind: 'ratio',
    precursor: true,
    horizons: [5, 15, 30, 60, 120],
  };
}

/** Poisson by the product of uniform numbers (Knuth). */
function countEvents(mean: number, random: Random): number {
  const end = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > end; product *= random.next()) count += 1;
  return count;
}

function countOf(total: number, share: number, random: Random): number {
  let count = 0;
  for (let event = 0; event < total; event += 1) if (random.next() < share) count += 1;
  return count;
}
