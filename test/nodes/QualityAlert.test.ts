import type { INodeParameters } from 'n8n-workflow';
import { runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const run = async (parameters: INodeParameters = {}) => {
  const items = await runNode(new NODES.QualityAlert(), parameters);
  return items.map(({ json }) => json);
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
      'error_rate',
      'latency_p95',
      'memory',
      'quality',
    ]);
    for (const item of items) {
      expect(item).toMatchObject({ runs: 6, windowMs: 300_000, overall: expect.any(String) as string });
    }
  });
});

test('contradicting thresholds are refused', async () => {
  await expect(run({ thresholds: { latencyWarning: 9_000_000 } })).rejects.toMatchObject({
    type: 'SETTINGS_INVALID',
  });
});
