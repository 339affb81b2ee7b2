import { setup, HOUR, MINUTE, DAY, runAt } from './support';
import { SIGNAL_NAMES } from '../../src/kernel';
import { ownSeriesOf, seriesOf, seriesOfAll, shareWithin } from '../../src/metrics';

test('nothing recorded: counts of zero and no invented values', () => {
  expect(setup().summary()).toEqual({
    windowMs: HOUR,
    runs: 0,
    errors: { count: 0, samples: 0, byCode: {} },
    latency: { samples: 0 },
    quality: { samples: 0 },
    cache: { hits: 0, misses: 0, samples: 0, byKind: {} },
    modes: {},
    operations: {},
    stages: {},
    rss: { samples: 0 },
    gauges: {},
  });
});

test('sums up what ran', () => {
  const { clock, metrics, record, summary } = setup();
  record({ mode: 'ast', quality: 0.8, caches: { ast: [3, 1] }, rssBytes: 500, stages: { rank: 4 } });
  clock.advance(1_000);
  record({ mode: 'rag', quality: 0.6, latencyMs: 30, rssBytes: 900, stages: { rank: 8, pack: 1 } });
  record({ mode: 'rag', latencyMs: 20, error: 'QUERY_EMPTY', rssBytes: 700 });
  metrics.sample({ cpu_share: 0.2 });
  clock.advance(1_000);
  metrics.sample({ cpu_share: 0.4, files: Number.NaN });
  const found = summary();
  expect(found).toMatchObject({
    runs: 3,
    errors: { count: 1, rate: 1 / 3, samples: 3, byCode: { QUERY_EMPTY: 1 } },
    latency: { samples: 2, max: 30, mean: 20 },
    quality: { samples: 2, mean: 0.7 },
    cache: { hits: 3, misses: 1, rate: 0.75, samples: 4, byKind: { ast: { hits: 3, misses: 1 } } },
    modes: { ast: 1, rag: 2 },
    operations: { search: 3 },
    stages: { rank: { count: 2, meanMs: 6, maxMs: 8 }, pack: { count: 1, meanMs: 1, maxMs: 1 } },
    rss: { samples: 3, last: 700, max: 900 },
  });
  expect(found.latency.p50! / 10).toBeCloseTo(1, 1);
  expect(found.latency.p95).toBeLessThanOrEqual(30);
  expect(found.gauges.cpu_share).toMatchObject({ max: 0.4, last: 0.4 });
  expect(found.gauges.cpu_share!.mean).toBeCloseTo(0.3);
  expect(found.gauges).not.toHaveProperty('files');
});

test('the latency of answers leaves out failed runs, syncs and evaluations', () => {
  const { record, summary } = setup();
  record({ latencyMs: 5 });
  record({ operation: 'syncIndex', latencyMs: 60_000 });
  record({ operation: 'evaluate', latencyMs: 0 });
  record({ latencyMs: 9_999, error: 'BRANCHES_FAILED' });
  expect(summary().latency).toMatchObject({ samples: 1, max: 5 });
  expect(summary().operations).toEqual({ search: 2, syncIndex: 1, evaluate: 1 });
});

test("a cancelled run is counted, and is nobody's failure", () => {
  const { record, summary } = setup();
  record({ error: 'CANCELLED' });
  expect(summary().errors).toEqual({ count: 0, samples: 0, byCode: { CANCELLED: 1 } });
  record();
  expect(summary().errors).toMatchObject({ count: 0, rate: 0, samples: 1 });
});

test('looks back as far as the window, in whole minutes', () => {
  const { clock, record, summary } = setup();
  record({ latencyMs: 1 });
  clock.advance(HOUR + MINUTE);
  record({ latencyMs: 2 });
  expect(summary(HOUR)).toMatchObject({ runs: 1, latency: { max: 2 } });
  expect(summary(HOUR + 2 * MINUTE).runs).toBe(2);
});

test('widens with age, forgets after the retention, and adds up the same all the while', () => {
  const { clock, record, summary, metrics } = setup({ retentionMs: 5 * DAY });
  for (let minute = 0; minute < 120; minute += 1) {
    record({ latencyMs: minute + 1, quality: 0.5 });
    metrics.value('orders', minute, clock.now());
    clock.advance(MINUTE);
  }
  const before = summary(10 * DAY);
  const spans = (): number => metrics.cells(0, clock.now() + 1).length;
  expect(spans()).toBe(120);
  clock.advance(2 * DAY);
  record({ error: 'CANCELLED' });
  expect(spans()).toBe(13);
  expect(summary(10 * DAY)).toMatchObject({ runs: 121, latency: before.latency, quality: before.quality });
  clock.advance(2 * DAY);
  record({ error: 'CANCELLED' });
  expect(spans()).toBeLessThanOrEqual(5);
  expect(summary(10 * DAY).latency).toEqual(before.latency);
  clock.advance(2 * DAY);
  record();
  expect(summary(10 * DAY).runs).toBeLessThanOrEqual(3);
});

test('labels may have any name, and too many of them share one', () => {
  const { record, summary, metrics, clock } = setup();
  record({ mode: '__proto__', operation: 'constructor', caches: { ast: [1, 0] }, error: '__proto__' });
  expect(Object.entries(summary().modes)).toEqual([['__proto__', 1]]);
  expect(Object.entries(summary().operations)).toEqual([['constructor', 1]]);
  for (let i = 0; i < 300; i += 1) record({ workspace: `w${i}`, workflow: `f${i}` });
  const [cell] = metrics.cells(clock.now() - MINUTE, clock.now() + 1);
  expect(cell!.runs.size).toBeLessThanOrEqual(102);
  expect(summary().runs).toBe(301);
});

test('series: one point per step, nothing is not zero', () => {
  const { clock, record, metrics } = setup();
  const from = clock.now();
  record({ latencyMs: 100, quality: 0.5, caches: { ast: [1, 3] }, rssBytes: 5 });
  record({ error: 'QUERY_EMPTY', rssBytes: 3 });
  metrics.sample({ rss_bytes: 9, cpu_share: 0.5, index_lag_ms: 7, event_loop_delay_ms: 2 });
  metrics.value('orders', 2, clock.now());
  metrics.value('orders', 4, clock.now());
  clock.advance(2 * MINUTE);
  record({ latencyMs: 300, workspace: 'other' });
  const request = { from, to: clock.now() + MINUTE, stepMs: MINUTE };
  const cells = metrics.cells(from, request.to);
  const all = seriesOfAll(cells, SIGNAL_NAMES, request);
  const values = Object.fromEntries(Object.entries(all).map(([name, points]) => [name, points.map(({ value }) => value && Math.round(value * 100) / 100)]));
  expect(values).toEqual({
    latency_p50: [100, undefined, 300],
    latency_p95: [100, undefined, 300],
    main_loop_delay: [undefined, undefined, undefined],
    queue_depth: [undefined, undefined, undefined],
    latency_p99: [100, undefined, 300],
    quality: [0.5, undefined, undefined],
    error_rate: [0.5, undefined, 0],
    cache_hit_rate: [0.25, undefined, undefined],
    memory: [9, undefined, 1_000],
    cpu: [0.5, undefined, undefined],
    index_lag: [7, undefined, undefined],
    runs: [2, 0, 1],
    event_loop_delay: [2, undefined, undefined],
  });
  expect(all.error_rate[0]).toEqual({ at: from, value: 0.5, samples: 2, hits: 1 });
  expect(seriesOf(cells, 'runs', { ...request, filter: { workspace: 'other' } }).map(({ value }) => value)).toEqual([0, 0, 1]);
  expect(seriesOf(cells, 'runs', { ...request, stepMs: 5 * MINUTE }).map(({ value }) => value)).toEqual([3]);
  expect(ownSeriesOf(cells, 'orders', request)).toEqual([
    { at: from, value: 3, samples: 2 },
    { at: from + MINUTE, value: undefined, samples: 0 },
    { at: from + 2 * MINUTE, value: undefined, samples: 0 },
  ]);
  expect(shareWithin(cells, 200)).toEqual({ within: 1, samples: 2 });
});

test('recording is cheap and bounded, however much is recorded', () => {
  const { record, metrics, clock } = setup();
  for (let i = 0; i < 20_000; i += 1) record({ latencyMs: i });
  const [cell] = metrics.cells(clock.now() - MINUTE, clock.now() + 1);
  expect(cell!.runs.size).toBe(1);
  expect([...cell!.runs.values()][0]!.latency.size).toBeLessThan(1_000);
  expect(runAt(0).at).toBe(0);
});
