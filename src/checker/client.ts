/** The engine's side of the type checker: one thread, started when first asked, ended when idle for minutes. */
import { createError } from '../kernel';
import type { Pool } from '../pool';
import type { CheckerState, CheckQuestion, CheckReply, CheckTask, Universe } from './messages';

export type CheckAnswer = Extract<CheckReply, { status: 'answered' }>;

/** A workspace as it is now. */
export interface CheckedWorkspace {
  readonly key: string;
  /** Changes with every change of its files. */
  readonly revision: string;
  /** Asked only when the thread does not know this revision. */
  universe(): Universe;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
}

export interface Checker {
  /**
   * Fails with CHECKER_TOO_LARGE, ANALYSIS_TIMEOUT, WORKER_FAILED (out of memory among its reasons),
   * QUEUE_FULL, CANCELLED, ENGINE_CLOSED. After a failure the next question starts a new thread.
   */
  ask(workspace: CheckedWorkspace, roots: readonly string[], question: CheckQuestion, options?: AskOptions): Promise<CheckAnswer>;
  /** How it was at its last answer. */
  state(): CheckerState | undefined;
}

export interface CheckerParts {
  /** A pool of one thread, so that all questions find what is loaded. */
  readonly pool: () => Pool<CheckTask, CheckReply>;
  readonly limits?: CheckTask['limits'];
}

/** Slices of work in advance, ms: what a question may have to wait for. */
const SLICE_MS = 50;
/** Questions that search the program; another one often follows. */
const SEARCHES: ReadonlySet<CheckQuestion['kind']> = new Set(['references', 'implementations', 'callers', 'callees']);

const LIMITS: CheckTask['limits'] = { files: 6_000, characters: 80_000_000 };

export function createChecker({ pool, limits = LIMITS }: CheckerParts): Checker {
  let state: CheckerState | undefined;
  let warming = '';

  /** Has types worked out while nobody asks, until all are, files change, or something fails: the next question tells what. */
  async function keepWarming(task: CheckTask): Promise<void> {
    const id = `${task.workspace} ${task.revision} ${task.roots.length}`;
    if (warming === id) return;
    warming = id;
    const slice: CheckTask = { ...task, universe: undefined, question: { kind: 'warm', budgetMs: SLICE_MS } };
    try {
      for (let complete = false; !complete && warming === id; ) {
        const reply = await pool().run(slice, { priority: 'bulk', label: `types of ${task.workspace}` });
        if (reply.status !== 'answered') break;
        ({ state, complete } = reply);
      }
    } catch {
      // Nobody waits for it.
    } finally {
      if (warming === id) warming = '';
    }
  }

  return {
    async ask(workspace, roots, question, { signal } = {}) {
      const task: CheckTask = { workspace: workspace.key, revision: workspace.revision, roots, question, limits };
      const run = (each: CheckTask): Promise<CheckReply> =>
        pool().run(each, { priority: 'interactive', label: `types of ${roots[0] ?? workspace.key}`, signal });
      let reply = await run(task);
      if (reply.status === 'universe-needed') reply = await run({ ...task, universe: workspace.universe() });
      if (reply.status !== 'answered') throw createError('INTERNAL', { reason: 'the type checker does not take its files' });
      ({ state } = reply);
      if (SEARCHES.has(question.kind) && !state.warm) void keepWarming(task);
      return reply;
    },
    state: () => state,
  };
}
