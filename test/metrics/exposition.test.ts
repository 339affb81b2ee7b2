/** What a Prometheus scraper gets, and whether the shipped Grafana dashboard asks for what there is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBound } from '../../src/metrics';
import { expose } from '../../src/metrics/exposition';
import { setup } from './support';

async function scrape(): Promise<string> {
  const { clock, metrics, record } = setup();
  record({ latencyMs: 30, mode: 'ast', workspace: 'shop "one"\n', workflow: 'w1', quality: 0.75, results: 4, caches: { ast: [3, 1] }, stages: { rank: 12 } });
  record({ latencyMs: 700, mode: 'rag', quality: 0.35 });
  record({ operation: 'getContext', error: 'QUERY_EMPTY' });
  record({ operation: 'GET /metrics', caller: 'serve' });
  metrics.sample({ rss_bytes: 5, process_rss_bytes: 9, 'index files shop': 2, 'index chunks shop': 3, 'index bytes shop': 1_000, 'index checked_at shop': 70_000, 'index lag_ms shop': 2_000, heap_bytes: 4, cpu_share: 0.5, event_loop_delay_ms: 20, main_loop_delay_ms: 30, queue_depth: 1, workspaces: 1, files: 2, chunks: 3, index_lag_ms: 1_500 });
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

const LABELS = ['kind', 'operation', 'caller', 'mode', 'workspace', 'workflow'];
/** The name of a sample of `search` by the api, without workspace and workflow. */
const sample = (name: string, labels: Record<string, string> = {}, more = ''): string => {
  const all: Record<string, string> = { kind: 'answer', operation: 'search', caller: 'api', mode: '', workspace: '', workflow: '', ...labels };
  return `${name}{${LABELS.map((label) => `${label}="${all[label]!}"`).join(',')}${more}}`;
};
const SHOP = { mode: 'ast', workspace: 'shop \\"one\\"\\n', workflow: 'w1' };

test('counters and histograms tell runs apart by everything that is on record', async () => {
  const samples = parse(await scrape());
  expect(samples.get(sample('hcc_errors_total', { operation: 'getContext' }, ',code="QUERY_EMPTY"'))).toBe(1);
  expect(samples.get(sample('hcc_answer_latency_seconds_bucket', SHOP, ',le="0.05"'))).toBe(1);
  expect(samples.get(sample('hcc_answer_latency_seconds_bucket', { mode: 'rag' }, ',le="0.5"'))).toBe(0);
  expect(samples.get(sample('hcc_answer_latency_seconds_bucket', { mode: 'rag' }, ',le="+Inf"'))).toBe(1);
  expect(samples.get(sample('hcc_answer_latency_seconds_sum', { mode: 'rag' }))).toBeCloseTo(0.7);
  expect(samples.get(sample('hcc_quality_score_bucket', { mode: 'rag' }, ',le="0.4"'))).toBe(1);
  expect(samples.get(sample('hcc_quality_score_count', SHOP))).toBe(1);
  expect(samples.get(sample('hcc_results_total', SHOP))).toBe(4);
  expect(samples.get(`hcc_cache_lookups_total{cache="ast",workspace="${SHOP.workspace}",result="hit"}`)).toBe(3);
  expect(samples.get('hcc_stage_seconds_total{stage="rank"}')).toBeCloseTo(0.012);
  const runs = [...samples].filter(([key]) => key.startsWith('hcc_runs_total{'));
  expect(runs.reduce((total, [, value]) => total + value, 0)).toBe(4);
  expect(samples.get(sample('hcc_runs_total', { kind: 'watching', operation: 'GET /metrics', caller: 'serve' }))).toBe(1);
});

test('states are the newest, of the process and of each index', async () => {
  const samples = parse(await scrape());
  expect(samples.get('hcc_index_lag_seconds')).toBe(1.5);
  expect(samples.get('hcc_main_event_loop_delay_seconds')).toBeCloseTo(0.03);
  expect(samples.get('hcc_process_resident_memory_bytes')).toBe(9);
  expect(samples.get('hcc_series_value{series="orders"}')).toBe(9);
  for (const [name, value] of [['files', 2], ['chunks', 3], ['bytes', 1_000], ['checked_timestamp_seconds', 70], ['age_seconds', 2]] as const) expect(samples.get(`hcc_index_${name}{workspace="shop"}`)).toBe(value);
});

test('sets of labels are bounded, and none of their counters goes back', async () => {
  const { metrics, record } = setup();
  const bound = createBound(3);
  const runs = async (): Promise<Map<string, number>> => new Map([...parse((await expose(metrics.cells(0, Infinity), bound)).text)].filter(([key]) => key.startsWith('hcc_runs_total')));
  let before = new Map<string, number>();
  for (let round = 0; round < 5; round += 1) {
    for (let workspace = 5 * round; workspace >= 0; workspace -= 1) record({ workspace: `w${workspace}`, workflow: `f${workspace}` });
    const now = await runs();
    for (const [key, value] of before) expect([key, now.get(key)! >= value]).toEqual([key, true]);
    expect(now.size).toBeLessThanOrEqual(4);
    before = now;
  }
  expect([...before.values()].reduce((total, value) => total + value, 0)).toBe(1 + 6 + 11 + 16 + 21);
  expect(before.get(sample('hcc_runs_total', { workspace: 'other', workflow: 'other' }))).toBeGreaterThan(0);
});

test('nothing measured is no zero', async () => {
  const samples = parse((await expose([])).text);
  expect([...samples]).toEqual([]);
});

interface Grafana {
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string; readonly query: string }[] };
  readonly panels: readonly { readonly id: number; readonly title: string; readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }; readonly targets?: readonly { readonly expr: string; readonly legendFormat?: string }[] }[];
}

const readGrafana = (): Grafana => JSON.parse(readFileSync(join(__dirname, '../../config/grafana-dashboard.json'), 'utf8')) as Grafana;

/** By metric: for each of its samples, the values of its labels. */
function labelsByName(text: string): Map<string, Map<string, string>[]> {
  const found = new Map<string, Map<string, string>[]>();
  for (const key of parse(text).keys()) {
    const [, name, labels = ''] = /^([a-z_]+)(?:\{(.*)\})?$/s.exec(key)!;
    const own = new Map([...labels.matchAll(/([a-z]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label!, value!]));
    found.set(name!, [...(found.get(name!) ?? []), own]);
  }
  return found;
}

/** Whether a sample has the label and a value that the matcher takes. `$name` is any value of a variable. */
function isMet(samples: readonly Map<string, string>[], [label, operator, wanted]: readonly [string, string, string]): boolean {
  return samples.some((labels) => {
    const value = labels.get(label);
    if (value === undefined) return false;
    if (operator === '=') return value === wanted;
    if (operator === '!=') return value !== wanted;
    const matches = wanted.startsWith('$') || new RegExp(`^(?:${wanted})$`).test(value);
    return operator === '=~' ? matches : !matches;
  });
}

describe('the Grafana dashboard', () => {
  const { panels, templating } = readGrafana();
  const queries = panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));
  const variables = templating.list.filter(({ type }) => type === 'query');
  let metrics: Map<string, Map<string, string>[]>;
  beforeAll(async () => void (metrics = labelsByName(await scrape())));

  test('has queries, panels that do not overlap, and ids of their own', () => {
    expect(queries.length).toBeGreaterThanOrEqual(25);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const places = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`));
    expect(new Set(places).size).toBe(places.length);
  });

  test.each(queries)('$title: $expr', ({ expr, legendFormat = '' }) => {
    const asked = [...expr.matchAll(/(hcc_[a-z_]+)(?:\{([^}]*)\})?/g)];
    expect(asked.length).toBeGreaterThan(0);
    const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(',').map((label) => label.trim()));
    for (const [, name, selector = ''] of asked) {
      const samples = metrics.get(name!);
      expect([name, samples !== undefined]).toEqual([name, true]);
      const matchers = [...selector.matchAll(/([a-z_]+)(=~|!~|!=|=)"([^"]*)"(?:,|$)/g)].map(([, label, operator, value]) => [label!, operator!, value!] as const);
      // All of it was understood.
      expect(matchers.map((one) => `${one[0]}${one[1]}"${one[2]}"`).join(',')).toBe(selector);
      const met = samples!.filter((sample) => matchers.every((matcher) => isMet([sample], matcher)));
      expect([name, selector, met.length > 0]).toEqual([name, selector, true]);
      for (const label of grouped) expect([name, label, met.some((sample) => sample.has(label))]).toEqual([name, label, true]);
      for (const [, , value] of matchers) if (value.startsWith('$')) expect(variables.map((variable) => `$${variable.name}`)).toContain(value);
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect([name, label, grouped.includes(label!) || (grouped.length === 0 && met.some((sample) => sample.has(label!)))]).toEqual([name, label, true]);
    }
  });

  test.each(variables)('variable $name: $query', ({ query }) => {
    const [, name, label] = /^label_values\((\w+), (\w+)\)$/.exec(query)!;
    expect(metrics.get(name!)!.some((labels) => labels.has(label!))).toBe(true);
  });

  test('a selector that nothing has is found out', () => {
    const samples = metrics.get('hcc_cache_lookups_total')!;
    expect(isMet(samples, ['result', '=', 'hit'])).toBe(true);
    expect(isMet(samples, ['result', '=', 'hits'])).toBe(false);
    expect(isMet(samples, ['results', '!=', 'hit'])).toBe(false);
    expect(isMet(samples, ['result', '=~', 'h.*s'])).toBe(false);
  });
});
