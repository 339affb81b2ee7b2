/** Steps without a precursor cannot be foreseen, only found: how many buckets that takes. */
import { createForecaster } from '../../src/forecast';
import { findOnsets, markSustained, type LabelledSeries } from './labelled';

export interface StepDelays {
  /** Buckets from the first one of the step (which counts as 1) until a change was found; Infinity if never. */
  readonly change: number[];
  /** The same until the breach was called. */
  readonly breach: number[];
}

const LOOK = 30;

export function measureSteps(series: readonly LabelledSeries[]): StepDelays {
  const delays: StepDelays = { change: [], breach: [] };
  for (const one of series.filter(({ family }) => family === 'step')) {
    // The third bucket beyond the threshold makes the breach sustained.
    const starts = findOnsets(markSustained(one)).map((onset) => onset - 2);
    const forecaster = createForecaster({ direction: one.direction });
    const changes: number[] = [];
    const breaches: number[] = [];
    one.values.forEach((value, t) => {
      forecaster.observe(value);
      if (forecaster.changed()) changes.push(t);
      if (forecaster.isBreaching(one.threshold)) breaches.push(t);
    });
    for (const start of starts) {
      delays.change.push(delay(changes, start));
      delays.breach.push(delay(breaches, start));
    }
  }
  return delays;
}

function delay(found: readonly number[], start: number): number {
  const first = found.find((t) => t >= start && t < start + LOOK);
  return first === undefined ? Infinity : first - start + 1;
}
