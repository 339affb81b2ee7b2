/** The process that is killed: plays the story from where the disk says it is, and delivers what is told over HTTP. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createDelivering } from '../../nodes/QualityAlertTrigger/subscription';
import { pendingFor } from '../../src/alert';
import { makeHomeFolder } from '../../src/io';
import { systemClock, type AlertEvent } from '../../src/kernel';
import { createDelivery } from '../../src/operations/alerts/deliver';
import { createAlertStore } from '../../src/operations/alerts/store';
import { nextStep, stepOf } from './story';

export interface DelivererTask {
  readonly home: string;
  readonly url: string;
  readonly steps: number;
  /** How many processes there were before: the clock is that many leases later. */
  readonly restarts: number;
}

const CONSUMER = 'bench:receiver';
const LEASES_MS = 120_000;

export async function runDeliverer({ home, url, steps, restarts }: DelivererTask): Promise<void> {
  const clock = { ...systemClock, now: () => Date.now() + restarts * LEASES_MS };
  const store = createAlertStore(home, clock);
  const delivery = createDelivery(store, clock, () => makeHomeFolder(home, 'alerts'));
  const delivering = createDelivering({
    engine: { takeNotifications: delivery.take, confirmNotifications: delivery.confirm },
    request: { consumer: CONSUMER, holder: randomUUID() },
    asker: { caller: 'bench' },
    attempts: 100,
    deliver: (events) => sendAll(url, events),
    onError: (error) => console.error(error),
  });
  await delivering.look();
  while (stepOf(await store.read()) < steps) {
    await store.update(nextStep);
    await delivering.look();
  }
  while (pendingFor(await store.read(), CONSUMER, Infinity).length > 0) {
    await delivering.look();
    await pause(2);
  }
  await delivering.close();
}

/** One request per event, in order, with its key: as a workflow would. */
async function sendAll(url: string, events: readonly AlertEvent[]): Promise<boolean> {
  for (const event of events) {
    const { ok } = await fetch(url, { method: 'POST', headers: { 'idempotency-key': event.key }, body: JSON.stringify(event) });
    if (!ok) return false;
  }
  return true;
}
