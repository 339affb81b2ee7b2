/** Questions about the engine itself, on record like those about code; see src/metrics/watching.ts for what they count for. */
import type { CallOptions } from '../kernel';
import type { Calls } from './calls';
import { recordRun, type RunParts } from './run';

export interface WatchedCalls {
  /** As `Calls.guard`, and recorded under `operation` unless it is part of another run. */
  record<Request, Answer>(
    operation: string,
    work: (request: Request, options: CallOptions) => Promise<Answer>,
  ): (request: Request, options?: CallOptions) => Promise<Answer>;
}

/** `caller`: who asks where nobody says it. */
export function createWatchedCalls(calls: Pick<Calls, 'guard'>, parts: RunParts, caller: string | undefined): WatchedCalls {
  return {
    record: (operation, work) =>
      calls.guard((request, options) => {
        const { asker } = options;
        if (asker?.isPart) return work(request, options);
        return recordRun(parts, operation, { caller, ...asker }, () => work(request, options));
      }),
  };
}
