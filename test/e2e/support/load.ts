/** Real load: so many callers at once that answers take as long as a plan says, whatever the machine. */

/** One request, whole; resolves when its answer is there. */
export type Call = (count: number) => Promise<void>;

/** Enough for a machine that was busy on the calm day and is not any more. */
const CALLERS_MAX = 200;
/** Rounds that one measurement may take; it ends sooner when it is as near to the plan as `NEAR`, as on a quiet machine. */
const ROUNDS = 10;
const NEAR = 0.03;
/** A round goes at most so far beyond the plan to make up for the ones before it. */
const CORRECTION = 0.5;

export interface Load {
  /** The latency (ms) of `rounds` rounds with so many callers at once. */
  measure(callers: number, rounds: number): Promise<number>;
  /** Puts on load until latency is about `target` ms; answers what it really was. */
  hold(target: number): Promise<number>;
  /** Requests so far. */
  requests(): number;
}

export function createLoad(call: Call): Load {
  let requests = 0;
  /** What one more caller adds to the latency of all, ms; the last rounds count most. */
  let perCaller = 0;

  /** The median latency of requests that begin at once. */
  async function round(callers: number): Promise<number> {
    const times = await Promise.all(Array.from({ length: callers }, async () => {
      const started = performance.now();
      await call((requests += 1));
      return performance.now() - started;
    }));
    const latency = times.sort((a, b) => a - b)[Math.floor(callers / 2)]!;
    perCaller = perCaller === 0 ? latency / callers : (perCaller + latency / callers) / 2;
    return latency;
  }

  return {
    async measure(callers, rounds) {
      let total = 0;
      for (let one = 0; one < rounds; one += 1) total += await round(callers);
      return total / rounds;
    },
    async hold(target) {
      let total = 0;
      for (let rounds = 1; ; rounds += 1) {
        // What this round has to take so that the mean of all is as planned.
        const missing = rounds * target - total;
        const wanted = Math.min(target * (1 + CORRECTION), Math.max(target * (1 - CORRECTION), missing));
        total += await round(Math.min(CALLERS_MAX, Math.max(1, Math.round(wanted / perCaller))));
        const mean = total / rounds;
        if (rounds === ROUNDS || Math.abs(mean - target) <= NEAR * target) return mean;
      }
    },
    requests: () => requests,
  };
}
