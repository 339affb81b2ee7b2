/** Events from the engine to the workflow: at least once each, by one n8n process at a time. */
import type { AlertEvent, Engine, TakeNotificationsRequest } from '../../src/index';

export interface Subscription {
  readonly engine: Pick<Engine, 'takeNotifications' | 'confirmNotifications'>;
  readonly request: Omit<TakeNotificationsRequest, 'fromNow' | 'busy'>;
  /** How often events are delivered again while it fails. */
  readonly attempts: number;
  /** Starts the workflow; resolves to whether it succeeded. Never rejects. */
  readonly deliver: (events: readonly AlertEvent[]) => Promise<boolean>;
  /** What went wrong between deliveries; the next look tries again. */
  readonly onError: (error: unknown) => void;
}

export interface Delivering {
  /** Looks for events; while some are being delivered, only says that this process is alive. */
  look(fromNow?: boolean): Promise<void>;
  /** No further looks; what is being delivered is still confirmed. */
  close(): Promise<void>;
}

export function createDelivering({ engine, request, attempts, deliver, onError }: Subscription): Delivering {
  const { consumer, holder } = request;
  const state: { delivering?: Promise<void>; looking: boolean; closed: boolean } = { looking: false, closed: false };

  async function confirm(cursor: number, failed: boolean): Promise<void> {
    await engine.confirmNotifications({ consumer, holder, cursor, failed, attempts, release: state.closed });
  }

  async function take(fromNow: boolean): Promise<void> {
    const busy = state.delivering !== undefined;
    const { events, cursor } = await engine.takeNotifications({ ...request, ...(busy ? { busy } : { fromNow }) });
    // What is taken after the end is given to whoever comes next.
    if (busy || events.length === 0 || state.closed) return;
    state.delivering = deliver(events)
      .then((succeeded) => confirm(cursor, !succeeded))
      .catch(onError)
      .finally(() => {
        state.delivering = undefined;
      });
  }

  return {
    async look(fromNow = false) {
      if (state.closed || state.looking) return;
      state.looking = true;
      try {
        await take(fromNow);
      } finally {
        state.looking = false;
      }
    },
    async close() {
      state.closed = true;
      // A run under way gives the right to deliver back itself, when it has ended.
      if (!state.delivering) await confirm(0, false).catch(onError);
    },
  };
}
