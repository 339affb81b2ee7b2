/** One change is reported once: scores rest after an anomaly. */

/** Scores rest for this share of the values seen so far, but not for longer than REST_MAX values. */
const REST = 0.03;
const REST_MAX = 1_000;
/** While the change goes on, the rest goes on: at least this share of it follows its last sign. */
const TRAIL = 0.5;

/** Passes scores on; those of `limit` or more start a rest, in which scores count half. */
export function createRest(limit: number): (score: number) => number {
  let seen = 0;
  let left = 0;
  return (score) => {
    seen += 1;
    left -= 1;
    const whole = Math.min(REST * seen, REST_MAX);
    const resting = left > 0;
    if (score >= limit) left = resting ? Math.max(left, TRAIL * whole) : whole;
    return resting ? score / 2 : score;
  };
}
