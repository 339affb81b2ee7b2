/** Anomalies of a series: change against its own past. A signal of its own, never a forecast. */
import { createTape, median } from '../forecast/numbers';
import { findSeason, type Season } from '../forecast/season';
import { createTail } from './tail';

export interface AnomalyOptions {
  /** Seconds per bucket: seasons of the clock are preferred when it is known. */
  readonly stepSeconds?: number;
}

export interface AnomalyDetector {
  /** How unusual the newest value is, 0..1, seeing only values before it. NaN: nothing was measured, 0. */
  observe(value: number): number;
}

/** Powers of ten of improbability at which the score is one half. */
const HALF = 6;
const HISTORY = 4_320;
const SEASON_EVERY = 100;
const FAST = 5;
const SHORT = 12;
const SLOW = 1_000;
const REST = 0.03;

export function createAnomalyDetector({ stepSeconds = 0 }: AnomalyOptions = {}): AnomalyDetector {
  const tape = createTape(HISTORY);
  const steps = createTape(64);
  const rests = createTape(64);
  const tails = [createTail(), createTail(), createTail(), createTail(), createTail()];
  const preferred = stepSeconds > 0 ? [86_400, 604_800].map((period) => Math.round(period / stepSeconds)) : [];
  const work = new Float64Array(SHORT);
  let season: Season = { period: 0, strength: 0 };
  let seen = 0;
  let mean = 0;
  let square = 0;
  let moves = 0;
  let quiet = 0;

  const meanOf = (from: { at(back: number): number }, count: number): number => {
    let total = 0;
    let n = 0;
    for (let back = 0; back < count; back++) {
      const value = from.at(back);
      if (Number.isNaN(value)) continue;
      total += value;
      n += 1;
    }
    return n === 0 ? NaN : total / n;
  };

  function fastLevel(): number {
    let count = 0;
    for (let back = 1; back <= FAST; back++) {
      const value = tape.at(back);
      if (!Number.isNaN(value)) work[count++] = value;
    }
    return median(work, count);
  }

  function expectSeason(): number {
    if (season.period === 0) return NaN;
    let total = 0;
    let n = 0;
    for (let cycle = 1; cycle <= 5; cycle++) {
      for (let shift = -1; shift <= 1; shift++) {
        const value = tape.at(cycle * season.period + shift);
        if (Number.isNaN(value)) continue;
        total += value;
        n += 1;
      }
    }
    return n === 0 ? NaN : total / n;
  }

  return {
    observe(value) {
      if (Number.isNaN(value)) return 0;
      tape.push(value);
      seen += 1;
      const fast = fastLevel();
      const step = Math.abs(value - tape.at(1));
      steps.push(step);
      const expected = expectSeason();
      rests.push(value - expected);
      const deviation = Math.sqrt(square) + 1e-12;
      const s = [
        tails[0]!.surprise(Math.abs(value - mean) / deviation),
        tails[1]!.surprise(Math.abs(meanOf(tape, SHORT) - mean) / deviation),
        tails[2]!.surprise(Math.abs(value - fast)),
        season.period === 0 ? 0 : tails[3]!.surprise(Math.abs(meanOf(rests, SHORT))),
        tails[4]!.surprise(Math.abs(Math.log((meanOf(steps, 2 * SHORT) + 1e-9) / (moves + 1e-9)))),
      ];
      let surprise = 0;
      for (const one of s) surprise = Math.max(surprise, one);
      const rate = Math.max(1 / seen, 1 / SLOW);
      mean += rate * (value - mean);
      square += rate * ((value - mean) ** 2 - square);
      if (!Number.isNaN(step)) moves += rate * (step - moves);
      if (seen % SEASON_EVERY === 0) season = findSeason(tape, preferred);
      let score = surprise / (surprise + HALF);
      quiet -= 1;
      if (quiet > 0) score *= 0.5;
      else if (score >= 0.5) quiet = Math.min(REST * seen, 600);
      return score;
    },
  };
}
