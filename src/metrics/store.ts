/** The record of what all processes did: in memory for this one, on disk for all and for later. */
import { toEngineError } from '../kernel';
import type { Clock, EngineError, RunRecord } from '../kernel';
import { compactLog } from './compact';
import { packFrame, type Frame } from './frames';
import { addSample, createGaugeTally, type GaugeSample } from './gauges';
import { createLabels } from './labels';
import { encodeLines } from './lines';
import { createReader, type MetricsFolder } from './reader';
import { runName } from './segments';
import { addRun } from './tally';
import { createTimeline, MINUTE, type Cell } from './timeline';

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
  /** Reads what other processes wrote. */
  refresh(): Promise<void>;
  /** Puts files of ended hours and days together. */
  compact(): Promise<void>;
  cells(from: number, to: number): Cell[];
  /** Why the last look at the disk failed, if it did. */
  problem(): EngineError | undefined;
  /** Lines of the log that were damaged and left out. */
  damaged(): number;
}

const AGE_EVERY_MS = 60_000;

export function createStore(options: StoreOptions): MetricsStore {
  const { clock, retentionMs, folder, process: own = 'local', mayCompact = () => Promise.resolve(true) } = options;
  const timeline = createTimeline();
  const labelsOf = createLabels();
  /** What was not written yet. */
  let unwritten = createTimeline();
  let isDirty = false;
  let problem: EngineError | undefined;
  let damaged = 0;
  let agedAt = clock.now();
  /** Names of files to which this process has written. */
  const ownFiles = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();

  const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE;

  /** One look at the disk at a time; what goes wrong is told by `problem` and tried again later. */
  function exclusively(work: () => Promise<void>): Promise<void> {
    const next = last.then(async () => {
      try {
        await work();
        problem = undefined;
      } catch (thrown) {
        problem = toEngineError(thrown);
      }
    });
    last = next;
    return next;
  }

  function addFrame(frame: Frame): void {
    timeline.add(frame);
    if (folder) unwritten.add(frame);
    isDirty = folder !== undefined;
    age();
  }

  function age(): void {
    const now = clock.now();
    if (now - agedAt < AGE_EVERY_MS) return;
    agedAt = now;
    timeline.age(now, retentionMs());
  }

  async function write(): Promise<void> {
    if (!folder || !isDirty) return;
    const frames = unwritten.frames();
    unwritten = createTimeline();
    isDirty = false;
    const name = runName(clock.now(), own);
    ownFiles.add(name);
    try {
      await folder.append(name, encodeLines(frames.map(packFrame)));
    } catch (thrown) {
      // Nothing is lost while the process lives: the next flush tries again.
      for (const frame of frames) unwritten.add(frame);
      isDirty = true;
      throw thrown;
    }
  }

  const reader = folder
    ? createReader({
        folder,
        isOwn: ({ name }) => ownFiles.has(name),
        add: (frame) => timeline.add(frame),
        async reset() {
          await write();
          timeline.clear();
          for (const frame of unwritten.frames()) timeline.add(frame);
        },
      })
    : undefined;

  return {
    record(run) {
      const labels = labelsOf(run);
      addRun(timeline.tally(run.at, labels), run);
      if (folder) {
        addRun(unwritten.tally(run.at, labels), run);
        isDirty = true;
      }
      age();
    },
    sample(gauges) {
      const at = clock.now();
      const tally = createGaugeTally();
      addSample(tally, at, gauges);
      addFrame({ kind: 'gauges', start: minuteOf(at), width: MINUTE, gauges: tally });
    },
    value(series, value, at) {
      addFrame({ kind: 'value', start: minuteOf(at), width: MINUTE, series, sum: value, count: 1, last: value, lastAt: at });
    },
    flush: () => exclusively(write),
    refresh: () =>
      exclusively(async () => {
        if (reader) damaged = await reader.refresh();
        timeline.age(clock.now(), retentionMs());
      }),
    compact: () =>
      exclusively(async () => {
        if (folder && (await mayCompact())) await compactLog(folder, clock.now(), retentionMs());
      }),
    cells: (from, to) => timeline.cells(from, to),
    problem: () => problem,
    damaged: () => damaged,
  };
}

