/** What the forecaster must beat, each with the same intervals and the same alarm states around its point forecast. */
import { createPointPredictor, type PointModel } from './point';
import type { Contestant } from './predictor';
import { findSeason } from '../../src/forecast/season';
import { createTape, type Tape } from '../../src/forecast/numbers';

/** Prometheus' `predict_linear(series[1h], …)`: one least-squares line through the last 60 buckets. */
const LOOKBACK = 60;
const HISTORY = 4_320;
const SEASON_EVERY = 60;

const lastOf = (tape: Tape): number => {
  for (let back = 0; back < tape.size(); back++) if (!Number.isNaN(tape.at(back))) return tape.at(back);
  return NaN;
};

function createLine(): PointModel {
  const tape = createTape(LOOKBACK);
  let last = NaN;
  return {
    observe(value) {
      tape.push(value);
      if (!Number.isNaN(value)) last = value;
    },
    predict(ahead) {
      let n = 0;
      let st = 0;
      let sv = 0;
      let stt = 0;
      let stv = 0;
      for (let back = 0; back < tape.size(); back++) {
        const value = tape.at(back);
        if (Number.isNaN(value)) continue;
        n += 1;
        st -= back;
        sv += value;
        stt += back * back;
        stv -= back * value;
      }
      const slope = n < 2 ? 0 : (n * stv - st * sv) / (n * stt - st * st);
      return n === 0 ? last : (sv - slope * st) / n + slope * ahead;
    },
  };
}

function createLast(): PointModel {
  const tape = createTape(HISTORY);
  return { observe: (value) => tape.push(value), predict: () => lastOf(tape) };
}

/** The value one season ago; without a season the last value. The season is looked for as ours is. */
function createSeasonalNaive(stepSeconds: number): PointModel {
  const tape = createTape(HISTORY);
  const clock = [3_600, 86_400, 604_800].map((period) => Math.round(period / stepSeconds));
  let period = 0;
  let seen = 0;
  return {
    observe(value) {
      tape.push(value);
      seen += 1;
      if (seen % SEASON_EVERY === 0) period = findSeason(tape, clock).period;
    },
    predict(ahead) {
      if (period === 0) return lastOf(tape);
      const value = tape.at(period * Math.ceil(ahead / period) - ahead);
      return Number.isNaN(value) ? lastOf(tape) : value;
    },
  };
}

/** Additive Holt–Winters with usual smoothing; the season is found as ours is and starts from zero. */
function createHoltWinters(stepSeconds: number): PointModel {
  const [alpha, beta, gamma] = [0.2, 0.01, 0.1];
  const tape = createTape(HISTORY);
  const clock = [3_600, 86_400].map((period) => Math.round(period / stepSeconds));
  let season = new Float64Array(0);
  let level = NaN;
  let trend = 0;
  let seen = 0;
  return {
    observe(value) {
      tape.push(value);
      if (Number.isNaN(level)) level = value;
      if (seen % SEASON_EVERY === 0 && season.length === 0) season = new Float64Array(findSeason(tape, clock).period);
      seen += 1;
      if (Number.isNaN(value)) {
        level += trend;
        return;
      }
      const at = season.length === 0 ? 0 : seen % season.length;
      const part = season[at] ?? 0;
      const before = level;
      level = alpha * (value - part) + (1 - alpha) * (level + trend);
      trend = beta * (level - before) + (1 - beta) * trend;
      if (season.length > 0) season[at] = gamma * (value - level) + (1 - gamma) * part;
    },
    predict: (ahead) => level + trend * ahead + (season.length === 0 ? 0 : season[(seen + ahead) % season.length]!),
  };
}

export const BASELINES: Readonly<Record<string, Contestant>> = {
  /** Fires when the line itself is beyond the threshold at the last horizon, as the rule does. */
  predict_linear: (series) => createPointPredictor(series, createLine(), 'point'),
  'last value': (series) => createPointPredictor(series, createLast(), 'probability'),
  'seasonal naive': (series) => createPointPredictor(series, createSeasonalNaive(series.stepSeconds), 'probability'),
  'Holt-Winters': (series) => createPointPredictor(series, createHoltWinters(series.stepSeconds), 'probability'),
};

