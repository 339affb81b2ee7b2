/** Brings the states of all alerts up to the last whole minute: one process at a time, minute by minute. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toEngineError } from '../../kernel';
import type { Clock, SeriesPoint } from '../../kernel';
import { evaluateBook, fingerprint, isFiring, type AlertBook, type AlertInput, type AlertStore, type BookOptions } from '../../alert';
import type { Settings } from '../../config';
import { createLease, type Lease } from '../../io';
import type { Cell, MetricsStore } from '../../metrics';
import { thresholdsOf } from '../evaluate';
import { judgeSeries, type JudgeRule } from './judge';
import { findSeries, type WatchedSeries } from './series';
import { createWatched, type Watched } from './watched';

const MINUTE = 60_000;
/** Minutes that nobody evaluated are made up for, each at its own time, as far back as this. */
const CATCH_UP_MS = 60 * MINUTE;
/** Steps that are compared with what was observed: what came late makes a series begin anew. */
const RECENT_MS = 30 * MINUTE;
/** Steps from which forecasters begin, of all series together and of one. */
const WARM_STEPS = 60_000;
const WARM_STEPS_MIN = 180;
const WARM_STEPS_MAX = 1_440;
/** How long a forecaster may keep the thread from other work. */
const TURN_MS = 15;

export interface EvaluatorParts {
  readonly store: AlertStore;
  readonly metrics: MetricsStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  /** Whether this process is the one that evaluates. */
  readonly mayEvaluate: () => Promise<boolean>;
}

interface Followed {
  readonly series: WatchedSeries;
  readonly one: Watched;
  /** Steps that are to be judged, one by one. */
  readonly points: readonly SeriesPoint[];
}

/** One moment's judgements. */
interface Round {
  readonly at: number;
  readonly inputs: readonly AlertInput[];
}

/** `catchUp` never throws: it answers what stood in the way, for those who read the states. */
export function createEvaluator({ store, metrics, clock, settings, mayEvaluate }: EvaluatorParts): () => Promise<readonly string[]> {
  let known = new Map<string, Watched>();
  let running: Promise<readonly string[]> | undefined;

  async function run(): Promise<readonly string[]> {
    const to = Math.floor(clock.now() / MINUTE) * MINUTE;
    const book = await store.read();
    if ((book.evaluatedTo ?? 0) >= to || !(await mayEvaluate())) return [];
    const now = settings();
    const from = Math.max(book.evaluatedTo ?? to - MINUTE, to - CATCH_UP_MS);
    await metrics.refresh(Math.min(from, to - RECENT_MS), 'signals');
    const followed = await follow(seriesNow(book, now, to), from, to);
    const { alerting, predictive_alerts: predictive, retention_period: forgetMs } = now.monitoring;
    const rule = { predictive, anomalyScore: alerting.anomaly_score, phaseRule: { predictedForMs: alerting.predicted_for, keepFiringMs: alerting.keep_firing_for } };
    const rounds = await judgeRounds(followed, from, to, rule);
    await store.update((before) => writeRounds(before, rounds, rule.phaseRule, { repeatMs: alerting.repeat_after, forgetMs }));
    return [];
  }

  function seriesNow(book: AlertBook, now: Settings, to: number): WatchedSeries[] {
    const firing = Object.values(book.entries).filter(({ state }) => isFiring(state)).flatMap(({ labels }) => labels.workspace ?? []);
    return findSeries(metrics.cells(to - RECENT_MS, to, 'signals'), { thresholds: thresholdsOf(now), anomalies: now.monitoring.anomaly_alerts, rules: book.rules, firing });
  }

  /** The forecaster of each series, with all that lies before `from`, and the steps from then on. */
  async function follow(series: readonly WatchedSeries[], from: number, to: number): Promise<Followed[]> {
    const recentFrom = Math.min(from, to - RECENT_MS);
    const recent = metrics.cells(recentFrom, to, 'signals');
    const warmSteps = Math.min(WARM_STEPS_MAX, Math.max(WARM_STEPS_MIN, Math.floor(WARM_STEPS / Math.max(1, series.length))));
    const warmFrom = Math.min(recentFrom, to - warmSteps * MINUTE);
    const breathe = createTurns(clock);
    let warm: Cell[] | undefined;
    const followed: Followed[] = [];
    const still = new Map<string, Watched>();
    for (const each of series) {
      const key = JSON.stringify([each.signal, each.labels, each.direction, each.anomalies]);
      let points = each.read(recent, { from: recentFrom, to, stepMs: MINUTE });
      let one = known.get(key);
      if (one?.at === -Infinity && points.every(({ samples }) => samples === 0)) {
        points = [];
      } else if (!one || one.at < recentFrom - MINUTE || !one.agrees(points)) {
        one = createWatched(each);
        warm ??= await readWarm(warmFrom, to);
        points = fromFirst(each.read(warm, { from: warmFrom, to, stepMs: MINUTE }));
      }
      for (const point of points) {
        if (point.at <= one.at || point.at >= from) continue;
        one.observe(point);
        await breathe();
      }
      still.set(key, one);
      followed.push({ series: each, one, points: points.filter(({ at }) => at >= from) });
    }
    known = still;
    return followed;
  }

  /** What a forecaster begins with: only read when one does. */
  async function readWarm(from: number, to: number): Promise<Cell[]> {
    await metrics.refresh(from, 'signals');
    return metrics.cells(from, to, 'signals');
  }

  async function judgeRounds(followed: readonly Followed[], from: number, to: number, rule: JudgeRule): Promise<Round[]> {
    const breathe = createTurns(clock);
    const rounds: Round[] = [];
    for (let at = from + MINUTE; at <= to; at += MINUTE) {
      const inputs: AlertInput[] = [];
      for (const { series, one, points } of followed) {
        const point = points.find((each) => each.at === at - MINUTE);
        if (point && point.at > one.at) one.observe(point);
        inputs.push(...judgeSeries(series, one, at, rule));
        await breathe();
      }
      rounds.push({ at, inputs });
    }
    return rounds;
  }

  return () => {
    running ??= run()
      .catch((thrown: unknown) => [`Alerts could not be evaluated: ${toEngineError(thrown).message}`])
      .finally(() => {
        running = undefined;
      });
    return running;
  };
}

/** What lies before the first value was never measured: that is no gap. */
function fromFirst(points: readonly SeriesPoint[]): SeriesPoint[] {
  const first = points.findIndex(({ samples }) => samples > 0);
  return first < 0 ? [] : points.slice(first);
}

/** Rounds that another process was faster with are left out. */
function writeRounds(book: AlertBook, rounds: readonly Round[], phaseRule: JudgeRule['phaseRule'], options: BookOptions): AlertBook {
  return rounds.reduce((before, { at, inputs }) => {
    if (before.evaluatedTo !== undefined && at <= before.evaluatedTo) return before;
    return { ...evaluateBook(before, [...inputs, ...orphans(before, inputs, at, phaseRule)], at, options), evaluatedTo: at };
  }, book);
}

/** What fires and is no longer watched, such as a series without thresholds, has to end as well. */
function orphans({ entries }: AlertBook, inputs: readonly AlertInput[], at: number, phaseRule: JudgeRule['phaseRule']): AlertInput[] {
  const firing = Object.values(entries).filter(({ state }) => isFiring(state));
  if (firing.length === 0) return [];
  const judged = new Set(inputs.map(({ rule, labels }) => fingerprint(rule, labels)));
  return firing
    .filter((entry) => !judged.has(entry.fingerprint))
    .map(({ rule, signal, severity, about, labels, facts }) => ({ rule, signal, severity, about, labels, facts, phaseRule, judgement: { at, ready: false, breaching: false } }));
}

/** Lets other work of the thread have its turn now and then. */
function createTurns(clock: Pick<Clock, 'monotonic'>): () => Promise<void> | undefined {
  let since = clock.monotonic();
  return () => {
    if (clock.monotonic() - since < TURN_MS) return undefined;
    return nextTurn().then(() => {
      since = clock.monotonic();
    });
  };
}

/** A process that asks every minute stays the one that evaluates; another one takes over when it is gone. */
const LEASE_MS = 90_000;

export function createEvaluationLease(folder: () => Promise<string> | undefined, clock: Clock): { hold(): Promise<boolean>; release(): Promise<void> } {
  const holder = randomUUID();
  let lease: Lease | undefined;
  return {
    async hold() {
      const path = lease ? undefined : await folder();
      if (path !== undefined) lease = createLease(join(path, 'evaluate.lease'), { holder, ttlMs: LEASE_MS, clock });
      return lease ? lease.hold() : true;
    },
    release: async () => lease?.release(),
  };
}
