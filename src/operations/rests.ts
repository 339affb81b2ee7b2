/** Services that asked to be left alone, and until when. */
import type { Clock } from '../kernel';
import { readServiceError } from '../kernel';

export interface Rests {
  /** Throws what the service said last, without asking it, for as long as it wants to be left alone. */
  respect<T>(model: string, ask: () => Promise<T>): Promise<T>;
}

/** Nobody's word keeps a service unasked for longer. */
const REST_MAX_MS = 300_000;
/** Timers may ring so much too early. */
const TIMER_MS = 1;

/**
 * Many files are embedded at the same time, and questions beside them: when a service tells one of them to
 * come back later, it means all of them. Those who may wait do so by what the error says.
 */
export function createRests(clock: Pick<Clock, 'monotonic'>): Rests {
  const byModel = new Map<string, { readonly until: number; readonly status: number | undefined; readonly reason: string }>();
  return {
    async respect(model, ask) {
      const rest = byModel.get(model);
      const left = rest ? rest.until - clock.monotonic() : 0;
      if (rest && left >= TIMER_MS) throw Object.assign(new Error(rest.reason), { status: rest.status, retryAfterMs: left });
      byModel.delete(model);
      try {
        return await ask();
      } catch (thrown) {
        const { status, retryAfterMs } = readServiceError(thrown);
        if (retryAfterMs !== undefined) byModel.set(model, { until: clock.monotonic() + Math.min(retryAfterMs, REST_MAX_MS), status, reason: thrown instanceof Error ? thrown.message : String(thrown) });
        throw thrown;
      }
    },
  };
}
