/** A robust straight line through the newest points, no steeper than the evidence for a slope. */
import { median, type Tape } from './numbers';

const BLOCKS_MAX = 15;
export const POINTS_MAX = 360;
/** Standard errors of the slope below which there is no slope; beyond, it is shrunk towards 0. */
const EVIDENCE = 2.2;
/** Share of the line's squared error below which a step explains the values instead. */
const STEP_SHARE = 0.5;

export interface Line {
  /** Value of the line at the newest bucket. */
  level: number;
  /** Per bucket. */
  slope: number;
  /** Slope over its standard error, before shrinking. */
  evidence: number;
}

export interface LineFitter {
  /** The line through the newest `points` buckets; undefined with fewer than 4 values. Reuses its result. */
  fit(cleaned: Tape, points: number): Line | undefined;
}

/**
 * Theil–Sen (Sen 1968) over means of blocks, which keeps the number of pairs small; the slope is
 * shrunk by the positive-part James–Stein factor of its t value around the centre of the window.
 */
export function createLineFitter(): LineFitter {
  const values = new Float64Array(POINTS_MAX);
  const times = new Float64Array(BLOCKS_MAX);
  const means = new Float64Array(BLOCKS_MAX);
  const pairs = new Float64Array((BLOCKS_MAX * (BLOCKS_MAX - 1)) / 2);
  const rest = new Float64Array(BLOCKS_MAX);
  const line: Line = { level: 0, slope: 0, evidence: 0 };

  /** Means of blocks of equal length, the newest first; gaps count for nothing. */
  function fill(cleaned: Tape, points: number): number {
    const size = cleaned.read(values, points);
    const blocks = Math.min(BLOCKS_MAX, size);
    let count = 0;
    for (let block = 0; block < blocks; block++) {
      const to = size - Math.floor((block * size) / blocks);
      const from = size - Math.floor(((block + 1) * size) / blocks);
      let total = 0;
      let weight = 0;
      let place = 0;
      for (let i = from; i < to; i++) {
        const value = values[i]!;
        if (value !== value) continue;
        total += value;
        place += i;
        weight += 1;
      }
      if (weight === 0) continue;
      times[count] = place / weight - (size - 1);
      means[count] = total / weight;
      count += 1;
    }
    return count;
  }

  function slopeOf(count: number): number {
    let found = 0;
    for (let i = 1; i < count; i++) {
      for (let j = 0; j < i; j++) pairs[found++] = (means[i]! - means[j]!) / (times[i]! - times[j]!);
    }
    return median(pairs, found);
  }

  return {
    fit(cleaned, points) {
      const count = fill(cleaned, Math.min(points, POINTS_MAX));
      if (count < 4) return undefined;
      const slope = slopeOf(count);
      let centre = 0;
      for (let i = 0; i < count; i++) centre += times[i]! / count;
      let spread = 0;
      for (let i = 0; i < count; i++) {
        rest[i] = means[i]! - slope * (times[i]! - centre);
        spread += (times[i]! - centre) ** 2;
      }
      const middle = median(rest.subarray(0, count));
      for (let i = 0; i < count; i++) rest[i] = Math.abs(rest[i]! - middle);
      // Few blocks say little about their own noise: the factor stands for the wide tails of Student's t.
      const noise = 1.4826 * median(rest, count) * (1 + 4 / count) + 1e-12;
      const evidence = isStep(means, rest, count) ? 0 : slope / (noise / Math.sqrt(spread));
      const kept = Math.max(0, 1 - (EVIDENCE / evidence) ** 2);
      line.slope = Number.isFinite(evidence) ? slope * kept : 0;
      line.level = middle - line.slope * centre;
      line.evidence = evidence;
      return line;
    },
  };
}

/**
 * Whether two levels explain the block means clearly better than the line does: a step is no trend.
 * `deviations` are the absolute distances from the line.
 */
function isStep(means: Float64Array, deviations: Float64Array, count: number): boolean {
  let fromLine = 0;
  let total = 0;
  let square = 0;
  for (let i = 0; i < count; i++) {
    fromLine += deviations[i]! ** 2;
    total += means[i]!;
    square += means[i]! ** 2;
  }
  let best = Infinity;
  let newer = 0;
  for (let i = 1; i < count; i++) {
    newer += means[i - 1]!;
    best = Math.min(best, square - newer ** 2 / i - (total - newer) ** 2 / (count - i));
  }
  return best < STEP_SHARE * fromLine;
}
