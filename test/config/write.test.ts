/** What is shown of settings is what a file would say: read back, it is the same. */
import { stringify } from 'yaml';
import { defaultSettings, overrideSettings, parseSettings, writeSettings } from '../../src/config';

test('durations and sizes as a file says them', () => {
  const written = writeSettings(defaultSettings());
  expect(written).toMatchObject({
    hybrid_mode: { enabled: 'true', default_mode: 'automatic', decision_cache_ttl: '10m', ast_threshold: '0.8' },
    ast_analysis: { max_file_size: '20MB', cache_size: '2000' },
    monitoring: { update_interval: '10s', alert_thresholds: { latency_critical: '2s' } },
  });
});

test('read back, they are the same', () => {
  const settings = overrideSettings(defaultSettings(), { monitoring: { update_interval: 1_234, retention_period: '36h' }, performance: { max_memory_usage: '1536MB' } });
  // A file has values, not texts: `true` and `8`.
  const file = stringify(writeSettings(settings)).replaceAll('"', '');
  expect(parseSettings(file)).toEqual(settings);
});
