/** The looks at the log that somebody asks for again and again; others are let go. */
import type { Clock } from '../kernel';
import type { MetricsFolder } from './folder';
import { HOUR_MS } from './segments';
import type { Cell } from './timeline';
import { createView, type Detail, type View } from './view';

export interface Views {
  /** Brings a view up to now, as deep as `from` at least. */
  refresh(detail: Detail, from: number, retentionMs: number): Promise<void>;
  cells(detail: Detail, from: number, to: number): Cell[];
  damaged(): number;
}

/** What nobody has asked for this long is let go: it can be read again. */
const KEPT_MS = 15 * 60_000;
/** Views begin anew when files were put together before they were read, which may happen again meanwhile. */
const ATTEMPTS = 3;

interface Held {
  readonly view: View;
  askedAt: number;
  /** How far back somebody looked of late, and when. */
  depthMs: number;
  deepestAt: number;
}

export function createViews(folder: MetricsFolder, clock: Pick<Clock, 'now'>): Views {
  const views = new Map<Detail, Held>();

  /** Whole hours: the files of an hour are all in a view, or none of them. */
  const wholeHour = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

  function open(detail: Detail, from: number, now: number): Held {
    const held = { view: createView(folder, detail, wholeHour(from)), askedAt: now, depthMs: now - from, deepestAt: now };
    views.set(detail, held);
    return held;
  }

  function letGo(now: number): void {
    for (const [detail, held] of views) {
      if (now - held.askedAt > KEPT_MS) views.delete(detail);
      else if (held.view.from < now - held.depthMs - 2 * HOUR_MS) held.view.forget(wholeHour(now - held.depthMs));
    }
  }

  return {
    async refresh(detail, from, retentionMs) {
      const now = clock.now();
      let held = views.get(detail);
      if (!held || from < held.view.from) held = open(detail, from, now);
      for (let attempt = 1; !(await held.view.refresh()) && attempt < ATTEMPTS; attempt += 1) held = open(detail, held.view.from, now);
      held.askedAt = now;
      if (now - from >= held.depthMs || now - held.deepestAt > KEPT_MS) Object.assign(held, { depthMs: now - from, deepestAt: now });
      held.view.timeline.age(now, retentionMs);
      letGo(now);
    },
    cells: (detail, from, to) => views.get(detail)?.view.timeline.cells(from, to) ?? [],
    damaged: () => Math.max(0, ...[...views.values()].map(({ view }) => view.damaged())),
  };
}
