/** A kept forecasting library, fitted anew at a sample of moments: reported, not a gate. */
import { readFileSync } from 'node:fs';
import type { LabelledSeries } from './labelled';
import { ours } from './predictor';
import type { Quantiles } from '../../src/forecast';

export interface OracleFigures {
  readonly name: string;
  readonly origins: number;
  /** Mean pinball loss in mean steps of the series, horizons alike. */
  readonly theirs: number;
  readonly ours: number;
}

/** Values that a fit sees. */
const HISTORY = 480;
const PER_SERIES = 3;
const FIRST = 600;

/** Automatic exponential smoothing (errors, trend, damping chosen by AICc), refitted at every moment. */
export async function measureOracle(series: readonly LabelledSeries[]): Promise<OracleFigures> {
  const { AutoETS, initSync } = await import('@bsull/augurs/ets');
  initSync({ module: readFileSync(require.resolve('@bsull/augurs/ets').replace(/ets\.js$/, 'ets_bg.wasm')) });
  const figures = { origins: 0, theirs: 0, ours: 0 };
  for (const one of series.filter(({ values }) => values.length > FIRST + 200)) {
    const origins = Array.from({ length: PER_SERIES }, (_, i) => FIRST + Math.floor(((one.values.length - FIRST - 130) * (i + 1)) / (PER_SERIES + 1)));
    const own = ours(one);
    const said = Array.from(one.values.subarray(0, origins.at(-1)! + 1), (value) => own.step(value));
    for (const origin of origins) {
      const model = new AutoETS(1, 'ZZN');
      model.fit(fillGaps(one.values.subarray(origin + 1 - HISTORY, origin + 1)));
      const { point, intervals } = model.predict(120, 0.9);
      model.free();
      const theirs = one.horizons.map((horizon) => {
        const at = horizon - 1;
        return { p05: intervals?.lower[at] ?? point[at]!, p50: point[at]!, p95: intervals?.upper[at] ?? point[at]! };
      });
      const unit = meanStep(one.values.subarray(0, origin));
      figures.origins += 1;
      figures.theirs += loss(one, origin, theirs) / unit;
      figures.ours += loss(one, origin, said[origin]!.quantiles) / unit;
    }
  }
  return { name: '@bsull/augurs AutoETS', origins: figures.origins, theirs: figures.theirs / figures.origins, ours: figures.ours / figures.origins };
}

function loss({ values, horizons }: LabelledSeries, origin: number, quantiles: readonly Quantiles[]): number {
  const pinball = (error: number, share: number): number => Math.max(share * error, (share - 1) * error);
  const losses = horizons.map((horizon, h) => {
    const actual = values[origin + horizon]!;
    const { p05, p50, p95 } = quantiles[h]!;
    return (pinball(actual - p05, 0.05) + pinball(actual - p50, 0.5) + pinball(actual - p95, 0.95)) / 3;
  });
  const known = losses.filter((one) => !Number.isNaN(one));
  return known.length === 0 ? 0 : known.reduce((sum, one) => sum + one, 0) / known.length;
}

function fillGaps(values: Float64Array): Float64Array {
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  return values.map((value) => (last = Number.isNaN(value) ? last : value));
}

function meanStep(values: Float64Array): number {
  const steps = Array.from(values.subarray(1), (value, t) => Math.abs(value - values[t]!)).filter((step) => !Number.isNaN(step));
  return steps.reduce((sum, step) => sum + step, 0) / steps.length || 1;
}
