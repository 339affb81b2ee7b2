import { evaluateSignals } from '../../src/alert';
import type { AlertMetrics, AlertThresholds } from '../../src/alert';
import type { SignalStatus } from '../../src/kernel';
import { createStore, sumCells, summarize } from '../../src/metrics';
import { systemClock } from '../../src/kernel';

const MB = 1_048_576;

const thresholds: AlertThresholds = {
  latency_warning: 1_000,
  latency_critical: 2_000,
  quality_warning: 0.7,
  quality_critical: 0.5,
  error_rate_warning: 0.03,
  error_rate_critical: 0.1,
  cache_warning: 0.7,
  cache_critical: 0.5,
  memory_warning: 0.8,
  memory_critical: 0.95,
  maxMemoryBytes: 1_000 * MB,
  cpu_warning: 0.9,
  cpu_critical: 1,
  maxCpu: 0.7,
  index_lag_warning: 300_000,
  index_lag_critical: 1_800_000,
};

const healthy: AlertMetrics = {
  runs: 20,
  windowMs: 60_000,
  latency: { samples: 20, p95: 400 },
  quality: { samples: 20, mean: 0.9 },
  errors: { samples: 20, rate: 0, byCode: {} },
  cache: { samples: 20, rate: 0.95 },
  rss: { samples: 20, last: 300 * MB },
  gauges: { cpu_share: { mean: 0.2, max: 0.9, samples: 20 }, index_lag_ms: { mean: 10, max: 500, samples: 20 } },
};

function judge(change: Partial<AlertMetrics>, signal: SignalStatus['signal']): SignalStatus {
  const report = evaluateSignals({ ...healthy, ...change }, thresholds, 5);
  return report.signals.find((status) => status.signal === signal)!;
}

test('all is well: every signal with its value, thresholds and samples', () => {
  const report = evaluateSignals(healthy, thresholds, 1_234);
  expect(report).toMatchObject({ severity: 'ok', runs: 20, windowMs: 60_000, evaluatedAt: 1_234 });
  expect(report.signals.map(({ message: _message, ...status }) => status)).toEqual([
    { signal: 'latency_p95', severity: 'ok', value: 400, warning: 1_000, critical: 2_000, samples: 20 },
    { signal: 'quality', severity: 'ok', value: 0.9, warning: 0.7, critical: 0.5, samples: 20 },
    { signal: 'error_rate', severity: 'ok', value: 0, warning: 0.03, critical: 0.1, samples: 20 },
    { signal: 'cache_hit_rate', severity: 'ok', value: 0.95, warning: 0.7, critical: 0.5, samples: 20 },
    { signal: 'memory', severity: 'ok', value: 300 * MB, warning: 800 * MB, critical: 950 * MB, samples: 20 },
    { signal: 'cpu', severity: 'ok', value: 0.2, warning: 0.9 * 0.7, critical: 0.7, samples: 20 },
    { signal: 'index_lag', severity: 'ok', value: 500, warning: 300_000, critical: 1_800_000, samples: 20 },
  ]);
});

type Change = (value: number) => Partial<AlertMetrics>;

test.each<[SignalStatus['signal'], Change, number, number, number, number]>([
  ['latency_p95', (p95) => ({ latency: { samples: 9, p95 } }), 1_000, 1_001, 2_000, 2_001],
  ['quality', (mean) => ({ quality: { samples: 9, mean } }), 0.7, 0.69, 0.5, 0.49],
  ['error_rate', (rate) => ({ errors: { samples: 9, rate, byCode: {} } }), 0.03, 0.04, 0.1, 0.11],
  ['cache_hit_rate', (rate) => ({ cache: { samples: 9, rate } }), 0.7, 0.69, 0.5, 0],
  ['memory', (last) => ({ rss: { samples: 9, last } }), 800 * MB, 801 * MB, 950 * MB, 951 * MB],
  ['cpu', (mean) => ({ gauges: { cpu_share: { mean, max: 1, samples: 9 } } }), 0.63, 0.64, 0.7, 0.71],
  ['index_lag', (max) => ({ gauges: { index_lag_ms: { mean: 0, max, samples: 9 } } }), 300_000, 300_001, 1_800_000, 1_800_001],
])('%s: a value at a threshold is in order, one beyond it is not', (signal, change, ...values) => {
  const severities = values.map((value) => judge(change(value), signal).severity);
  expect(severities).toEqual(['ok', 'warning', 'warning', 'critical']);
});

test('messages say the value, the threshold and what to do', () => {
  expect(judge({ latency: { samples: 9, p95: 1_500.4 } }, 'latency_p95').message).toMatch(
    /^Latency \(95th percentile\) is 1500 ms, above the warning threshold of 1000 ms\. .*sync the index/,
  );
  expect(judge({ quality: { samples: 9, mean: 0.414 } }, 'quality').message).toMatch(
    /^Mean quality score is 0\.41, below the critical threshold of 0\.50\. Follow the advice/,
  );
  expect(judge({ cache: { samples: 9, rate: 0.655 } }, 'cache_hit_rate').message).toMatch(
    /is 65\.5 %, below the warning threshold of 70\.0 %\. Raise ast_analysis\.cache_size/,
  );
  expect(judge({ rss: { samples: 9, last: 960 * MB } }, 'memory').message).toMatch(
    /is 960 MB, above the critical threshold of 950 MB\. .*performance\.max_memory_usage/,
  );
  expect(judge({}, 'error_rate').message).toBe('Error rate is 0.0 %; in order while at most 3.0 %.');
  expect(judge({}, 'quality').message).toBe('Mean quality score is 0.90; in order while at least 0.70.');
});

test('a high error rate names the errors that occur most', () => {
  const byCode = { QUERY_EMPTY: 1, FILE_NOT_FOUND: 7, CANCELLED: 90, ROOT_NOT_FOUND: 3, WORKER_FAILED: 2 };
  const { message } = judge({ errors: { samples: 50, rate: 0.26, byCode } }, 'error_rate');
  expect(message).toMatch(/FILE_NOT_FOUND \(7\), ROOT_NOT_FOUND \(3\), WORKER_FAILED \(2\)\.$/);
  expect(message).not.toContain('CANCELLED');
});

test('few samples are not judged, signal by signal', () => {
  const few = judge({ latency: { samples: 4, p95: 9_999 } }, 'latency_p95');
  expect(few).toMatchObject({ severity: 'insufficient_data', value: 9_999, samples: 4 });
  expect(few.message).toMatch(/4 of the 5 samples needed/);
  const none = judge({ cache: { samples: 0 } }, 'cache_hit_rate');
  expect(none.severity).toBe('insufficient_data');
  expect('value' in none).toBe(false);
  expect(evaluateSignals({ ...healthy, cache: { samples: 0 } }, thresholds, 0).severity).toBe('ok');
});

test('the report is as severe as its worst signal, or has too little data for any', () => {
  const severityOf = (change: Partial<AlertMetrics>): string =>
    evaluateSignals({ ...healthy, ...change }, thresholds, 0).severity;
  const slow = { latency: { samples: 9, p95: 1_500 } };
  expect(severityOf(slow)).toBe('warning');
  expect(severityOf({ ...slow, quality: { samples: 9, mean: 0.1 } })).toBe('critical');
  const empty = summarize(sumCells([]), 60_000);
  const report = evaluateSignals(empty, thresholds, 0);
  expect(report.severity).toBe('insufficient_data');
  expect(report.signals.map(({ severity }) => severity)).toEqual(Array(7).fill('insufficient_data'));
});

test('judges what the metrics recorded, and changes none of it', () => {
  const metrics = createStore({ clock: systemClock, retentionMs: () => 60_000 });
  for (let i = 0; i < 5; i += 1) {
    const plain = { at: Date.now(), operation: 'search', caller: 'api', stages: {}, rssBytes: MB };
    metrics.record({ ...plain, latencyMs: 3_000, quality: 0.6, caches: { ast: [5, 0] } });
  }
  const summary = Object.freeze(summarize(sumCells(metrics.cells(0, Infinity)), 60_000));
  const report = evaluateSignals(summary, thresholds, 7);
  expect(report.signals.map(({ severity }) => severity)).toEqual(['critical', 'warning', 'ok', 'ok', 'ok', 'insufficient_data', 'insufficient_data']);
  expect(evaluateSignals(summary, thresholds, 7)).toEqual(report);
});
