import { z } from 'zod';
import { MODES } from '../kernel';
import { choice, count, duration, flag, ratio, section, size } from './fields';

/** What `rag_retrieval.vector_backend` may be: `auto` takes FAISS when it resolves. */
export const VECTOR_BACKENDS = ['auto', 'portable', 'faiss'] as const;

/** How the answers of structure and retrieval become one. */
export const FUSIONS = ['score_blend', 'reciprocal_ranks'] as const;

/**
 * Every setting with its default and its bounds; config/hybrid_production.yaml says what each does.
 * Bounds stop typing errors (2 for 2s) and values that would break the host, nothing else.
 */
export const settingsSchema = section({
  hybrid_mode: section({
    enabled: flag(true),
    default_mode: choice('automatic', MODES),
    fusion: choice('score_blend', FUSIONS),
    ast_threshold: ratio(0.8),
    rag_fallback_enabled: flag(true),
    query_expansion: flag(true),
    quality_score_min: ratio(0.7),
    cache_decisions: flag(true),
    decision_cache_ttl: duration('10m', '1s', '7d'),
    parallel_analysis: flag(true),
    max_analysis_time: duration('2s', '10ms', '10m'),
  }),
  ast_analysis: section({
    cache_size: count(2000, 1, 1_000_000),
    cache_ttl: duration('15m', '1s', '30d'),
    worker_pool_size: count(8, 1, 256),
    max_file_size: size('20MB', '1KB', '256MB'),
    parallel_workers: count(6, 1, 256),
    analysis_timeout: duration('10s', '10ms', '10m'),
  }),
  rag_retrieval: section({
    vector_backend: choice('auto', VECTOR_BACKENDS),
    freshness_window: duration('1s', '0ms', '1h'),
    embedding_batch_size: count(64, 1, 2_048),
    embedding_cache_size: size('256MB', '1MB', '64GB'),
  }),
  learning: section({
    enabled: flag(true),
    half_life: duration('60d', '1d', '3650d'),
  }),
  monitoring: section({
    dashboard_port: count(8090, 0, 65_535),
    update_interval: duration('10s', '1s', '1h'),
    retention_period: duration('7d', '1h', '365d'),
    enable_auth: flag(true),
    predictive_alerts: flag(true),
    anomaly_alerts: flag(false),
    alert_thresholds: section({
      latency_warning: duration('1s', '1ms', '1h'),
      latency_critical: duration('2s', '1ms', '1h'),
      quality_warning: ratio(0.7),
      quality_critical: ratio(0.5),
      error_rate_warning: ratio(0.03),
      error_rate_critical: ratio(0.1),
      cache_warning: ratio(0.7),
      cache_critical: ratio(0.5),
      memory_warning: ratio('80%'),
      memory_critical: ratio('95%'),
      cpu_warning: ratio('90%'),
      cpu_critical: ratio('100%'),
      index_lag_warning: duration('5m', '1s', '7d'),
      index_lag_critical: duration('30m', '1s', '7d'),
    }),
    alerting: section({
      predicted_for: duration('1m', '0ms', '2h'),
      keep_firing_for: duration('15m', '0ms', '1d'),
      repeat_after: duration('4h', '1m', '30d'),
      anomaly_score: ratio(0.5),
    }),
  }),
  performance: section({
    target_latency: duration('500ms', '1ms', '1h'),
    target_quality: ratio(0.85),
    target_cache_hit_rate: ratio(0.9),
    max_memory_usage: size('1GB', '64MB', '1TB'),
    max_cpu_usage: ratio('70%'),
  }),
  performance_targets: section({
    latency: section({
      target: duration('500ms', '1ms', '1h'),
      warning: duration('800ms', '1ms', '1h'),
      critical: duration('1.5s', '1ms', '1h'),
    }),
    quality: section({ target: ratio(0.85), warning: ratio(0.7), critical: ratio(0.5) }),
    cache_efficiency: section({ target: ratio(0.9), warning: ratio(0.7), critical: ratio(0.5) }),
    accuracy: section({ ast_mode: ratio(0.9), rag_mode: ratio(0.8), hybrid_mode: ratio(0.92) }),
    resource_usage: section({ memory_max: size('1GB', '64MB', '1TB'), cpu_max: ratio('70%') }),
  }),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** All settings: durations in ms, sizes in bytes, ratios and percentages as 0..1. */
export type Settings = DeepReadonly<z.output<typeof settingsSchema>>;

/** A fresh copy of the defaults. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}
