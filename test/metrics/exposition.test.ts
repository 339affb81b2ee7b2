/** What a Prometheus scraper gets, and whether the shipped Grafana dashboard asks for what there is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expose } from '../../src/metrics/exposition';
import { setup } from './support';

async function scrape(): Promise<string> {
  const { clock, metrics, record } = setup();
  record({ latencyMs: 30, mode: 'ast', workspace: 'shop "one"\n', workflow: 'w1', quality: 0.75, results: 4, caches: { ast: [3, 1] }, stages: { rank: 12 } });
  record({ latencyMs: 700, mode: 'rag', quality: 0.35 });
  record({ operation: 'getContext', error: 'QUERY_EMPTY' });
  metrics.sample({ rss_bytes: 5, heap_bytes: 4, cpu_share: 0.5, event_loop_delay_ms: 20, main_loop_delay_ms: 30, queue_depth: 1, workspaces: 1, files: 2, chunks: 3, index_lag_ms: 1_500 });
  metrics.value('orders', 8, clock.now());
  metrics.value('orders', 9, clock.now() + 1);
  return (await expose(metrics.cells(0, Infinity))).text;
}

/** Sample lines by name, labels and value; throws for what is neither a sample nor a comment. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    const [, key, value] = /^([a-z_]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)*\})?) (-?[\d.e+]+)$/.exec(line) ?? [];
    if (key === undefined) throw new Error(`no sample: ${line}`);
    samples.set(key, Number(value));
  }
  return samples;
}

test('counters, histograms and states in the text format', async () => {
  const samples = parse(await scrape());
  expect(samples.get('hcc_errors_total{operation="getContext",code="QUERY_EMPTY"}')).toBe(1);
  expect(samples.get('hcc_answer_latency_seconds_bucket{operation="search",le="0.05"}')).toBe(1);
  expect(samples.get('hcc_answer_latency_seconds_bucket{operation="search",le="+Inf"}')).toBe(2);
  expect(samples.get('hcc_answer_latency_seconds_sum{operation="search"}')).toBeCloseTo(0.73);
  expect(samples.get('hcc_quality_score_bucket{le="0.4"}')).toBe(1);
  expect(samples.get('hcc_quality_score_count')).toBe(2);
  expect(samples.get('hcc_cache_lookups_total{cache="ast",result="hit"}')).toBe(3);
  expect(samples.get('hcc_stage_seconds_total{stage="rank"}')).toBeCloseTo(0.012);
  expect(samples.get('hcc_index_lag_seconds')).toBe(1.5);
  expect(samples.get('hcc_main_event_loop_delay_seconds')).toBeCloseTo(0.03);
  expect(samples.get('hcc_series_value{series="orders"}')).toBe(9);
  const runs = [...samples].filter(([key]) => key.startsWith('hcc_runs_total{'));
  expect(runs.reduce((total, [, value]) => total + value, 0)).toBe(3);
  expect(runs.some(([key]) => key.includes('workspace="shop \\"one\\"\\n"'))).toBe(true);
});

test('nothing measured is no zero', async () => {
  const samples = parse((await expose([])).text);
  expect([...samples]).toEqual([['hcc_results_total', 0]]);
});

test('the Grafana dashboard asks for metrics and labels that there are', async () => {
  const text = await scrape();
  const names = new Set([...parse(text).keys()].map((key) => key.replace(/\{.*$/s, '')));
  const labels = new Set([...text.matchAll(/[{,]([a-z]+)="/g)].map(([, label]) => label!));
  const dashboard = JSON.parse(readFileSync(join(__dirname, '../../config/grafana-dashboard.json'), 'utf8')) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(queries.length).toBeGreaterThanOrEqual(12);
  for (const query of queries) {
    const asked = query.match(/hcc_[a-z_]+/g) ?? [];
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(names).toContain(name);
    for (const [, list] of query.matchAll(/by \(([^)]*)\)/g)) for (const label of list!.split(',')) expect(labels).toContain(label.trim());
  }
});
