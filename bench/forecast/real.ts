/** Real series as forecasting tasks: horizons in rows, thresholds that each series passes now and then. */
import type { RawSeries } from './folder';
import type { LabelledSeries } from './labelled';

const HORIZONS = [5, 15, 30, 60, 120];
/** A threshold at this quantile is passed often enough to be measured and seldom enough to matter. */
const QUANTILE = 0.97;
/** A series that hardly moves has no threshold worth a forecast. */
const DISTINCT_MIN = 20;

/** No horizon is longer than a quarter of the series; series with too few different values are left out. */
export function toTasks(raw: readonly RawSeries[], rowsMax = Infinity): LabelledSeries[] {
  return raw.flatMap(({ id, source, stepSeconds, values, windows }) => {
    const kept = values.subarray(0, rowsMax);
    const sorted = kept.filter((value) => !Number.isNaN(value)).sort();
    if (new Set(sorted).size < DISTINCT_MIN) return [];
    const threshold = sorted[Math.floor(QUANTILE * (sorted.length - 1))]!;
    const horizons = HORIZONS.filter((horizon) => horizon <= kept.length / 4);
    return [{ id, family: source, stepSeconds, values: kept, threshold, direction: 'above' as const, precursor: true, horizons, windows }];
  });
}
