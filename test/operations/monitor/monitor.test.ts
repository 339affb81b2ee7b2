/** Metrics, own series and forecasts as the engine's callers ask for them. */
import { createSettings } from './settings';
import { createMemoryStore } from '../../../src/operations/alerts/store';
import { createFollowed } from '../../../src/operations/monitor/followed';
import { forecast } from '../../../src/operations/monitor/forecast';
import { getMetrics } from '../../../src/operations/monitor/getMetrics';
import { recordMetric, SERIES_MAX } from '../../../src/operations/monitor/recordMetric';
import { SIGNAL_NAMES, type ForecastRequest, type MetricsRequest, type RecordMetricRequest } from '../../../src/kernel';
import { codeOfRejection } from '../../engine/support';
import { DAY, HOUR, memoryFolder, MINUTE, setup } from '../../metrics/support';

const settings = createSettings();

function open(folder = memoryFolder()) {
  const all = setup({ folder });
  const { metrics, clock } = all;
  const follow = createFollowed();
  return {
    ...all,
    folder,
    get: (request: MetricsRequest = {}) => getMetrics(metrics, clock, request),
    put: (request: RecordMetricRequest) => recordMetric({ store: metrics, clock, retentionMs: 7 * DAY, alerts: createMemoryStore() }, request),
    ask: (request: ForecastRequest) => forecast({ store: metrics, clock, follow }, settings, request),
  };
}

describe('getMetrics', () => {
  test('this window, the one before, series and groups', async () => {
    const { clock, record, get } = open();
    record({ latencyMs: 100, workspace: 'shop', quality: 0.4 });
    clock.advance(HOUR);
    record({ latencyMs: 300, workspace: 'shop', caller: 'hybridContext', workflow: 'w1', mode: 'ast' });
    record({ workspace: 'site', error: 'QUERY_EMPTY' });
    const found = await get();
    expect(found.summary).toMatchObject({ runs: 2, latency: { max: 300 }, errors: { rate: 0.5 } });
    expect(found.previous).toMatchObject({ runs: 1, quality: { mean: 0.4 } });
    expect(found.to - found.from).toBe(HOUR);
    expect(Object.keys(found.series)).toEqual([...SIGNAL_NAMES]);
    expect(found.series.runs).toHaveLength(60);
    expect(found.series.runs!.at(-1)).toEqual({ at: found.to - MINUTE, value: 2, samples: 2 });
    expect(found.groups.workspace.map(({ value, runs, errorRate }) => [value, runs, errorRate])).toEqual([['shop', 1, 0], ['site', 1, 1]]);
    expect(found.groups.workflow.map(({ value }) => value)).toEqual(['w1']);
    expect(found.notes).toEqual([]);
    const one = await get({ filter: { workspace: 'site' }, signals: ['runs'], stepMs: 5 * MINUTE });
    expect([one.summary.runs, one.series.runs!.length, Object.keys(one.series)]).toEqual([1, 12, ['runs']]);
  });

  test('a wide window adds up whole hours, and draws finer steps', async () => {
    const { clock, record, get, metrics } = open();
    for (let hour = 0; hour < 50; hour += 1) {
      clock.advance(HOUR / 2);
      record({ workspace: 'shop', latencyMs: hour, stages: { rank: 1 } });
      metrics.value('orders', hour, clock.now());
      clock.advance(HOUR / 2);
      await metrics.flush();
      await metrics.compact();
    }
    const found = await get({ windowMs: 24 * HOUR, series: ['orders'] });
    expect(found.to - found.from).toBe(24 * HOUR);
    expect(found.summary.runs + found.previous.runs).toBeGreaterThanOrEqual(48);
    expect([found.summary.runs, found.previous.runs].every((runs) => Math.abs(runs - 24) <= 1)).toBe(true);
    expect(found.summary.stages.rank).toMatchObject({ count: found.summary.runs });
    expect(found.series.runs!.reduce((total, { samples }) => total + samples, 0)).toBe(found.summary.runs);
    expect(found.own.orders!.filter(({ samples }) => samples > 0)).toHaveLength(found.summary.runs);
    expect(found.recordings).toMatchObject([{ series: 'orders', last: 49 }]);
    const shop = await get({ windowMs: 24 * HOUR, filter: { operation: 'search' } });
    expect(shop.series.runs!.reduce((total, { samples }) => total + samples, 0)).toBe(shop.summary.runs);
  });

  test.each<[object, string]>([
    [{ windowMs: 10 }, 'VALUE_OUT_OF_RANGE'],
    [{ windowMs: 1e15 }, 'VALUE_OUT_OF_RANGE'],
    [{ windowMs: 365 * DAY, stepMs: MINUTE }, 'VALUE_OUT_OF_RANGE'],
    [{ signals: ['speed'] }, 'VALUE_INVALID'],
    [{ filter: { path: 'x' } }, 'VALUE_INVALID'],
    [{ filter: 'x' }, 'VALUE_INVALID'],
    [{ filter: { mode: 5 } }, 'VALUE_INVALID'],
  ])('%j gives %s', async (request, code) => {
    expect(await codeOfRejection(open().get(request))).toBe(code);
  });

  test('a disk that refuses is told', async () => {
    const { folder, get } = open();
    folder.list = () => Promise.reject(new Error('x'));
    expect((await get()).notes).toHaveLength(1);
  });
});

describe('recordMetric', () => {
  test('one number now, or a history', async () => {
    const { clock, put, get, folder } = open();
    expect(await put({ series: 'queue length', value: 3 })).toEqual({ series: 'queue length', recorded: 1 });
    const past = clock.now() - 10 * MINUTE;
    const values = [{ at: new Date(past).toISOString(), value: 7 }, { at: past + 1, value: 9 }, { at: past - 30 * DAY, value: 1 }];
    expect((await put({ series: 'queue length', values })).recorded).toBe(2);
    const { own, recorded } = await get({ series: ['queue length', 'unknown'] });
    expect(own['queue length']!.filter(({ value }) => value !== undefined).map(({ value, samples }) => [value, samples])).toEqual([[8, 2], [3, 1]]);
    expect(own.unknown!.every(({ value }) => value === undefined)).toBe(true);
    expect(recorded).toEqual(['queue length']);
    expect(folder.files.size).toBe(1);
  });

  test.each<[object]>([
    [{ series: '' }],
    [{ series: '../x', value: 1 }],
    [{ series: 5, value: 1 }],
    [{ series: 'x'.repeat(81), value: 1 }],
    [{ series: ' memory ', value: 1 }],
    [{ series: 'x' }],
    [{ series: 'x', value: '1' }],
    [{ series: 'x', value: Number.NaN }],
    [{ series: 'x', values: 'none' }],
    [{ series: 'x', values: [null] }],
    [{ series: 'x', values: [{ at: 'yesterday', value: 1 }] }],
    [{ series: 'x', values: [{ at: 5, value: '1' }] }],
    [{ series: 'x', values: [{ at: 9e15, value: 1 }] }],
    [{ series: 'x', values: Array(10_001).fill({ at: 1, value: 1 }) }],
  ])('%j is refused as a whole', async (request) => {
    const { put, folder } = open();
    expect(await codeOfRejection(put(request as RecordMetricRequest))).toBe('VALUE_INVALID');
    expect(folder.files.size).toBe(0);
  });

  test('series are bounded in number', async () => {
    const { put, metrics, clock } = open();
    for (let index = 0; index < SERIES_MAX; index += 1) metrics.value(`s${index}`, 1, clock.now());
    expect(await codeOfRejection(put({ series: 'one more', value: 1 }))).toBe('VALUE_INVALID');
    expect((await put({ series: 's0', value: 2 })).recorded).toBe(1);
  });
});

describe('forecast', () => {
  test('a signal that rises towards its threshold', async () => {
    const { clock, record, ask } = open();
    for (let minute = 0; minute < 240; minute += 1) {
      for (let run = 0; run < 6; run += 1) record({ latencyMs: 300 + 2.5 * minute + 5 * run });
      clock.advance(MINUTE);
    }
    const answer = await ask({ signal: 'latency_p95' });
    expect(answer).toMatchObject({ of: 'latency_p95', state: 'ok', direction: 'above', threshold: settings.monitoring.alert_thresholds.latency_warning, samples: 240 });
    expect(answer.points.map(({ aheadMs }) => aheadMs / MINUTE)).toEqual([5, 15, 30, 60, 120]);
    expect(answer.points.at(-1)!.breach).toBeGreaterThan(0.7);
    expect(answer.points[0]!.breach).toBeLessThan(0.3);
    const far = await ask({ signal: 'latency_p95', threshold: 100_000 });
    expect(far.points.at(-1)!.breach).toBeLessThan(0.1);
    expect(far.message).toMatch(/^Latency \(95th percentile\) will be above 100000 ms for a while within 2 h with a probability of \d %\.$/);
  });

  test('going on gives what beginning anew gives, also after the past changed', async () => {
    const { clock, record, metrics, put, ask } = open();
    const minute = async (index: number): Promise<void> => {
      record({ latencyMs: 200 + 30 * Math.sin(index / 7) + (index % 3) });
      clock.advance(MINUTE);
      if (index % 10 === 0) await ask({ signal: 'latency_p95' });
    };
    for (let index = 0; index < 150; index += 1) await minute(index);
    const anew = await forecast({ store: metrics, clock, follow: createFollowed() }, settings, { signal: 'latency_p95' });
    expect(await ask({ signal: 'latency_p95' })).toEqual(anew);
    await put({ series: 'x', value: 1 });
    await ask({ series: 'x' });
    const values = Array.from({ length: 60 }, (_, index) => ({ at: clock.now() - (70 - index) * MINUTE, value: index }));
    await put({ series: 'x', values });
    clock.advance(MINUTE);
    expect((await ask({ series: 'x' })).samples).toBe(61);
  });

  test('values by time, with their own distance', async () => {
    const { ask } = open();
    const values = Array.from({ length: 200 }, (_, index) => ({ at: index * 10_000, value: 50 + (index % 5) }));
    const answer = await ask({ values, threshold: 10, direction: 'below' });
    expect(answer).toMatchObject({ stepMs: 10_000, state: 'ok', samples: 200, at: 1_990_000 });
    expect(answer.points[0]!.p50).toBeGreaterThan(48);
    expect(answer.points[0]!.p50).toBeLessThan(56);
    expect(answer.points.at(-1)!.breach).toBeLessThan(0.1);
    expect(answer.anomaly).toBeGreaterThanOrEqual(0);
  });

  test('a recorded series; too little of it says so', async () => {
    const { put, ask, clock } = open();
    await put({ series: 'orders', value: 5 });
    clock.advance(MINUTE);
    expect(await ask({ series: 'orders' })).toMatchObject({ state: 'insufficient_data', samples: 1, points: [] });
    expect(await ask({ series: 'nothing' })).toMatchObject({ state: 'insufficient_data', samples: 0, points: [] });
    expect(await ask({ values: [] })).toMatchObject({ state: 'insufficient_data', samples: 0 });
  });

  test.each(SIGNAL_NAMES)('without any runs, %s has no forecast', async (signal) => {
    expect(await open().ask({ signal })).toMatchObject({ of: signal, state: 'insufficient_data' });
  });

  test.each<[object, string]>([
    [{}, 'VALUE_INVALID'],
    [{ signal: 'runs', series: 'x' }, 'VALUE_INVALID'],
    [{ signal: 'speed' }, 'VALUE_INVALID'],
    [{ series: '/' }, 'VALUE_INVALID'],
    [{ signal: 'runs', threshold: '5' }, 'VALUE_INVALID'],
    [{ signal: 'runs', direction: 'up' }, 'VALUE_INVALID'],
    [{ signal: 'runs', stepMs: 5 }, 'VALUE_OUT_OF_RANGE'],
    [{ values: [{}] }, 'VALUE_INVALID'],
  ])('%j gives %s', async (request, code) => {
    expect(await codeOfRejection(open().ask(request as ForecastRequest))).toBe(code);
  });
});
