/** Everything about alerts that the engine can be asked for. */
import type { ALERT_METHODS, Clock, Engine } from '../../kernel';
import type { AlertStore } from '../../alert';
import type { WatchedCalls } from '../watched-calls';
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

export function createAlerts({ store, clock, catchUp, delivery }: AlertParts, watched: WatchedCalls): Pick<Engine, (typeof ALERT_METHODS)[number]> {
  return {
    listAlerts: watched.record('listAlerts', async (request) => {
      const notes = await catchUp();
      const book = await store.read();
      const warning = store.takeWarning();
      return listAlerts(book, clock, request, warning === undefined ? notes : [...notes, warning]);
    }),
    acknowledgeAlert: watched.record('acknowledgeAlert', (request) => acknowledgeAlert(store, clock, request)),
    silenceAlerts: watched.record('silenceAlerts', (request) => silenceAlerts(store, clock, request)),
    takeNotifications: watched.record('takeNotifications', async (request) => {
      await catchUp();
      return delivery.take(request);
    }),
    confirmNotifications: watched.record('confirmNotifications', (request) => delivery.confirm(request)),
  };
}
