import type { Clock, ExposedMetrics } from '../../kernel';
import type { MetricsStore } from '../../metrics';

/** Counters begin with the engine, as scrapers expect; what other processes count since then is part of it. */
export function createExposition(store: MetricsStore, clock: Clock, retentionMs: () => number): () => Promise<ExposedMetrics> {
  const since = clock.now();
  return async () => {
    await store.refresh();
    const now = clock.now();
    const cells = store.cells(Math.max(since, now - retentionMs()), now + 1);
    // Loaded with the first scrape: most processes are never scraped.
    const { expose } = await import('../../metrics/exposition');
    return expose(cells);
  };
}
