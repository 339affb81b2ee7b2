/** What is asked of alerts that were judged: listing, acknowledging, silencing, and telling each consumer once. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOfRejection } from '../../engine/support';
import { MINUTE, openAlerts } from './support';

const LIKELY = { probabilities: [0, 0.1, 0.7, 0.8, 0.9], agreeing: 3 };

describe('listing', () => {
  test('what fires, gravest first, with words; the rest when asked for', async () => {
    const { alerts, judge, clock } = openAlerts();
    await judge(LIKELY);
    await judge({ breaching: true }, { signal: 'error_rate', value: 0.2, facts: { threshold: 0.03, direction: 'above' }, severity: 'warning' });
    await judge({}, { signal: 'open orders', labels: {}, value: 12.34567, facts: { threshold: 50, direction: 'above' } });
    const found = await alerts.listAlerts({});
    expect(found.alerts.map(({ signal, phase }) => [signal, phase])).toEqual([['error_rate', 'breaching'], ['latency_p95', 'predicted']]);
    expect(found.alerts.map(({ message }) => message)).toEqual([
      'Error rate of shop is 20.0 %; it has been above 3.0 % for a while.',
      'Latency (95th percentile) of shop is 1500 ms and is likely to be above 2000 ms within 30 min (probability 70 %).',
    ]);
    expect(found.alerts[1]).toMatchObject({ severity: 'critical', since: clock.now(), threshold: 2_000, withinMs: 30 * MINUTE, probability: 0.7, silenced: false });
    expect(found.timeline.map(({ kind, alert }) => `${kind} ${alert.signal}`)).toEqual(['fire error_rate', 'fire latency_p95']);
    expect(found.phases).toEqual({ insufficient_data: 0, ok: 1, pending: 0, predicted: 1, breaching: 1, resolved: 0 });
    const all = await alerts.listAlerts({ phases: 'all' });
    expect(all.alerts.map(({ message }) => message)[2]).toBe('open orders is 12.35; in order (threshold 50).');
    const some = await alerts.listAlerts({ severities: ['warning'], workspaces: ['shop'], signals: ['error_rate'] });
    expect([some.alerts.length, some.timeline.length]).toEqual([1, 1]);
    clock.advance(3 * 60 * MINUTE);
    expect((await alerts.listAlerts({ windowMs: 60 * MINUTE })).timeline).toEqual([]);
  });

  test('a breach that is near but not likely is not called so', async () => {
    const { alerts, judge } = openAlerts();
    await judge({ probabilities: [0.42, 0.42, 0.45, 0.45, 0.45], agreeing: 3 }, { facts: { threshold: 2_000, direction: 'above', withinMs: 5 * MINUTE, probability: 0.42 } });
    expect((await alerts.listAlerts({})).alerts[0]!.message).toBe('Latency (95th percentile) of shop is 1500 ms and may be above 2000 ms within 5 min (probability 42 %).');
  });

  test('what was over lately is not said to go on', async () => {
    const { alerts, judge, clock } = openAlerts();
    const said = async () => (await alerts.listAlerts({})).alerts[0]!.message;
    const rate = { signal: 'error_rate', facts: { threshold: 0.03, direction: 'above' as const }, phaseRule: { predictedForMs: 0 } };
    await judge({ breaching: true }, { ...rate, value: 0.2 });
    clock.advance(MINUTE);
    await judge({ breaching: false, recovered: true }, { ...rate, value: 0 });
    expect(await said()).toBe('Error rate of shop is 0.0 %; it was above 3.0 % until lately, and is over once it stays in order.');
    await judge({ breaching: true }, { ...rate, value: undefined });
    expect(await said()).toBe('Error rate of shop; it has been above 3.0 % for a while.');
  });

  test('a prediction about what lies beyond already, or is not likely any more', async () => {
    const { alerts, judge, clock } = openAlerts();
    const said = async () => (await alerts.listAlerts({})).alerts[0]!.message;
    const below = { signal: 'quality', phaseRule: { predictedForMs: 0 }, facts: { threshold: 0.6, direction: 'below' as const, withinMs: 5 * MINUTE, probability: 0.55 } };
    await judge({ probabilities: [0.55], agreeing: 3 }, { ...below, value: 0.58 });
    expect(await said()).toBe('Mean quality score of shop is 0.58 and is likely to stay below 0.60 (probability 55 %).');
    clock.advance(MINUTE);
    await judge({ probabilities: [0.02], agreeing: 0 }, { ...below, value: 0.7, facts: { ...below.facts, probability: 0.02 } });
    expect(await said()).toBe('Mean quality score of shop is 0.70; that it will be below 0.60 is not likely any more (probability 2 %).');
  });

  test('an anomaly is told in words of its own, and by itself', async () => {
    const { alerts, judge, clock } = openAlerts();
    const about = { rule: 'latency_p95/anomaly', about: 'anomaly' as const, severity: 'warning' as const, facts: undefined };
    const look = async (filter: object = {}) => (await alerts.listAlerts({ phases: 'all', ...filter })).alerts;
    const words: string[] = [];
    for (const [judgement, score] of [[{ ready: false }, undefined], [{}, 0.1], [{ breaching: true }, 0.82], [{ breaching: true }, 0.41], [{}, 0.2]] as const) {
      await judge(judgement, { ...about, score });
      words.push((await look())[0]!.message);
      clock.advance(MINUTE);
    }
    expect(words).toEqual([
      'Latency (95th percentile) of shop is 1500 ms: too few values to tell what is usual.',
      'Latency (95th percentile) of shop is 1500 ms; nothing unusual.',
      'Latency (95th percentile) of shop is 1500 ms, which is unusual against its own past (score 0.82).',
      'Latency (95th percentile) of shop is 1500 ms; it was unusual against its own past a while ago.',
      'Latency (95th percentile) of shop is 1500 ms; nothing unusual for a while.',
    ]);
    await judge({ breaching: true });
    expect((await look()).map((one) => [one.about, one.score, one.threshold])).toEqual([['threshold', undefined, 2_000], ['anomaly', 0.2, undefined]]);
    expect((await look({ about: ['anomaly'] })).map((one) => one.about)).toEqual(['anomaly']);
    expect((await alerts.listAlerts({ about: ['threshold'] })).timeline.map(({ kind, alert }) => `${kind} ${alert.about}`)).toEqual(['fire threshold']);
    await alerts.silenceAlerts({ matches: { about: 'anomaly' } });
    expect((await look()).map(({ silenced }) => silenced)).toEqual([false, true]);
  });

  test.each([[{ about: ['weather'] }], [{ phases: ['on fire'] }], [{ severities: 'critical' }], [{ windowMs: 1 }], [{ workspaces: [5] }]])('%j is refused', async (request) => {
    expect(await codeOfRejection(openAlerts().alerts.listAlerts(request as object))).toMatch(/^VALUE_/);
  });

  test('a file that was damaged is told once, kept aside, and begun afresh', async () => {
    const { home, alerts, judge } = openAlerts();
    await judge({ breaching: true });
    const path = join(home, 'alerts', 'data.sealed');
    const bytes = readFileSync(path);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(path, bytes);
    const { alerts: again } = openAlerts(home);
    const found = await again.listAlerts({});
    expect([found.alerts, found.notes]).toEqual([[], [expect.stringContaining('damaged')]]);
    expect((await again.listAlerts({})).notes).toEqual([]);
    expect(readdirSync(join(home, 'alerts')).some((name) => name.includes('damaged'))).toBe(true);
    expect(alerts).toBeDefined();
  });

  test('nothing on the disk names a workspace', async () => {
    const { home, judge } = openAlerts();
    await judge({ breaching: true }, { labels: { workspace: 'secret-project' } });
    for (const name of readdirSync(join(home, 'alerts'))) expect(readFileSync(join(home, 'alerts', name)).includes('secret-project')).toBe(false);
  });
});

describe('acknowledging and silencing', () => {
  test('counts in every process, for this fire alone', async () => {
    const { home, clock, alerts, judge } = openAlerts();
    await judge({ breaching: true });
    const id = (await alerts.listAlerts({})).alerts[0]!.id;
    const other = openAlerts(home, clock);
    expect(await other.alerts.acknowledgeAlert({ id, by: 'ann' })).toMatchObject({ id, acknowledged: { by: 'ann', at: clock.now() } });
    clock.advance(5 * 60 * MINUTE);
    await judge({ breaching: true });
    expect((await alerts.listAlerts({})).timeline.map(({ kind }) => kind)).toEqual(['fire']);
    await judge({});
    await judge({ breaching: true });
    expect((await alerts.listAlerts({})).alerts[0]!.acknowledged).toBeUndefined();
    expect(await codeOfRejection(alerts.acknowledgeAlert({ id: 'none' }))).toBe('VALUE_INVALID');
  });

  test('a silence keeps what matches quiet until it ends', async () => {
    const { alerts, judge, clock } = openAlerts();
    const made = await alerts.silenceAlerts({ matches: { workspace: 'shop' }, durationMs: 10 * MINUTE, by: 'ann', reason: 'release' });
    expect(made).toMatchObject({ ended: false, silenced: 0, silence: { until: clock.now() + 10 * MINUTE, by: 'ann', reason: 'release' } });
    await judge({ breaching: true });
    const quiet = await alerts.listAlerts({});
    expect([quiet.alerts[0]!.silenced, quiet.timeline, quiet.silences]).toEqual([true, [], [made.silence]]);
    const longer = await alerts.silenceAlerts({ matches: { workspace: 'shop' }, durationMs: 20 * MINUTE });
    expect([longer.silence.id, longer.silenced]).toEqual([made.silence.id, 1]);
    expect(await alerts.silenceAlerts({ end: made.silence.id })).toMatchObject({ ended: true });
    await judge({ breaching: true });
    expect((await alerts.listAlerts({})).timeline.map(({ kind }) => kind)).toEqual(['fire']);
    expect(await codeOfRejection(alerts.silenceAlerts({ end: made.silence.id }))).toBe('VALUE_INVALID');
  });

  test.each([[{}], [{ matches: {} }], [{ matches: 5 }], [{ matches: { workspace: 5 } }], [{ all: true, durationMs: 5 }]])('%j is refused', async (request) => {
    expect(await codeOfRejection(openAlerts().alerts.silenceAlerts(request as never))).toMatch(/^VALUE_/);
  });

  test('everything can be silenced when that is said', async () => {
    const { alerts, judge } = openAlerts();
    await judge({ breaching: true });
    expect(await alerts.silenceAlerts({ all: true })).toMatchObject({ silenced: 1, silence: { matches: {} } });
  });
});

describe('telling', () => {
  const taker = (holder: string, more: object = {}) => ({ consumer: 'workflow:node', holder, ...more });

  test('each consumer is told everything that happens from its first time on, once', async () => {
    const { home, clock, alerts, judge } = openAlerts();
    await judge({ breaching: true });
    expect(await alerts.takeNotifications(taker('a'))).toEqual({ events: [], groups: [], cursor: 1 });
    await judge({});
    const taken = await alerts.takeNotifications(taker('a'));
    expect(taken.events.map(({ kind }) => kind)).toEqual(['resolve']);
    // After a crash: the same again, with the same key, and to whoever comes.
    const after = openAlerts(home, clock);
    expect(await after.alerts.takeNotifications(taker('b'))).toEqual({ events: [], groups: [], cursor: 1 });
    clock.advance(2 * MINUTE);
    expect((await after.alerts.takeNotifications(taker('b'))).events.map(({ key }) => key)).toEqual(taken.events.map(({ key }) => key));
    expect(await after.alerts.confirmNotifications({ ...taker('b'), cursor: taken.cursor, release: true })).toEqual({ confirmed: true });
    expect(await after.alerts.confirmNotifications({ ...taker('b'), cursor: taken.cursor })).toEqual({ confirmed: false });
    expect((await alerts.takeNotifications(taker('a'))).events).toEqual([]);
  });

  test('one delivers at a time: a second one gets nothing while the first is busy, and what was confirmed never again', async () => {
    const { home, clock, alerts, judge } = openAlerts();
    const second = openAlerts(home, clock).alerts;
    await alerts.takeNotifications(taker('a'));
    await judge({ breaching: true });
    const taken = await alerts.takeNotifications(taker('a'));
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(MINUTE / 2);
      expect((await second.takeNotifications(taker('b'))).events).toEqual([]);
      await alerts.takeNotifications(taker('a', { busy: true }));
    }
    await alerts.confirmNotifications({ ...taker('a'), cursor: taken.cursor, release: true });
    expect((await second.takeNotifications(taker('b'))).events).toEqual([]);
    await judge({});
    expect((await second.takeNotifications(taker('b'))).events).toHaveLength(1);
  });

  test('what does not match the filter is passed over, for good', async () => {
    const { alerts, judge } = openAlerts();
    const wanted = taker('a', { severities: ['warning'], workspaces: ['shop'], kinds: ['fire'] });
    await alerts.takeNotifications(wanted);
    await judge({ breaching: true });
    expect(await alerts.takeNotifications(wanted)).toEqual({ events: [], groups: [], cursor: 1 });
    expect((await alerts.takeNotifications(taker('a'))).events).toEqual([]);
    await judge({ breaching: true }, { severity: 'warning', signal: 'quality' });
    expect((await alerts.takeNotifications(wanted)).events.map(({ alert }) => alert.signal)).toEqual(['quality']);
  });

  test('what failed is tried again later, and given up in the end; a new beginning leaves the past behind', async () => {
    const { alerts, judge, clock } = openAlerts();
    await alerts.takeNotifications(taker('a'));
    await judge({ breaching: true });
    const { cursor } = await alerts.takeNotifications(taker('a'));
    await alerts.confirmNotifications({ ...taker('a'), cursor, failed: true, attempts: 2 });
    expect((await alerts.takeNotifications(taker('a'))).events).toEqual([]);
    clock.advance(MINUTE);
    expect((await alerts.takeNotifications(taker('a'))).events).toHaveLength(1);
    expect(await alerts.confirmNotifications({ ...taker('a'), cursor, failed: true, attempts: 2 })).toEqual({ confirmed: true });
    await judge({});
    expect((await alerts.takeNotifications(taker('a', { fromNow: true }))).events).toEqual([]);
  });

  test.each([[{ consumer: '../x' }], [{ consumer: '' }], [{ kinds: ['x'] }], [{ holder: 5 }]])('%j is refused', async (wrong) => {
    expect(await codeOfRejection(openAlerts().alerts.takeNotifications({ ...taker('a'), ...wrong } as never))).toBe('VALUE_INVALID');
  });
});
