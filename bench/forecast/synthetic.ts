/** Series of known truth, one per seed: what a signal does before it breaches, and what only looks like it. */
import type { LabelledSeries } from './labelled';
import { createRandom, type Random } from './random';
import { makeRatio } from './ratio';

export const FAMILIES = ['ramp', 'leak', 'saturation', 'seasonal', 'step', 'spikes', 'noise', 'drift', 'missing', 'positive', 'ratio'] as const;
export type Family = (typeof FAMILIES)[number];

interface Shape {
  /** Deterministic part per bucket, in units of the noise. */
  readonly values: Float64Array;
  /** In units of the noise, above the base. */
  readonly threshold: number;
  readonly precursor: boolean;
  readonly missing?: number;
  readonly spikes?: number;
  readonly walk?: number;
  /** Lag-1 correlation of the noise. */
  readonly memory?: number;
  /** Standard deviation of the noise as a share of the level: the units are those of the logarithm. */
  readonly relative?: number;
}

const DAY = 1_440;

/** `perFamily` series of each family, one bucket a minute; half of them breach downwards. */
export function makeSynthetic(perFamily: number, seed: number): LabelledSeries[] {
  return FAMILIES.flatMap((family, f) =>
    Array.from({ length: perFamily }, (_, i) => {
      const random = createRandom(seed * 1_000_003 + f * 10_007 + i);
      return family === 'ratio' ? makeRatio(i, random) : makeSeries(family, i, random);
    }),
  );
}

function makeSeries(family: Exclude<Family, 'ratio'>, index: number, random: Random): LabelledSeries {
  const shape = SHAPES[family](random);
  const direction = index % 2 === 0 ? 'above' : 'below';
  const sign = direction === 'above' ? 1 : -1;
  const noise = random.between(0.5, 20);
  const base = random.between(20, 80) * noise * (sign > 0 ? 1 : 3);
  const { relative } = shape;
  const place = (units: number): number => (relative === undefined ? base + sign * noise * units : base * Math.exp(sign * relative * units));
  const values = addNoise(shape, random).map(place);
  return {
    id: `${family}-${index}`,
    family,
    stepSeconds: 60,
    values,
    threshold: place(shape.threshold),
    direction,
    ...(relative !== undefined && { kind: 'positive' as const }),
    precursor: shape.precursor,
    horizons: [5, 15, 30, 60, 120],
  };
}

function addNoise(shape: Shape, random: Random): Float64Array {
  const { memory = 0, walk = 0 } = shape;
  let level = 0;
  let noise = 0;
  return shape.values.map((value) => {
    level += walk * random.normal();
    noise = memory * noise + Math.sqrt(1 - memory ** 2) * random.normal();
    const spike = random.next() < (shape.spikes ?? 0) ? random.between(6, 25) : 0;
    return random.next() < (shape.missing ?? 0) ? NaN : value + level + noise + spike;
  });
}

const flat = (length: number): Float64Array => new Float64Array(length);

/** Rises over `hours` from a random moment, stays up for a while and comes back. */
function makeRamp(random: Random): Shape {
  const values = flat(2 * DAY);
  const length = 60 * random.between(2, 8);
  const height = random.between(10, 30);
  const start = random.between(0.25, 0.6) * values.length;
  const stay = random.between(30, 120);
  const bend = random.pick([0.8, 1, 1, 1.3]);
  for (let t = 0; t < values.length; t++) {
    const share = Math.min(1, Math.max(0, (t - start) / length));
    values[t] = t > start + length + stay ? 0 : height * share ** bend;
  }
  return { values, threshold: height * random.between(0.5, 0.9), precursor: true, memory: random.pick([0, 0.3, 0.6]) };
}

/** Grows for many hours, is reset by a restart, and grows again. */
function makeLeak(random: Random): Shape {
  const values = flat(2 * DAY);
  const period = Math.round(60 * random.between(8, 16));
  const height = random.between(20, 60);
  for (let t = 0; t < values.length; t++) values[t] = (height * (t % period)) / period;
  const breaches = random.next() < 0.7;
  return { values, threshold: height * (breaches ? random.between(0.6, 0.9) : random.between(1.15, 1.4)), precursor: true };
}

/** Rises ever slower towards a ceiling, which lies above or below the threshold. */
function makeSaturation(random: Random): Shape {
  const values = flat(2 * DAY);
  const height = random.between(12, 35);
  const pace = 60 * random.between(1, 3);
  const start = random.between(0.25, 0.6) * values.length;
  const stay = 60 * random.between(5, 10);
  for (let t = 0; t < values.length; t++) {
    values[t] = t < start || t > start + stay ? 0 : height * (1 - Math.exp(-(t - start) / pace));
  }
  const breaches = random.next() < 0.5;
  return { values, threshold: height * (breaches ? random.between(0.5, 0.8) : random.between(1.25, 1.5)), precursor: true };
}

/** Repeats itself; in half of them a growing trend lifts the peaks above the threshold. */
function makeSeasonal(random: Random): Shape {
  const period = random.pick([60, 180, 240, 360, 720]);
  const values = flat(Math.max(3 * DAY, 5 * period));
  const height = random.between(5, 15);
  const lift = random.next() < 0.5 ? random.between(0.5, 1) * height : 0;
  const phase = random.between(0, 2 * Math.PI);
  for (let t = 0; t < values.length; t++) {
    const wave = Math.sin((2 * Math.PI * t) / period + phase);
    values[t] = height * (wave + 0.25 * Math.sin((4 * Math.PI * t) / period)) + lift * Math.max(0, (2 * t) / values.length - 1);
  }
  return { values, threshold: lift > 0 ? height * 1.15 + 0.45 * lift : height * 1.1 + 5, precursor: true };
}

/** Jumps, without a warning, below or above the threshold. */
function makeStep(random: Random): Shape {
  const values = flat(DAY);
  const height = random.between(8, 25);
  const at = random.between(0.4, 0.8) * DAY;
  const stay = random.between(60, 300);
  for (let t = 0; t < values.length; t++) values[t] = t >= at && t < at + stay ? height : 0;
  const breaches = random.next() < 0.7;
  return { values, threshold: height * (breaches ? random.between(0.5, 0.7) : 1.5), precursor: false };
}

function makeSpikes(random: Random): Shape {
  return { values: flat(DAY), threshold: random.between(6, 14), precursor: false, spikes: random.between(0.002, 0.02) };
}

function makeNoise(random: Random): Shape {
  return { values: flat(DAY), threshold: random.between(4, 8), precursor: false, memory: random.pick([0, 0.5, 0.9]) };
}

/** A random walk: where it goes cannot be known, how far can. */
function makeDrift(random: Random): Shape {
  const walk = random.between(0.1, 0.5);
  return { values: flat(2 * DAY), threshold: walk * random.between(20, 50), precursor: false, walk };
}

/** Any of the first three with buckets in which nothing was measured. */
function makeMissing(random: Random): Shape {
  const shape = random.pick([makeRamp, makeLeak, makeSaturation])(random);
  if (random.next() < 0.5) {
    const from = Math.round(random.between(0.1, 0.9) * shape.values.length);
    shape.values.fill(NaN, from, from + Math.round(random.between(10, 60)));
  }
  return { ...shape, missing: random.between(0.02, 0.25) };
}

/** Noise that grows with the level, as latencies have it: any of the first three on a logarithmic scale. */
function makePositive(random: Random): Shape {
  return { ...random.pick([makeRamp, makeLeak, makeSaturation])(random), relative: random.between(0.02, 0.1) };
}

const SHAPES: Readonly<Record<Exclude<Family, 'ratio'>, (random: Random) => Shape>> = {
  ramp: makeRamp,
  leak: makeLeak,
  saturation: makeSaturation,
  seasonal: makeSeasonal,
  step: makeStep,
  spikes: makeSpikes,
  noise: makeNoise,
  drift: makeDrift,
  missing: makeMissing,
  positive: makePositive,
};
