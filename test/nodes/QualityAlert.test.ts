import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode, runOutputs } from './support/host';
import { NODES } from './support/nodes';
import { homeFolder } from '../../src/io';
import { systemClock } from '../../src/kernel';
import { createAlertStore } from '../../src/operations/alerts/store';
import { judge } from '../operations/alerts/support';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
/** What Evaluate gives, whichever output it comes out of. */
const run = async (parameters: INodeParameters = {}) => {
  const outputs = await runOutputs(new NODES.QualityAlert(), parameters);
  expect(outputs).toHaveLength(4);
  return outputs.flat().map(({ json }) => json);
};
const severities = (report?: { signals?: unknown }) =>
  Object.fromEntries(
    (report!.signals as Array<{ signal: string; severity: string }>).map((signal) => [
      signal.signal,
      signal.severity,
    ]),
  );

test('before anything ran there is not enough data, and it says so', async () => {
  const [report] = await run();
  expect(report).toMatchObject({ severity: 'insufficient_data', runs: 0, windowMs: 3_600_000 });
});

describe('after some runs', () => {
  beforeAll(async () => {
    for (let i = 0; i < 6; i++) {
      await runNode(new NODES.HybridContext(), { root, query: `price ${i}` });
    }
  });

  test('the thresholds of the node rule', async () => {
    const thresholds = { latencyWarning: 600_000, latencyCritical: 700_000, qualityWarning: 0.0002, qualityCritical: 0.0001 };
    const [calm] = await run({ thresholds });
    expect(severities(calm)).toMatchObject({ latency_p95: 'ok', quality: 'ok', error_rate: 'ok' });
    const [strict] = await run({ thresholds: { qualityWarning: 1, qualityCritical: 0.9999 } });
    expect(severities(strict).quality).toBe('critical');
    expect(strict!.severity).toBe('critical');
  });

  test('memory and cache have thresholds too', async () => {
    const [report] = await run({ thresholds: { memoryWarning: 0.0002, memoryCritical: 0.9999 } });
    expect(severities(report).memory).toBe('warning');
    const signals = (thresholds: INodeParameters) => run({ thresholds }).then(([first]) => first!.signals);
    expect(await signals({ cacheWarning: 0.99, cacheCritical: 0.98 })).toContainEqual(
      expect.objectContaining({ signal: 'cache_hit_rate', warning: 0.99, critical: 0.98 }),
    );
  });

  test('the settings as JSON count, thresholds over them', async () => {
    const settings = { monitoring: { alert_thresholds: { quality_warning: 1, error_rate_warning: 0.09 } } };
    const [report] = await run({ options: { settings }, thresholds: { errorWarning: 0.05 } });
    expect(report!.signals).toContainEqual(expect.objectContaining({ signal: 'quality', warning: 1 }));
    expect(report!.signals).toContainEqual(
      expect.objectContaining({ signal: 'error_rate', warning: 0.05 }),
    );
  });

  test('one item per signal for branching', async () => {
    const items = await run({ output: 'items', windowMinutes: 5 });
    expect(items.map(({ signal }) => signal).sort()).toEqual([
      'cache_hit_rate',
      'cpu',
      'error_rate',
      'index_lag',
      'latency_p95',
      'memory',
      'quality',
    ]);
    for (const item of items) {
      expect(item).toMatchObject({ runs: 6, windowMs: 300_000, overall: expect.any(String) as string });
    }
  });
});

describe('alerts', () => {
  const store = () => createAlertStore(homeFolder(), systemClock);
  const all = async (parameters: INodeParameters = {}) => (await runOutputs(new NODES.QualityAlert(), parameters)).map((items) => items.map(({ json }) => json));
  const ask = async (operation: string, parameters: INodeParameters = {}) =>
    (await runNode(new NODES.QualityAlert(), { resource: 'alert', operation, ...parameters })).map(({ json }) => json);
  /** Wide enough for whatever this machine took. */
  const calm = { thresholds: { latencyWarning: 600_000, latencyCritical: 700_000, qualityWarning: 0.0002, qualityCritical: 0.0001, cacheWarning: 0.0002, cacheCritical: 0.0001, memoryWarning: 0.9998, memoryCritical: 0.9999, cpuWarning: 0.9998, cpuCritical: 0.9999 }, options: { settings: '{"performance": {"max_memory_usage": "64GB", "max_cpu_usage": "100%"}}' } };

  test('Evaluate has an output for each severity, and one for what ended', async () => {
    expect((await all(calm)).map((items) => items.length)).toEqual([0, 0, 0, 1]);
    await judge(store(), Date.now(), { breaching: true }, { severity: 'warning' });
    const [critical, warning, resolved, clear] = await all(calm);
    expect([critical, resolved, clear]).toEqual([[], [], []]);
    expect(warning).toMatchObject([{ severity: 'warning', alerts: [{ signal: 'latency_p95', workspace: 'shop', phase: 'breaching' }] }]);
    const items = await all({ ...calm, output: 'items' });
    expect(items[1]).toMatchObject([{ signal: 'latency_p95', severity: 'warning', phase: 'breaching', overall: 'warning' }]);
    expect(items[3]!.length).toBe(7);
    await judge(store(), Date.now(), {}, { severity: 'warning' });
    const ended = await all(calm);
    expect(ended.map((outputs) => outputs.length)).toEqual([0, 0, 1, 1]);
    expect(ended[2]).toMatchObject([{ kind: 'resolve', signal: 'latency_p95', key: expect.stringContaining('-resolve') as string }]);
  });

  test('what ended is told until an execution that was told of it has come to its end, and once in each', async () => {
    /** What n8n has saved of the workflow. */
    let saved = '{}';
    let executions = 0;
    const execute = async ({ ends = true, items = 1, turns = 1 } = {}) => {
      const staticData = JSON.parse(saved) as IDataObject;
      const surroundings = { staticData, executionId: `execution-${(executions += 1)}`, items: Array.from({ length: items }, () => ({ json: {} })) };
      const told: unknown[] = [];
      for (let turn = 0; turn < turns; turn += 1) {
        told.push(...(await runOutputs(new NODES.QualityAlert(), calm, surroundings))[2]!.map(({ json }) => json.key));
      }
      if (ends) saved = JSON.stringify(staticData);
      return told;
    };
    await execute();
    await execute();
    await judge(store(), Date.now(), { breaching: true }, { signal: 'kept', labels: {} });
    await judge(store(), Date.now(), {}, { signal: 'kept', labels: {} });
    // Killed before it ended; by hand; both tell it, and take nothing away.
    const first = await execute({ ends: false });
    expect(first).toEqual([expect.stringMatching(/-1-resolve$/)]);
    expect(await execute({ ends: false })).toEqual(first);
    // Several items, and turns of a loop.
    expect(await execute({ items: 3, turns: 2 })).toEqual(first);
    expect(await execute()).toEqual([]);
    // What ends later is another one.
    await judge(store(), Date.now(), { breaching: true }, { signal: 'kept', labels: {} });
    await judge(store(), Date.now(), {}, { signal: 'kept', labels: {} });
    expect(await execute()).toEqual([expect.stringMatching(/-2-resolve$/)]);
    expect(await execute()).toEqual([]);
  });

  test('are listed, acknowledged and silenced', async () => {
    await judge(store(), Date.now(), { breaching: true }, { signal: 'open orders', labels: {} });
    const [alert] = await ask('listAlerts', { output: 'items', options: { series: 'open orders', severities: ['critical'] } });
    expect(alert).toMatchObject({ signal: 'open orders', phase: 'breaching', silenced: false });
    expect(await ask('acknowledgeAlert', { alertId: alert!.id as string, by: 'Ann' })).toMatchObject([{ acknowledged: { by: 'Ann' } }]);
    const [silence] = await ask('silenceAlerts', { matchSignal: 'open orders', silenceMinutes: 5, reason: 'test', by: 'Ann' });
    expect(silence).toMatchObject({ matches: { signal: 'open orders' }, by: 'Ann', reason: 'test', silenced: 1, ended: false });
    const [pack] = await ask('listAlerts', { options: { timelineHours: 1 } });
    expect(pack).toMatchObject({ silences: [{ id: silence!.id, reason: 'test' }], alerts: expect.arrayContaining([expect.objectContaining({ signal: 'open orders', silenced: true })]) as unknown });
    expect((pack!.timeline as unknown[]).length).toBeGreaterThan(0);
    expect(await ask('silenceAlerts', { silenceWhat: 'end', silenceId: silence!.id as string })).toMatchObject([{ ended: true }]);
    expect(await ask('silenceAlerts', { silenceWhat: 'all', silenceMinutes: 1 })).toMatchObject([{ matches: {} }]);
    await expect(ask('silenceAlerts', {})).rejects.toMatchObject({ type: 'VALUE_INVALID' });
    await expect(ask('acknowledgeAlert', { alertId: 'nobody' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
    expect(await ask('listAlerts', { output: 'items', options: { workspaces: 'nowhere', phases: 'all' } })).toMatchObject([{ results: 0 }]);
  });

  test('Record Metric says what a series is watched for', async () => {
    await runNode(new NODES.QualityAlert(), { resource: 'metric', operation: 'recordMetric', series: 'queue', value: 3, options: { alertWarning: 10, alertCritical: 20 } });
    expect((await store().read()).rules.queue).toEqual({ warning: 10, critical: 20, direction: 'above' });
  });
});

test('contradicting thresholds are refused', async () => {
  await expect(run({ thresholds: { latencyWarning: 9_000_000 } })).rejects.toMatchObject({
    type: 'SETTINGS_INVALID',
  });
});

describe('metrics and forecasts', () => {
  const ask = async (operation: string, parameters: INodeParameters = {}) => {
    const resource = operation.startsWith('forecast') ? 'forecast' : 'metric';
    return (await runNode(new NODES.QualityAlert(), { resource, operation, ...parameters })).map(({ json }) => json);
  };
  const past = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  const history = Array.from({ length: 90 }, (_, index) => ({ at: past(90 - index), value: 20 + index }));

  test('what ran is told, as sums and step by step', async () => {
    await runNode(new NODES.HybridContext(), { root, query: 'price' });
    const [pack] = await ask('getMetrics', { windowMinutes: 10 });
    const { summary, groups } = pack as unknown as { summary: { runs: number }; groups: { caller: { value: string }[]; workflow: { value: string }[] } };
    expect(summary.runs).toBeGreaterThan(0);
    expect(groups.caller.map(({ value }) => value)).toContain('hybridContext');
    expect(groups.workflow.map(({ value }) => value)).toEqual(['workflow']);
    const steps = await ask('getMetrics', { windowMinutes: 10, output: 'items', options: { stepMinutes: 5 } });
    expect(steps).toHaveLength(2);
    expect(steps.reduce((total, step) => total + (step.runs as number), 0)).toBe(summary.runs);
    const [none] = await ask('getMetrics', { options: { workspace: 'nowhere' } });
    expect(none!.summary).toMatchObject({ runs: 0 });
  });

  test('own numbers are kept and forecast', async () => {
    expect(await ask('recordMetric', { series: 'open orders', options: { values: JSON.stringify(history) } })).toEqual([{ series: 'open orders', recorded: 90 }]);
    expect(await ask('recordMetric', { series: 'open orders', value: 110 })).toEqual([{ series: 'open orders', recorded: 1 }]);
    const [found] = await ask('forecastSeries', { series: 'open orders', options: { threshold: 150, direction: 'above' } });
    expect(found).toMatchObject({ of: 'open orders', state: 'ok', threshold: 150 });
    expect((found!.points as { breach: number }[]).at(-1)!.breach).toBeGreaterThan(0.5);
    const [given] = await ask('forecastSeries', { values: history, options: { stepSeconds: 60 } });
    expect(given).toMatchObject({ state: 'ok', stepMs: 60_000 });
    const [steps] = await ask('getMetrics', { options: { series: 'open orders' } });
    expect(Object.keys(steps!.own as object)).toEqual(['open orders']);
  });

  test('a signal has the threshold of the settings', async () => {
    expect(await ask('forecast', { signal: 'latency_p95' })).toMatchObject([{ of: 'latency_p95', state: 'insufficient_data', threshold: 1_000 }]);
  });

  test('what is wrong is named', async () => {
    await expect(ask('recordMetric', { series: '../x' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
    await expect(ask('forecastSeries', { values: '[{' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
    await expect(ask('forecastSeries', {})).rejects.toMatchObject({ type: 'VALUE_INVALID' });
  });
});
