import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings, parseSettings, checkSettings } from '../../src/config';

const MB = 1024 ** 2;

test('the defaults are the agreed values, in ms, bytes and ratios', () => {
  expect(defaultSettings()).toEqual({
    hybrid_mode: {
      enabled: true, default_mode: 'automatic', fusion: 'score_blend', ast_threshold: 0.8, rag_fallback_enabled: true, query_expansion: true,
      quality_score_min: 0.7, cache_decisions: true, decision_cache_ttl: 600_000,
      parallel_analysis: true, max_analysis_time: 2_000,
    },
    ast_analysis: {
      cache_size: 2000, cache_ttl: 900_000, worker_pool_size: 8, max_file_size: 20 * MB,
      parallel_workers: 6, analysis_timeout: 10_000,
    },
    rag_retrieval: {
      vector_backend: 'auto', freshness_window: 1_000, embedding_batch_size: 64,
      embedding_cache_size: 256 * MB,
    },
    learning: { enabled: true, half_life: 60 * 86_400_000 },
    monitoring: {
      dashboard_port: 8090, update_interval: 10_000, retention_period: 604_800_000,
      enable_auth: true, predictive_alerts: true, anomaly_alerts: false,
      alert_thresholds: {
        latency_warning: 1_000, latency_critical: 2_000, quality_warning: 0.7, quality_critical: 0.5,
        error_rate_warning: 0.03, error_rate_critical: 0.1, cache_warning: 0.7, cache_critical: 0.5,
        memory_warning: 0.8, memory_critical: 0.95, cpu_warning: 0.9, cpu_critical: 1,
        index_lag_warning: 300_000, index_lag_critical: 1_800_000,
      },
      alerting: { predicted_for: 60_000, keep_firing_for: 900_000, repeat_after: 14_400_000, anomaly_score: 0.5 },
    },
    performance: {
      target_latency: 500, target_quality: 0.85, target_cache_hit_rate: 0.9,
      max_memory_usage: 1024 * MB, max_cpu_usage: 0.7,
    },
    performance_targets: {
      latency: { target: 500, warning: 800, critical: 1_500 },
      quality: { target: 0.85, warning: 0.7, critical: 0.5 },
      cache_efficiency: { target: 0.9, warning: 0.7, critical: 0.5 },
      accuracy: { ast_mode: 0.9, rag_mode: 0.8, hybrid_mode: 0.92 },
      resource_usage: { memory_max: 1024 * MB, cpu_max: 0.7 },
    },
  });
});

test('every call gives a copy of its own', () => {
  expect(defaultSettings()).not.toBe(defaultSettings());
  expect(defaultSettings().monitoring).not.toBe(defaultSettings().monitoring);
});

describe('config/hybrid_production.yaml', () => {
  const text = readFileSync(join(__dirname, '../../config/hybrid_production.yaml'), 'utf8');

  test('is valid and equals the defaults', () => {
    expect(checkSettings(text)).toEqual([]);
    expect(parseSettings(text)).toEqual(defaultSettings());
  });

  test('writes every key out', () => {
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
        typeof inner === 'object' && inner !== null ? [key, ...keys(inner)] : [key]);
    const written = [...text.matchAll(/^ *([a-z_]+):/gm)].map((match) => match[1]);
    expect(written).toEqual(keys(defaultSettings()));
  });
});

test.each(['', '# only a comment\n', '---\n', 'hybrid_mode:\n', '{}'])('%j means the defaults', (text) => {
  expect(parseSettings(text)).toEqual(defaultSettings());
});
