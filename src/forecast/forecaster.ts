/** One series: observe a bucket, score what was forecast for it, forecast again. */
import { createWaiting, placeAnchors } from './ahead';
import { createRecalibration, sustained, temper, upperTail, worstOf } from './breaches';
import { CALIBRATED_FROM, createCalibration } from './calibrate';
import { createCleaner } from './clean';
import { createJumps } from './jumps';
import { createModels, MODEL_COUNT } from './models';
import { createTape } from './numbers';
import { createScale } from './scale';
import { findSeason, type Season } from './season';
import { createSegment } from './segment';
import { HORIZONS, type BreachForecast, type Forecast, type Forecaster, type ForecasterOptions } from './types';
import { createWeights } from './weights';

/** Values before anything is said. */
export const VALUES_MIN = 30;
/** Buckets kept: three days of minutes. */
const HISTORY = 4_320;
const SEASON_EVERY = 60;
const SCALE_KEEP = 0.98;
const STEADY = 0.001;
/** Share of the spread between models that widens the expected error. */
const DISAGREEMENT = 0.3;

/** Errors count as at most this many usual ones: a faulty measurement must not rule a mean for long, and a new level is learnt all the same. */
const ERROR_MAX = 20;

/** Fields of a waiting forecast, after the models' paths. */
const MEAN = MODEL_COUNT;
const SPREAD = MODEL_COUNT + 1;
const LOW = MODEL_COUNT + 2;
const HIGH = MODEL_COUNT + 3;
const ERROR = MODEL_COUNT + 4;
/** Per model: its weight, and the highest point of its path up to the horizon. */
const SHARES = MODEL_COUNT + 5;
const PEAKS = SHARES + MODEL_COUNT;
/** The newest value as it was measured. */
const NEWEST = PEAKS + MODEL_COUNT;
const WIDTH = NEWEST + 1;

/**
 * The forecaster of one series. Work per bucket is bounded (some hundred thousand steps at worst, when
 * a season is looked for), and so is memory. Deterministic: no randomness, no clock.
 */
export function createForecaster(options: ForecasterOptions = {}): Forecaster {
  const { horizons = HORIZONS, kind = 'value', direction = 'above', stepSeconds = 0 } = options;
  const sign = direction === 'above' ? 1 : -1;
  const scale = createScale(kind);
  const cleaner = createCleaner();
  const segment = createSegment();
  const models = createModels();
  const weights = createWeights(horizons.length);
  const calibrations = horizons.map(createCalibration);
  const recalibrations = horizons.map(createRecalibration);
  const jumps = createJumps();
  const waiting = createWaiting(horizons, WIDTH);
  const anchors = placeAnchors(horizons);
  const width = anchors.length;
  const last = horizons[horizons.length - 1]!;
  const raw = createTape(8);
  const cleaned = createTape(Math.max(HISTORY, last));
  const levels = createTape(last);
  const paths = new Float64Array(MODEL_COUNT * anchors.length);
  const mean = new Float64Array(anchors.length);
  const steady = new Float64Array(horizons.length).fill(NaN);
  const spread = new Float64Array(horizons.length);
  const expected = new Float64Array(horizons.length).fill(NaN);
  const shares = new Float64Array(MODEL_COUNT * horizons.length);
  const preferred = stepSeconds > 0 ? [3_600, 86_400, 604_800].map((period) => Math.round(period / stepSeconds)) : [];
  let season: Season = { period: 0, strength: 0 };
  /** As measured, with the worse side up. */
  let newest = NaN;
  let now = -1;
  let seen = 0;
  let restarted = false;

  function score(actual: number): void {
    for (let h = 0; h < horizons.length; h++) {
      const at = waiting.slot(h, now);
      const { values } = waiting;
      const unit = values[at + SPREAD]!;
      if (Number.isNaN(unit)) continue;
      const worst = worstOf(levels, horizons[h]!);
      // A time in which nothing was measured says nothing about breaches.
      if (worst > -Infinity) {
        recalibrations[h]!.learn(state(worst, values, at));
        if (h === 0) jumps.learn(worst - values[at + NEWEST]!);
      }
      if (Number.isNaN(actual)) continue;
      const error = actual - values[at + MEAN]!;
      weights.learn(h, values, at, actual);
      const usual = expected[h]!;
      expected[h] = Number.isNaN(usual) ? Math.abs(error) : SCALE_KEEP * usual + (1 - SCALE_KEEP) * Math.min(Math.abs(error), ERROR_MAX * usual + 1e-12);
      steady[h] = Number.isNaN(steady[h]!) ? Math.abs(error) : steady[h]! + STEADY * (Math.min(Math.abs(error), 4 * steady[h]! + 1e-12) - steady[h]!);
      calibrations[h]!.learn(error / unit, values[at + LOW]!, values[at + HIGH]!);
    }
  }

  /** The weighted path, and how far the models are apart at each horizon. A model that is silent there has no share. */
  function blend(): void {
    for (let h = 0; h < horizons.length; h++) {
      const end = h * 3 + 2;
      const share = weights.of(h, (m) => !Number.isNaN(paths[m * width + end]!));
      shares.set(share, h * MODEL_COUNT);
      for (let a = end - 2; a <= end; a++) mean[a] = mix(share, a);
      let apart = 0;
      for (let m = 0; m < MODEL_COUNT; m++) if (share[m]! > 0) apart += share[m]! * Math.abs(paths[m * width + end]! - mean[end]!);
      spread[h] = 1.25 * steadyError(h) + DISAGREEMENT * apart + 1e-9 * Math.abs(mean[end]!) + 1e-12;
    }
  }

  function mix(share: Float64Array, anchor: number): number {
    let centre = 0;
    let total = 0;
    for (let m = 0; m < MODEL_COUNT; m++) {
      const value = paths[m * width + anchor]!;
      if (share[m] === 0 || Number.isNaN(value)) continue;
      centre += share[m]! * value;
      total += share[m]!;
    }
    return centre / total;
  }

  /** Until a horizon has outcomes of its own, errors are taken to grow as a random walk's would. */
  function expectedError(h: number): number {
    const own = expected[h]!;
    if (calibrations[h]!.outcomes() >= 20) return own;
    const before = h === 0 ? segment.noise() : expectedError(h - 1) * Math.sqrt(1 + 0.3 * Math.log(horizons[h]! / horizons[h - 1]!));
    return Number.isNaN(own) ? before : Math.max(own, before);
  }

  /** The same over a longer time: intervals follow their own past errors, which already hold the changes. */
  function steadyError(h: number): number {
    return calibrations[h]!.outcomes() >= 20 ? steady[h]! : expectedError(h);
  }

  function remember(): void {
    for (let h = 0; h < horizons.length; h++) {
      const at = waiting.slot(h, now);
      const a = h * 3 + 2;
      for (let m = 0; m < MODEL_COUNT; m++) waiting.values[at + m] = paths[m * width + a]!;
      waiting.values[at + MEAN] = mean[a]!;
      waiting.values[at + SPREAD] = spread[h]!;
      waiting.values[at + LOW] = calibrations[h]!.low();
      waiting.values[at + HIGH] = calibrations[h]!.high();
      waiting.values[at + NEWEST] = newest;
      waiting.values[at + ERROR] = 1.25 * expectedError(h) + 1e-9 * Math.abs(mean[a]!) + 1e-12;
      for (let m = 0; m < MODEL_COUNT; m++) {
        let peak = -Infinity;
        for (let b = 0; b <= a; b++) if (sign * paths[m * width + b]! > peak) peak = sign * paths[m * width + b]!;
        waiting.values[at + SHARES + m] = shares[h * MODEL_COUNT + m]!;
        waiting.values[at + PEAKS + m] = peak;
      }
    }
  }

  function forget(): void {
    for (let h = 0; h < horizons.length; h++) waiting.values[waiting.slot(h, now) + SPREAD] = NaN;
  }

  function probabilities(threshold: number): number[] {
    const limit = sign * scale.toModel(threshold);
    let highest = 0;
    return horizons.map((_, h) => {
      const stated = state(limit, waiting.values, waiting.slot(h, now));
      const p = temper(recalibrations[h]!.apply(stated), horizons[h]!);
      highest = Math.max(highest, h === 0 ? jumps.join(p, limit - newest) : p);
      return highest;
    });
  }

  function countAgreeing(threshold: number): number {
    const limit = sign * scale.toModel(threshold);
    let count = 0;
    for (let m = 0; m < MODEL_COUNT; m++) {
      for (let a = 0; a < anchors.length; a++) {
        if (sign * paths[m * anchors.length + a]! <= limit) continue;
        count += 1;
        break;
      }
    }
    return count;
  }

  const ready = (): boolean => seen >= VALUES_MIN;

  return {
    observe(observation) {
      now += 1;
      const value = scale.read(observation);
      raw.push(value);
      levels.push(sustained(raw, sign));
      cleaned.push(Number.isNaN(value) ? NaN : cleaner.clean(value).value);
      if (!Number.isNaN(value)) {
        seen += 1;
        newest = sign * value;
      }
      restarted = segment.update(cleaned, models.expected());
      score(value);
      models.update(cleaned, segment.length(), restarted);
      if (seen >= SEASON_EVERY && now % SEASON_EVERY === 0) {
        season = findSeason(cleaned, preferred);
        weights.remember(season.period);
      }
      if (seen < 3) {
        forget();
        return;
      }
      models.predict(cleaned, segment.length(), season, anchors, paths);
      blend();
      remember();
    },
    forecast(): Forecast | undefined {
      if (!ready()) return undefined;
      const quantiles = horizons.map((_, h) => {
        const centre = mean[h * 3 + 2]!;
        const calibration = calibrations[h]!;
        const middle = calibration.middle();
        const at = (units: number): number => scale.toValue(centre + units * spread[h]!);
        return { p05: at(Math.min(calibration.low(), middle)), p50: at(middle), p95: at(Math.max(calibration.high(), middle)) };
      });
      return { quantiles, calibrated: calibrations.map((one) => one.outcomes() >= CALIBRATED_FROM) };
    },
    breach(threshold): BreachForecast | undefined {
      if (!ready()) return undefined;
      return { probabilities: probabilities(threshold), agreeing: countAgreeing(threshold) };
    },
    changed: () => restarted,
    isBreaching: (threshold) => sustained(raw, sign) > sign * scale.toModel(threshold),
  };
}

/** P(the worst sustained value exceeds `limit`) by the weighted models of the forecast at `at`. */
function state(limit: number, values: Float64Array, at: number): number {
  let p = 0;
  for (let m = 0; m < MODEL_COUNT; m++) {
    const share = values[at + SHARES + m]!;
    if (share > 0) p += share * upperTail((limit - values[at + PEAKS + m]!) / values[at + ERROR]!);
  }
  return p;
}
