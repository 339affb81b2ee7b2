/** An engine's alerts on a disk, with a clock of our own. */
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertStore, AlertInput, Judgement } from '../../../src/alert';
import { evaluateBook } from '../../../src/alert';
import { makeHomeFolder } from '../../../src/io';
import type { RunRecord } from '../../../src/kernel';
import { createCalls } from '../../../src/operations/calls';
import { createDelivery } from '../../../src/operations/alerts/deliver';
import { createAlerts } from '../../../src/operations/alerts/manager';
import { createAlertStore } from '../../../src/operations/alerts/store';
import { createWatchedCalls } from '../../../src/operations/watched-calls';
import { createManualClock } from '../../cache/manual-clock';

export const MINUTE = 60_000;

export const tempHome = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'alerts-')));

/** What one process has of it. Several may have the same home and clock. */
export function openAlerts(home = tempHome(), clock = createManualClock()) {
  const store = createAlertStore(home, clock);
  const folder = () => makeHomeFolder(home, 'alerts');
  const delivery = createDelivery(store, clock, folder);
  const calls = createCalls();
  /** What went on record. */
  const runs: RunRecord[] = [];
  const alerts = createAlerts({ store, clock, delivery, catchUp: () => Promise.resolve([]) }, createWatchedCalls(calls, { clock, meter: { record: (run) => void runs.push(run) }, memoryUsed: () => 0 }, undefined));
  return { home, clock, store, alerts, runs, judge: (judgement: Partial<Judgement>, more?: Partial<AlertInput>) => judge(store, clock.now(), judgement, more) };
}

/** One judgement of one alert, as the evaluator writes it down. */
export async function judge(store: AlertStore, now: number, judgement: Partial<Judgement>, more: Partial<AlertInput> = {}): Promise<void> {
  const input: AlertInput = {
    rule: `${more.signal ?? 'latency_p95'}/${more.severity ?? 'critical'}`,
    signal: 'latency_p95',
    severity: 'critical',
    labels: { workspace: 'shop' },
    value: 1_500,
    facts: { threshold: 2_000, direction: 'above', withinMs: 30 * MINUTE, probability: 0.7 },
    phaseRule: { predictedForMs: 0, keepFiringMs: 0, resolvedMs: 0 },
    ...more,
    judgement: { at: now, ready: true, breaching: false, ...judgement },
  };
  await store.update((book) => evaluateBook(book, [input], now));
}
