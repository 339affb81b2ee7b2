/** How many breaches of real series announce themselves in the values at all. */
import { findOnsets, markSustained, type LabelledSeries } from './labelled';
import { medianOf } from './measures';

/** Buckets before the three that make a breach sustained. */
const LOOK = 15;
/** Of the way from the series' middle to the threshold. */
const WAY = 0.5;

/** Breaches before which the values are already more than half-way to the threshold; the others come as steps. */
export function countAnnounced(series: readonly LabelledSeries[]): { readonly announced: number; readonly all: number } {
  let announced = 0;
  let all = 0;
  for (const one of series) {
    const { values, threshold } = one;
    const middle = medianOf(Array.from(values).filter((value) => !Number.isNaN(value)));
    for (const onset of findOnsets(markSustained(one))) {
      const before = Array.from(values.subarray(Math.max(0, onset - 2 - LOOK), onset - 2)).filter((value) => !Number.isNaN(value));
      all += 1;
      if ((medianOf(before) - middle) / (threshold - middle) > WAY) announced += 1;
    }
  }
  return { announced, all };
}
