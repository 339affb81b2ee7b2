import type { Clock, ExposedMetrics } from '../../kernel';
import { HOUR } from './detail';
import { createBound, createTotals, MINUTE, type MetricsStore } from '../../metrics';

/** Nothing is added any more to minutes that are so old: they are counted for good. */
const SETTLED_MS = 10 * MINUTE;

/**
 * Counters begin with the engine, or an hour before the first scrape, and never go back; what other
 * processes count since then is part of it. What is counted is not read again.
 */
export function createExposition(store: MetricsStore, clock: Clock): () => Promise<ExposedMetrics> {
  const start = clock.now();
  const totals = createTotals();
  const bound = createBound();
  let since: number | undefined;
  return async () => {
    const now = clock.now();
    // Without a scraper for a long time, what lies between is left out rather than read.
    since = Math.max(since ?? start, now - HOUR);
    await store.refresh(since);
    const settled = Math.max(since, Math.floor((now - SETTLED_MS) / MINUTE) * MINUTE);
    for (const cell of store.cells(since, settled)) if (cell.start + cell.width <= settled) totals.add(cell);
    since = settled;
    // Loaded with the first scrape: most processes are never scraped.
    const { expose } = await import('../../metrics/exposition');
    return expose([...totals.cells(), ...store.cells(settled, now + 1)], bound);
  };
}
