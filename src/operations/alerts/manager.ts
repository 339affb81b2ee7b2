/** Everything about alerts that the engine can be asked for. */
import type { ALERT_METHODS, Clock, Engine } from '../../kernel';
import type { AlertStore } from '../../alert';
import type { Calls } from '../calls';
import type { Delivery } from './deliver';
import { listAlerts } from './list';
import { acknowledgeAlert, silenceAlerts } from './mute';

export interface AlertParts {
  readonly store: AlertStore;
  readonly clock: Clock;
  /** Brings the states up to the last whole minute; never throws, and answers what stood in the way. */
  readonly catchUp: () => Promise<readonly string[]>;
  readonly delivery: Delivery;
}

export function createAlerts({ store, clock, catchUp, delivery }: AlertParts, calls: Pick<Calls, 'guard'>): Pick<Engine, (typeof ALERT_METHODS)[number]> {
  return {
    listAlerts: calls.guard(async (request) => {
      const notes = await catchUp();
      const book = await store.read();
      const warning = store.takeWarning();
      return listAlerts(book, clock, request, warning === undefined ? notes : [...notes, warning]);
    }),
    acknowledgeAlert: calls.guard((request) => acknowledgeAlert(store, clock, request)),
    silenceAlerts: calls.guard((request) => silenceAlerts(store, clock, request)),
    takeNotifications: calls.guard(async (request) => {
      await catchUp();
      return delivery.take(request);
    }),
    confirmNotifications: calls.guard((request) => delivery.confirm(request)),
  };
}
