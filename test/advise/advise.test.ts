/** Causes from measures: what is found, what is not, and in which order. */
import fc from 'fast-check';
import { actionOf, advise, isComparable, measure, type AdviceInput, type Measures } from '../../src/advise';
import { compare, median } from '../../src/advise/change';
import { CAUSES } from '../../src/advise/causes';
import { dynamicCause } from '../../src/advise/dynamic';
import { valuesOf } from '../../src/advise/measures';
import { ERROR_CODES } from '../../src/kernel';
import { overrideSettings } from '../../src/config';
import { sumCells } from '../../src/metrics';
import { setup } from '../metrics/support';
import { createSettings } from '../operations/monitor/settings';

const settings = createSettings();
const machine = { cores: 16, memoryBytes: 16 * 1024 ** 3 };
const GB = 1024 ** 3;

/** Twenty steps that say the same but for a little noise that is the same each time. */
const steps = (measures: Measures): Measures[] =>
  Array.from({ length: 20 }, (_, index) => Object.fromEntries(Object.entries({ runs: 10, ...measures }).map(([name, value]) => [name, value * (1 + 0.01 * ((index * 7) % 5))])));
const ask = (before: Measures, now: Measures, more: Partial<AdviceInput> = {}) => advise({ before: steps(before), now: steps(now), settings, machine, ...more });
const causes = (before: Measures, now: Measures) => ask(before, now).map(({ cause }) => cause);

const CALM: Measures = {
  latency: 100, quality: 0.9, 'stage sync': 5, 'stage embed': 20, 'stage retrieve': 40, 'cache ast': 0.9, 'cache decision': 0.8, 'cache embedding': 0.9,
  'cache live': 1, queue_depth: 0, rss_bytes: 0.3 * GB, cpu_share: 0.2, chunks: 9_000, files: 900, index_lag_ms: 800, event_loop_delay_ms: 22, main_loop_delay_ms: 22,
};

test('what stays as it was is no cause', () => {
  expect(ask(CALM, CALM)).toEqual([]);
  expect(causes(CALM, { ...CALM, latency: 104, 'stage embed': 21 })).toEqual([]);
});

test('a provider that became slow is told, with values before and now', () => {
  const [first, ...rest] = ask(CALM, { ...CALM, latency: 380, 'stage embed': 300 });
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ id: 'stage_embed', cause: 'stage_embed', score: 1, reason: 'changed', action: { kind: 'operation' } });
  expect(first!.evidence[0]).toMatchObject({ name: 'stage embed', unit: 'ms' });
  expect(first!.evidence[0]!.before).toBeCloseTo(20.4);
  expect(first!.evidence[0]!.now).toBeCloseTo(306);
  expect(first!.evidence[1]).toMatchObject({ name: 'latency' });
  expect(first!.effect).toContain('20 ms');
});

test('a stage that rose but explains nothing of the latency is left out', () => {
  expect(causes({ ...CALM, 'stage pack': 0.1 }, { ...CALM, latency: 380, 'stage embed': 300, 'stage pack': 6 })).toEqual(['stage_embed']);
});

test('what is behind a slow stage comes before the stage', () => {
  expect(causes(CALM, { ...CALM, latency: 180, 'cache ast': 0.2, 'stage sync': 85 })).toEqual(['cache_ast', 'stage_sync']);
});

test.each<[string, Measures, object]>([
  ['cache_ast', { 'cache ast': 0.4 }, { kind: 'setting', key: 'ast_analysis.cache_size', current: 2_000, value: 4_000 }],
  ['cache_decision', { 'cache decision': 0.2 }, { kind: 'setting', key: 'hybrid_mode.decision_cache_ttl', current: '10m', value: '20m' }],
  ['cache_embedding', { 'cache embedding': 0.3 }, { kind: 'setting', key: 'rag_retrieval.embedding_cache_size', current: '256MB', value: '512MB' }],
  ['files_change', { 'cache live': 0.7 }, { kind: 'setting', key: 'rag_retrieval.freshness_window', value: '500ms' }],
  ['queue', { queue_depth: 30 }, { kind: 'setting', key: 'ast_analysis.worker_pool_size', current: 8, value: 16 }],
  ['memory', { rss_bytes: 0.9 * GB }, { kind: 'setting', key: 'rag_retrieval.embedding_cache_size', value: '128MB' }],
  ['cpu', { cpu_share: 0.8 }, { kind: 'setting', key: 'ast_analysis.parallel_workers', value: 3 }],
  ['index_size', { chunks: 40_000 }, { kind: 'operation' }],
  ['index_lag', { index_lag_ms: 90_000 }, { kind: 'operation', operation: 'syncIndex' }],
  ['event_loop', { event_loop_delay_ms: 300 }, { kind: 'setting', key: 'ast_analysis.parallel_workers' }],
  ['host_event_loop', { main_loop_delay_ms: 300 }, { kind: 'operation' }],
  ['error_ANALYSIS_TIMEOUT', { 'error ANALYSIS_TIMEOUT': 0.3 }, { kind: 'setting', key: 'ast_analysis.analysis_timeout', value: '20s' }],
  ['error_QUERY_EMPTY', { 'error QUERY_EMPTY': 0.3 }, { kind: 'operation' }],
  ['stage_new_one', { latency: 300, 'stage new_one': 200 }, { kind: 'operation' }],
])('%s has its action', (cause, now, action) => {
  const [first] = ask(CALM, { ...CALM, ...now });
  expect(first).toMatchObject({ cause, action });
  if (first!.action.kind === 'setting') {
    expect(first!.id).toBe(`${cause}:${first!.action.key}=${first!.action.value}`);
    expect(actionOf(first!.id, settings, machine)).toEqual(first!.action);
  }
});

test('beyond a threshold all along is told after what changed', () => {
  const cold = { ...CALM, 'cache ast': 0.3 };
  expect(ask(cold, cold)).toMatchObject([{ cause: 'cache_ast', reason: 'beyond_threshold', evidence: [{ limit: 0.7 }, {}] }]);
  expect(causes(cold, { ...cold, queue_depth: 30 })).toEqual(['queue', 'cache_ast']);
});

test('a step that would change nothing gives way to the next one', () => {
  const full = overrideSettings(settings, { ast_analysis: { worker_pool_size: 16, parallel_workers: 16, cache_size: 64_000 } });
  const [queue] = ask(CALM, { ...CALM, queue_depth: 30 }, { settings: full });
  expect(queue!.action.kind).toBe('operation');
  const [ast] = ask(CALM, { ...CALM, 'cache ast': 0.2 }, { settings: full });
  expect(ast!.action).toMatchObject({ key: 'ast_analysis.cache_ttl', value: '30m' });
});

test('an id is good only under the settings that it was made for', () => {
  const id = 'cache_ast:ast_analysis.cache_size=4000';
  expect(actionOf(id, settings, machine)).toBeDefined();
  expect(actionOf(id, overrideSettings(settings, { ast_analysis: { cache_size: 4_000 } }), machine)).toBeUndefined();
  for (const other of ['cache_ast:ast_analysis.cache_size=9999', 'cache_ast', 'nothing', 'cache_ast:monitoring.enable_auth=false', 'stage_', 'error_X:a=b', '']) {
    expect(actionOf(other, settings, machine)).toBeUndefined();
  }
});

test('every setting that the table would write is valid', () => {
  const all = [...CAUSES, ...['sync', 'embed', 'rerank', 'retrieve', 'rank', 'read', 'pack', 'locals', 'x'].map((name) => dynamicCause(`stage ${name}`)!), ...ERROR_CODES.map((code) => dynamicCause(`error ${code}`)!)];
  let settable = 0;
  for (const { plans } of all) {
    expect(plans.some((plan) => plan(settings, { cores: 1, memoryBytes: GB }))).toBe(true);
    for (const plan of plans) {
      const action = plan(settings, machine);
      if (action?.kind !== 'setting') continue;
      settable += 1;
      const [section, key] = action.key.split('.') as [string, string];
      expect(overrideSettings(settings, { [section]: { [key]: action.value } })).not.toEqual(settings);
    }
  }
  expect(settable).toBeGreaterThan(12);
});

test('few steps are nothing to compare', () => {
  const few = { now: steps(CALM).slice(0, 4), before: steps(CALM) };
  expect(isComparable(few)).toBe(false);
  expect(advise({ ...few, settings, machine })).toEqual([]);
});

describe('robust change', () => {
  test('one odd step in five changes nothing', () => {
    expect(compare([10, 10, 10, 900, 10], [10, 10, 10, 10, 900], 'ms')!.deviations).toBe(0);
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(compare([1, 2, 3, 4], [1, 2, 3, 4, 5], 'ms')).toBeUndefined();
  });

  test('shifting and scaling the numbers does what it should', () => {
    const values = fc.array(fc.integer({ min: 1_000, max: 100_000 }), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (now, before) => {
        const there = compare(now, before, 'ms')!;
        const back = compare(now.map((value) => value * 2), before.map((value) => value * 2), 'ms')!;
        expect(back.deviations).toBeCloseTo(there.deviations, 6);
        expect(Math.sign(there.deviations)).toBe(Math.sign(median(now) - median(before)));
        expect(compare([...now].reverse(), [...before].sort(), 'ms')).toEqual(there);
      }),
    );
  });
});

test('measures of a step, from what is recorded', () => {
  const { metrics, record } = setup();
  record({ latencyMs: 100, quality: 0.5, stages: { embed: 60 }, caches: { ast: [3, 1] } });
  record({ latencyMs: 200, stages: { embed: 20 } });
  record({ error: 'QUERY_EMPTY' });
  record({ error: 'CANCELLED' });
  metrics.sample({ queue_depth: 2, cpu_share: 0.2 });
  metrics.sample({ queue_depth: 4, cpu_share: 0.4 });
  const measures = measure(sumCells(metrics.cells(0, Infinity)));
  expect(measures).toMatchObject({ runs: 4, latency: 150, quality: 0.5, 'stage embed': 40, 'cache ast': 0.75, 'error QUERY_EMPTY': 0.25, queue_depth: 4 });
  expect(measures.cpu_share).toBeCloseTo(0.3);
  expect(Object.keys(measures)).not.toContain('error CANCELLED');
  expect(measure(sumCells([]))).toEqual({});
  expect(valuesOf([{ runs: 1 }, {}, { runs: 2, 'stage x': 3 }], 'stage x')).toEqual([0, 3]);
  expect(valuesOf([{ runs: 1 }, { queue_depth: 2 }], 'queue_depth')).toEqual([2]);
});
