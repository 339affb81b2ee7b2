import fc from 'fast-check';
import type { RunRecord } from '../../src/kernel';
import { createMetrics } from '../../src/metrics';
import { refusal } from '../contract/refusal';
import { createManualClock } from '../cache/manual-clock';

const HOUR = 3_600_000;

function runAt(at: number, fields: Partial<RunRecord> = {}): RunRecord {
  const plain = { operation: 'search', caller: 'api', latencyMs: 10, stages: {}, rssBytes: 1_000 };
  return { at, ...plain, cacheHits: 0, cacheMisses: 0, ...fields };
}

function setup(options: { retentionMs?: number; maxRuns?: number } = {}) {
  const clock = createManualClock();
  const metrics = createMetrics({ clock, ...options });
  const record = (fields: Partial<RunRecord> = {}): void => metrics.record(runAt(clock.now(), fields));
  return { clock, metrics, record };
}

test('nothing recorded: counts of zero and no invented values', () => {
  expect(setup().metrics.summarize(HOUR)).toEqual({
    windowMs: HOUR,
    runs: 0,
    errors: { count: 0, samples: 0, byCode: {} },
    latency: { samples: 0 },
    quality: { samples: 0 },
    cache: { hits: 0, misses: 0, samples: 0 },
    modes: {},
    operations: {},
    rss: { samples: 0 },
  });
});

test('sums up what ran', () => {
  const { clock, metrics, record } = setup();
  record({ mode: 'ast', quality: 0.8, cacheHits: 3, cacheMisses: 1, rssBytes: 500 });
  clock.advance(1_000);
  record({ mode: 'rag', quality: 0.6, latencyMs: 30, rssBytes: 900 });
  record({ mode: 'rag', latencyMs: 20, error: 'QUERY_EMPTY', rssBytes: 700 });
  clock.advance(1_000);
  expect(metrics.summarize(HOUR)).toEqual({
    windowMs: HOUR,
    runs: 3,
    errors: { count: 1, rate: 1 / 3, samples: 3, byCode: { QUERY_EMPTY: 1 } },
    latency: { samples: 2, p50: 10, p95: 30, p99: 30, max: 30 },
    quality: { samples: 2, mean: 0.7 },
    cache: { hits: 3, misses: 1, rate: 0.75, samples: 1 },
    modes: { ast: 1, rag: 2 },
    operations: { search: 3 },
    rss: { samples: 3, last: 700, max: 900 },
    oldestAgeMs: 2_000,
  });
});

test('the latency of answers leaves out failed runs, syncs and evaluations', () => {
  const { metrics, record } = setup();
  record({ latencyMs: 5 });
  record({ operation: 'syncIndex', latencyMs: 60_000 });
  record({ operation: 'evaluate', latencyMs: 0 });
  record({ latencyMs: 9_999, error: 'BRANCHES_FAILED' });
  const { latency, operations } = metrics.summarize(HOUR);
  expect(latency).toEqual({ samples: 1, p50: 5, p95: 5, p99: 5, max: 5 });
  expect(operations).toEqual({ search: 2, syncIndex: 1, evaluate: 1 });
});

test('a cancelled run is counted, and is nobody\'s failure', () => {
  const { metrics, record } = setup();
  record({ error: 'CANCELLED' });
  expect(metrics.summarize(HOUR).errors).toEqual({ count: 0, samples: 0, byCode: { CANCELLED: 1 } });
  record();
  expect(metrics.summarize(HOUR).errors).toMatchObject({ count: 0, rate: 0, samples: 1 });
});

test('looks back as far as the window and not further', () => {
  const { clock, metrics, record } = setup();
  record({ latencyMs: 1 });
  clock.advance(HOUR);
  record({ latencyMs: 2 });
  clock.advance(1);
  expect(metrics.summarize(HOUR)).toMatchObject({ runs: 1, latency: { max: 2 } });
  expect(metrics.summarize(HOUR + 1).runs).toBe(2);
  expect(metrics.summarize().runs).toBe(2);
});

test('forgets what is older than the retention', () => {
  const { clock, metrics, record } = setup({ retentionMs: 1_000 });
  record();
  clock.advance(600);
  record();
  clock.advance(600);
  expect(metrics.runs()).toBe(1);
  clock.advance(600);
  expect(metrics.runs()).toBe(0);
  expect(metrics.summarize(HOUR).runs).toBe(0);
});

test('keeps at most maxRuns, the newest', () => {
  const { metrics, record } = setup({ maxRuns: 100 });
  for (let i = 1; i <= 250; i += 1) record({ latencyMs: i });
  expect(metrics.runs()).toBe(100);
  expect(metrics.summarize(HOUR).latency).toEqual({ samples: 100, p50: 200, p95: 245, p99: 249, max: 250 });
});

test('stays within its memory, however much is recorded', () => {
  const { metrics, record } = setup();
  for (let i = 0; i < 50_000; i += 1) record({ latencyMs: i });
  expect(metrics.runs()).toBe(20_000);
  expect(metrics.summarize(HOUR).latency).toMatchObject({ samples: 20_000, p50: 39_999, max: 49_999 });
});

test('labels may have any name', () => {
  const { metrics, record } = setup();
  record({ mode: '__proto__', operation: 'constructor' });
  const { modes, operations } = metrics.summarize(HOUR);
  expect(Object.entries(modes)).toEqual([['__proto__', 1]]);
  expect(Object.entries(operations)).toEqual([['constructor', 1]]);
});

test.each([0, -1, 1.5, Number.NaN])('refuses room for %p runs', (maxRuns) => {
  expect(() => createMetrics({ maxRuns })).toThrow(refusal('VALUE_INVALID'));
});

test('works by the system clock and default bounds when nothing is said', () => {
  const metrics = createMetrics();
  metrics.record(runAt(Date.now()));
  metrics.record(runAt(Date.now() - 8 * 24 * HOUR));
  expect(metrics.summarize(HOUR).runs).toBe(1);
});

test('percentiles are values that occurred, and the right share of values reach them', () => {
  const latency = fc.double({ min: 0, max: 1e6, noNaN: true });
  const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });
  const property = fc.property(latencies, (values) => {
    const { metrics, record } = setup();
    for (const latencyMs of values) record({ latencyMs });
    const { p50, p95, p99, max } = metrics.summarize(HOUR).latency;
    for (const [p, value] of [[0.5, p50!], [0.95, p95!], [0.99, p99!], [1, max!]] as const) {
      expect(values).toContain(value);
      expect(values.filter((other) => other <= value).length).toBeGreaterThanOrEqual(p * values.length);
      expect(values.filter((other) => other < value).length).toBeLessThan(p * values.length);
    }
  });
  fc.assert(property);
});

test('any run of records and waits keeps what a plain list keeps', () => {
  const command = fc.oneof(fc.constant('record' as const), fc.integer({ min: 1, max: 400 }));
  const sequence = fc.array(command, { maxLength: 60 });
  const property = fc.property(sequence, fc.integer({ min: 1, max: 6 }), (commands, maxRuns) => {
    const { clock, metrics, record } = setup({ maxRuns, retentionMs: 1_000 });
    let model: number[] = [];
    for (const step of commands) {
      if (step === 'record') {
        record({ latencyMs: clock.monotonic() });
        model = [...model, clock.monotonic()].slice(-maxRuns);
      } else {
        clock.advance(step);
      }
      model = model.filter((at) => at >= clock.monotonic() - 1_000);
      expect(metrics.runs()).toBe(model.length);
      expect(metrics.summarize(500).runs).toBe(model.filter((at) => at >= clock.monotonic() - 500).length);
    }
  });
  fc.assert(property);
});
