/** From what was measured to what is told: minute by minute, over restarts and several processes. */
import { emptyBook, type AlertStore } from '../../../src/alert';
import { createEvaluationLease, createEvaluator } from '../../../src/operations/alerts/evaluator';
import { createAlertStore, createMemoryStore } from '../../../src/operations/alerts/store';
import { recordMetric } from '../../../src/operations/monitor/recordMetric';
import { makeHomeFolder } from '../../../src/io';
import type { Settings } from '../../../src/config';
import { DAY, HOUR, MINUTE, setup } from '../../metrics/support';
import { createSettings } from '../monitor/settings';
import { codeOfRejection } from '../../engine/support';
import { tempHome } from './support';

const defaults = createSettings();

/** One process over metrics in memory; `store` may be shared with others. */
function open({ store = createMemoryStore(), settings = defaults, world = setup() }: { store?: AlertStore; settings?: Settings; world?: ReturnType<typeof setup> } = {}) {
  const { metrics, clock } = world;
  const mayEvaluate = jest.fn(() => Promise.resolve(true));
  const catchUp = createEvaluator({ store, metrics, clock, settings: () => settings, mayEvaluate });
  const record = (value: number, more: object = {}) =>
    recordMetric({ store: metrics, clock, retentionMs: 7 * DAY, alerts: store }, { series: 'orders', value, ...more });
  const told = async () => (await store.read()).outbox.map(({ kind, alert }) => `${kind} ${alert.signal} ${alert.severity}`);
  return { ...world, store, catchUp, record, told, mayEvaluate };
}

const RULE = { alert: { critical: 200, direction: 'above' as const } };
/** Three hours of calm with some noise, a ramp of three hours, an hour above the threshold, and an hour of calm. */
const valueAt = (minute: number): number => {
  const noise = 3 * Math.sin(minute * 12.9898) + 2 * Math.sin(minute * 78.233);
  if (minute < 180) return 50 + noise;
  if (minute < 360) return 50 + (170 * (minute - 180)) / 180 + noise;
  return (minute < 420 ? 225 : 50) + noise;
};
const CROSSED = 339;

/** The whole story, evaluated every `every` minutes; answers what was told, by minute. */
async function playStory(every: number, reopen?: (minute: number) => boolean) {
  const world = setup();
  const store = createMemoryStore();
  let one = open({ world, store });
  const start = world.clock.now();
  for (let minute = 0; minute < 480; minute += 1) {
    await one.record(valueAt(minute), minute === 0 ? RULE : {});
    world.clock.advance(MINUTE);
    if (reopen?.(minute)) one = open({ world, store });
    if ((minute + 1) % every === 0) expect(await one.catchUp()).toEqual([]);
  }
  return (await store.read()).outbox.map(({ kind, at, key, alert }) => ({ kind, minute: (at - start) / MINUTE, key, phase: alert.state.phase }));
}

test('a ramp is told before it crosses, then that it has, then its end: once each', async () => {
  const told = await playStory(1);
  expect(told.map(({ kind, phase }) => [kind, phase])).toEqual([['fire', 'predicted'], ['escalate', 'breaching'], ['resolve', 'resolved']]);
  const [fire, escalate, resolve] = told.map(({ minute }) => minute) as [number, number, number];
  expect(CROSSED - fire).toBeGreaterThanOrEqual(30);
  expect(Math.abs(escalate - CROSSED)).toBeLessThan(12);
  // Fifteen minutes after values were back.
  expect(resolve).toBeGreaterThanOrEqual(420 + 15);
  expect(resolve).toBeLessThan(420 + 30);
});

test('evaluated seldom, or by processes that come and go, the same is told, at the same minutes', async () => {
  const told = await playStory(1);
  expect(await playStory(15)).toEqual(told);
  expect(await playStory(1, (minute) => minute % 97 === 50)).toHaveLength(told.length);
});

test('signals of runs are judged by workspace, states of the process as a whole', async () => {
  const { record, metrics, clock, catchUp, told, store } = open();
  for (let minute = 0; minute < 40; minute += 1) {
    for (let run = 0; run < 5; run += 1) {
      metrics.record({ ...runOf(clock.now(), 'fast'), latencyMs: 100 });
      metrics.record({ ...runOf(clock.now(), 'slow'), latencyMs: minute < 30 ? 100 : 5_000 });
      metrics.record({ ...runOf(clock.now(), 'failing'), latencyMs: 10, error: 'FILE_NOT_FOUND' });
    }
    await record(1);
    clock.advance(MINUTE);
    await catchUp();
  }
  const book = await store.read();
  const by = (signal: string) => Object.values(book.entries).filter((entry) => entry.signal === signal).map(({ labels, state }) => [labels.workspace, state.phase]);
  expect(await told()).toContain('fire latency_p95 critical');
  expect(by('latency_p95')).toEqual(expect.arrayContaining([['slow', 'breaching'], ['fast', 'ok']]));
  expect(by('error_rate')).toEqual(expect.arrayContaining([['failing', 'breaching'], ['fast', 'ok']]));
  expect(by('memory').every(([workspace]) => workspace === undefined)).toBe(true);
  // Without a rule, a recorded series is watched by nobody.
  expect(by('orders')).toEqual([]);
  // A workspace that nobody asks any more: its alert ends.
  clock.advance(3 * HOUR);
  await catchUp();
  expect((await told()).filter((one) => one === 'resolve latency_p95 critical')).toHaveLength(1);
});

const runOf = (at: number, workspace: string) => ({ at, operation: 'search', caller: 'api', workspace, latencyMs: 1, stages: {}, rssBytes: 1_000, caches: {} });

/** Twenty runs a minute, of which so many failed in all by the end of each minute. */
async function playFailures(rule: string, minutes: number, failedBy: (minute: number) => number) {
  const { metrics, clock, catchUp, store } = open();
  const start = clock.now();
  const shares: number[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const failed = Math.round(failedBy(minute)) - Math.round(failedBy(minute - 1));
    for (let run = 0; run < 20; run += 1) metrics.record({ ...runOf(clock.now(), 'shop'), ...(run < failed && { error: 'FILE_NOT_FOUND' as const }) });
    clock.advance(MINUTE);
    await catchUp();
    shares.push(Object.values((await store.read()).entries).find((entry) => entry.rule === rule)?.value ?? 0);
  }
  const { outbox } = await store.read();
  return { shares, told: outbox.filter(({ kind, alert }) => alert.rule === rule && kind !== 'repeat').map(({ kind, at, alert }) => ({ kind, minute: (at - start) / MINUTE, phase: alert.state.phase })) };
}

test('what is foretold of a ratio is what then breaches: the same rate, and back by more than a little before it ends', async () => {
  // A failure in a hundred; then more and more of them.
  const { shares, told } = await playFailures('error_rate/warning', 240, (minute) => 0.2 * minute + (minute < 90 ? 0 : (minute - 90) ** 2 / 240));
  expect(told.map(({ kind, phase }) => [kind, phase])).toEqual([['fire', 'predicted'], ['escalate', 'breaching']]);
  const crossed = shares.findIndex((share) => share > defaults.monitoring.alert_thresholds.error_rate_warning) + 1;
  const [fire, escalate] = told.map(({ minute }) => minute) as [number, number];
  expect(crossed - fire).toBeGreaterThanOrEqual(5);
  // The third of five minutes beyond the threshold.
  expect(escalate - crossed).toBe(2);
}, 240_000);

test('a share that wavers around its threshold makes one alert', async () => {
  const { shares, told } = await playFailures('error_rate/critical', 300, (minute) => 2.02 * minute + 4 * Math.sin(minute / 9));
  const limit = defaults.monitoring.alert_thresholds.error_rate_critical;
  const crossings = shares.filter((share, minute) => minute > 60 && share > limit !== shares[minute - 1]! > limit);
  expect(crossings.length).toBeGreaterThan(3);
  expect(told.map(({ kind }) => kind)).toEqual(['fire']);
}, 240_000);

describe('anomalies', () => {
  const noise = (minute: number): number => 3 * Math.sin(minute * 12.9898) + 2 * Math.sin(minute * 78.233);
  /** Calm for three hours but for one jump, far below the threshold. */
  const jumping = (minute: number): number => (minute === 150 ? 110 : 50) + noise(minute);
  const play = async ({ catchUp, record, clock, store, alert }: ReturnType<typeof open> & { alert: object }) => {
    const start = clock.now();
    for (let minute = 0; minute < 200; minute += 1) {
      await record(jumping(minute), { alert });
      clock.advance(MINUTE);
      await catchUp();
    }
    return (await store.read()).outbox.map(({ kind, at, alert: one }) => [kind, one.signal, one.about ?? 'threshold', one.severity, (at - start) / MINUTE]);
  };
  const on: Settings = { ...defaults, monitoring: { ...defaults.monitoring, anomaly_alerts: true } };

  test('are told on their own where the settings ask for them, or the series does', async () => {
    const expected = [['fire', 'orders', 'anomaly', 'warning', 151], ['resolve', 'orders', 'anomaly', 'warning', 167]];
    expect(await play({ ...open({ settings: on }), alert: { critical: 200 } })).toEqual(expected);
    expect(await play({ ...open(), alert: { critical: 200, anomalies: true } })).toEqual(expected);
    expect(await play({ ...open(), alert: { anomalies: true } })).toEqual(expected);
  });

  test('are not told unless somebody asks, nor below the score that counts', async () => {
    expect(await play({ ...open(), alert: { critical: 200 } })).toEqual([]);
    expect(await play({ ...open({ settings: on }), alert: { critical: 200, anomalies: false } })).toEqual([]);
    const strict: Settings = { ...on, monitoring: { ...on.monitoring, alerting: { ...on.monitoring.alerting, anomaly_score: 1 } } };
    expect(await play({ ...open({ settings: strict }), alert: { critical: 200 } })).toEqual([]);
  });

  test('beyond a threshold both are told, and neither keeps the other quiet', async () => {
    const told = await play({ ...open({ settings: on }), alert: { critical: 53 } });
    expect(told.filter(([kind, , about]) => kind === 'fire' && about === 'threshold').length).toBeGreaterThan(0);
    expect(told.filter(([kind, , about]) => kind === 'fire' && about === 'anomaly')).toHaveLength(1);
  });
});

test('predictions can be switched off; breaches are still told', async () => {
  const { alerting, ...monitoring } = defaults.monitoring;
  const settings = { ...defaults, monitoring: { ...monitoring, alerting, predictive_alerts: false } };
  const { record, clock, catchUp, store } = open({ settings });
  for (let minute = 180; minute < 375; minute += 1) {
    await record(valueAt(minute), RULE);
    clock.advance(MINUTE);
    await catchUp();
  }
  expect((await store.read()).outbox.map(({ alert }) => alert.state.phase)).toEqual(['breaching']);
});

test('a history that is recorded afterwards counts, from the next minute on', async () => {
  const { record, clock, catchUp, store, metrics } = open();
  await record(50, RULE);
  clock.advance(2 * MINUTE);
  await catchUp();
  const phase = async () => Object.values((await store.read()).entries).find(({ signal }) => signal === 'orders')?.state.phase;
  expect(await phase()).toBe('insufficient_data');
  const values = Array.from({ length: 320 - 180 }, (_, index) => ({ at: clock.now() - (140 - index) * MINUTE, value: valueAt(180 + index) }));
  await recordMetric({ store: metrics, clock, retentionMs: 7 * DAY, alerts: store }, { series: 'orders', values });
  for (let minute = 320; minute < 324; minute += 1) {
    await record(valueAt(minute));
    clock.advance(MINUTE);
    await catchUp();
  }
  expect(await phase()).toBe('predicted');
});

test('thresholds that are taken away end what fires; the same ones are not written twice', async () => {
  const { record, clock, catchUp, store, told } = open();
  for (let minute = 380; minute < 415; minute += 1) {
    await record(valueAt(minute), RULE);
    clock.advance(MINUTE);
    await catchUp();
  }
  expect(await told()).toEqual(['fire orders critical']);
  const update = jest.spyOn(store, 'update');
  await record(225, RULE);
  expect(update).not.toHaveBeenCalled();
  await record(225, { alert: {} });
  await record(225, { alert: {} });
  expect(update).toHaveBeenCalledTimes(1);
  clock.advance(20 * MINUTE);
  await catchUp();
  expect(await told()).toEqual(['fire orders critical', 'resolve orders critical']);
});

test.each([[{ warning: '5' }], [5], [{ warning: 2, critical: 1 }], [{ warning: 1, critical: 2, direction: 'below' }], [{ direction: 'up' }], [{ anomalies: 'yes' }]])(
  'thresholds such as %j are refused',
  async (alert) => {
    expect(await codeOfRejection(open().record(1, { alert }))).toBe('VALUE_INVALID');
  },
);

test('of several processes one evaluates; another takes over when it is gone', async () => {
  const home = tempHome();
  const world = setup();
  const { clock } = world;
  const process = () => {
    const store = createAlertStore(home, clock);
    const lease = createEvaluationLease(() => makeHomeFolder(home, 'alerts'), clock);
    const hold = jest.fn(() => lease.hold());
    return { store, lease, hold, catchUp: createEvaluator({ store, metrics: world.metrics, clock, settings: () => defaults, mayEvaluate: hold }) };
  };
  const [first, second] = [process(), process()];
  const evaluatedTo = async () => (await second.store.read()).evaluatedTo;
  await first.catchUp();
  const from = await evaluatedTo();
  clock.advance(MINUTE);
  await second.catchUp();
  expect(await evaluatedTo()).toBe(from);
  await Promise.all([first.catchUp(), first.catchUp(), second.catchUp()]);
  expect(await evaluatedTo()).toBe(from! + MINUTE);
  expect(first.hold).toHaveBeenCalledTimes(2);
  // The first one is killed: after a while the second one goes on, and makes up for what was missed.
  clock.advance(3 * MINUTE);
  await second.catchUp();
  expect(await evaluatedTo()).toBe(from! + 4 * MINUTE);
  await second.lease.release();
  clock.advance(MINUTE);
  await first.catchUp();
  expect(await evaluatedTo()).toBe(from! + 5 * MINUTE);
});

test('a disk that refuses is told, and nothing is thrown', async () => {
  const store: AlertStore = { read: () => Promise.resolve(emptyBook()), update: () => Promise.reject(new Error('disk full')), takeWarning: () => undefined };
  const { catchUp } = open({ store });
  expect(await catchUp()).toEqual([expect.stringContaining('Alerts could not be evaluated')]);
});
