/** Events from the engine to the workflow: at least once each, by one n8n process at a time. */
import type { AlertEvent, Asker, Engine, TakeNotificationsRequest, TakenNotifications } from '../../src/index';

export interface Subscription {
  readonly engine: Pick<Engine, 'takeNotifications' | 'confirmNotifications'>;
  readonly request: Omit<TakeNotificationsRequest, 'fromNow' | 'busy'>;
  /**
   * For the record. Looks come every few seconds from every trigger and mostly find nothing: they are
   * counted together, without a workflow; what was delivered is on record under its own.
   */
  readonly asker: Asker & { readonly caller: string };
  /** How often events are delivered again while it fails. */
  readonly attempts: number;
  /** Starts the workflow with one group of events; resolves to whether it succeeded. Never rejects. */
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

export function createDelivering({ engine, request, asker, attempts, deliver, onError }: Subscription): Delivering {
  const { consumer, holder } = request;
  const state: { delivering?: Promise<void>; looking: boolean; closed: boolean } = { looking: false, closed: false };
  /** Keys of events that were delivered and not confirmed, because others of their batch failed, or the disk did. */
  const delivered = new Set<string>();

  async function confirm(cursor: number, failed: boolean): Promise<void> {
    const { confirmed } = await engine.confirmNotifications({ consumer, holder, cursor, failed, attempts, release: state.closed }, { asker });
    if (confirmed) delivered.clear();
  }

  /** Each group is a run of its own; those that succeeded are not started again with those that did not. */
  async function deliverAll(groups: TakenNotifications['groups']): Promise<boolean> {
    const outcomes = await Promise.all(groups.map(async (group) => {
      const events = group.filter(({ key }) => !delivered.has(key));
      const succeeded = events.length === 0 || (await deliver(events));
      if (succeeded) for (const { key } of events) delivered.add(key);
      return succeeded;
    }));
    return outcomes.every(Boolean);
  }

  async function take(fromNow: boolean): Promise<void> {
    const busy = state.delivering !== undefined;
    const { groups, cursor } = await engine.takeNotifications({ ...request, ...(busy ? { busy } : { fromNow }) }, { asker: { caller: asker.caller } });
    // What is taken after the end is given to whoever comes next.
    if (busy || groups.length === 0 || state.closed) return;
    state.delivering = deliverAll(groups)
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
