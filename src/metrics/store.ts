/** The record of what all processes did: in memory until it is written, on disk for all and for later. */
import { toEngineError } from '../kernel';
import type { Clock, EngineError, RunRecord } from '../kernel';
import { compactLog } from './compact';
import type { MetricsFolder } from './folder';
import { packFrame, type Frame } from './frames';
import { addSample, createGaugeTally, type GaugeSample } from './gauges';
import { createLabels } from './labels';
import { encodeLines } from './lines';
import { runName } from './segments';
import { addRun } from './tally';
import { createTimeline, MINUTE, type Cell } from './timeline';
import type { Detail } from './view';
import { createViews } from './views';

export interface StoreOptions {
  readonly clock: Clock;
  /** ms; what is older is forgotten. */
  readonly retentionMs: () => number;
  /** Where it is kept; without it, memory is all there is. */
  readonly folder?: MetricsFolder;
  /** Tells this process from all others, now and before: letters and digits. */
  readonly process?: string;
  /** Whether this process may put files together now; default yes. */
  readonly mayCompact?: () => Promise<boolean>;
}

export interface MetricsStore {
  record(run: RunRecord): void;
  sample(gauges: GaugeSample): void;
  /** A number of a series that a workflow watches; `at` in ms since 1970, at most as old as the retention. */
  value(series: string, value: number, at: number): void;
  /** Writes what came since the last time; never throws, see `problem`. */
  flush(): Promise<void>;
  /** Reads what was written, by this process and others, of `from` (ms since 1970) and later; default: all of it. */
  refresh(from?: number, detail?: Detail): Promise<void>;
  /** Puts files of ended hours and days together. */
  compact(): Promise<void>;
  /** What there is of [from, to) since the last `refresh` of that detail and depth, the oldest first; several may begin together. */
  cells(from: number, to: number, detail?: Detail): Cell[];
  /** Why the last look at the disk failed, if it did. */
  problem(): EngineError | undefined;
  /** Lines of the log that were damaged and left out. */
  damaged(): number;
}

const AGE_EVERY_MS = 60_000;

export function createStore(options: StoreOptions): MetricsStore {
  const { clock, retentionMs, folder, process: own = 'local', mayCompact = () => Promise.resolve(true) } = options;
  const labelsOf = createLabels();
  const views = folder && createViews(folder, clock);
  /** What was not written yet; without a folder, all there is. */
  let unwritten = createTimeline();
  let isDirty = false;
  /** Whether the last write may have left half a line behind. */
  let isTorn = false;
  let problem: EngineError | undefined;
  let agedAt = clock.now();
  let last: Promise<unknown> = Promise.resolve();

  const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE;

  /** One look at the disk at a time; what goes wrong is told by `problem` and tried again later. */
  function exclusively(...works: (() => Promise<void>)[]): Promise<void> {
    const next = last.then(async () => {
      let found: EngineError | undefined;
      for (const work of works) {
        try {
          await work();
        } catch (thrown) {
          found ??= toEngineError(thrown);
        }
      }
      problem = found;
    });
    last = next;
    return next;
  }

  function added(): void {
    isDirty = true;
    const now = clock.now();
    if (folder || now - agedAt < AGE_EVERY_MS) return;
    agedAt = now;
    unwritten.age(now, retentionMs());
  }

  function addFrame(frame: Frame): void {
    unwritten.adopt(frame);
    added();
  }

  async function write(): Promise<void> {
    if (!folder || !isDirty) return;
    const written = unwritten;
    unwritten = createTimeline();
    isDirty = false;
    try {
      const lines = encodeLines(written.frames().map(packFrame));
      await folder.append(runName(clock.now(), own), isTorn ? `\n${lines}` : lines);
      isTorn = false;
    } catch (thrown) {
      // Nothing is lost while the process lives: the next flush tries again.
      for (const frame of unwritten.frames()) written.adopt(frame);
      unwritten = written;
      isDirty = true;
      isTorn = true;
      throw thrown;
    }
  }

  return {
    record(run) {
      addRun(unwritten.tally(run.at, labelsOf(run)), run);
      added();
    },
    sample(gauges) {
      if (Object.keys(gauges).length === 0) return;
      const at = clock.now();
      const tally = createGaugeTally();
      addSample(tally, at, gauges);
      addFrame({ kind: 'gauges', start: minuteOf(at), width: MINUTE, gauges: tally });
    },
    value(series, value, at) {
      addFrame({ kind: 'value', start: minuteOf(at), width: MINUTE, series, sum: value, count: 1, last: value, lastAt: at });
    },
    flush: () => exclusively(write),
    refresh: (from = 0, detail = 'minutes') => exclusively(write, async () => views?.refresh(detail, from, retentionMs())),
    compact: () =>
      exclusively(async () => {
        if (folder && (await mayCompact())) await compactLog(folder, clock.now(), retentionMs());
      }),
    cells(from, to, detail = 'minutes') {
      const fresh = unwritten.cells(from, to);
      return views ? [...views.cells(detail, from, to), ...fresh].sort((a, b) => a.start - b.start) : fresh;
    },
    problem: () => problem,
    damaged: () => views?.damaged() ?? 0,
  };
}
