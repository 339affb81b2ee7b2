/** A robust straight line through the newest points, no steeper than the evidence for a slope. */
import { median, type Tape } from './numbers';

const BLOCKS_MAX = 15;
/** Standard errors of the slope below which there is no slope; beyond, it is shrunk towards 0. */
const EVIDENCE = 2.2;

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
  const times = new Float64Array(BLOCKS_MAX);
  const means = new Float64Array(BLOCKS_MAX);
  const pairs = new Float64Array((BLOCKS_MAX * (BLOCKS_MAX - 1)) / 2);
  const rest = new Float64Array(BLOCKS_MAX);
  const line: Line = { level: 0, slope: 0, evidence: 0 };

  function fill(cleaned: Tape, points: number): number {
    const blocks = Math.min(BLOCKS_MAX, points);
    let count = 0;
    for (let block = 0; block < blocks; block++) {
      const from = Math.floor((block * points) / blocks);
      const to = Math.floor(((block + 1) * points) / blocks);
      let total = 0;
      let weight = 0;
      let place = 0;
      for (let back = from; back < to; back++) {
        const value = cleaned.at(back);
        if (Number.isNaN(value)) continue;
        total += value;
        place -= back;
        weight += 1;
      }
      if (weight === 0) continue;
      times[count] = place / weight;
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
      const count = fill(cleaned, Math.min(points, cleaned.size()));
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
      const evidence = slope / (noise / Math.sqrt(spread));
      const kept = Math.max(0, 1 - (EVIDENCE / evidence) ** 2);
      line.slope = Number.isFinite(evidence) ? slope * kept : 0;
      line.level = middle - line.slope * centre;
      line.evidence = evidence;
      return line;
    },
  };
}
