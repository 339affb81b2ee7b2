import { createError } from '../../src/kernel';
import type { Job } from '../../src/pool/job';
import { cancelLoad, loadOf, runLoad, type Load, type Outcome } from '../../src/pool/load';
import { createQueue } from '../../src/pool/queue';
import type { TaskHooks, Threads } from '../../src/pool/threads';

const LIMITS = { taskTimeoutMs: 1_000, startTimeoutMs: 5_000 };
const GRACE_MS = 300;

const job = (label: string): Job => ({ task: label, options: { priority: 'bulk', label, bytes: 10 }, isSettled: false, alone: false, settle: () => undefined });
const load = (label: string, front?: Load): Load => loadOf(job(label), createQueue(), 1, front);
/** The thread goes to the load's first task. */
const begin = ({ state }: Load): void => void Atomics.store(state, 0, 1);

/** Threads of which the test says what they do. */
function run(one: Load, front?: Load): { hooks: TaskHooks; outcomes: Promise<readonly Outcome[]>; die: () => void } {
  let hooks: TaskHooks | undefined;
  let die: (() => void) | undefined;
  const threads: Threads = {
    run: (_, kill, given) =>
      new Promise((__, reject) => {
        hooks = given;
        die = () => reject(new Error('gone'));
        kill.addEventListener('abort', () => reject(new Error('killed')));
      }),
    count: () => 1,
    destroy: () => Promise.resolve(),
  };
  const outcomes = runLoad(one, threads, LIMITS, front);
  return { hooks: hooks!, outcomes, die: die! };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a load behind another', () => {
  it('has its time from its turn on', async () => {
    const one = load('b', load('a'));
    const { hooks, outcomes } = run(one);
    hooks.onWait();
    jest.advanceTimersByTime(60_000);
    expect(one.kill.signal.aborted).toBe(false);
    hooks.onStart(1);
    begin(one);
    jest.advanceTimersByTime(999);
    expect(one.kill.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(await outcomes).toMatchObject([{ code: 'ANALYSIS_TIMEOUT', details: { path: 'b' } }]);
  });

  it('that is cancelled ends no thread unless it was begun', () => {
    for (const begun of [false, true]) {
      const one = load('b', load('a'));
      run(one).hooks.onWait();
      cancelLoad(one, createError('CANCELLED'));
      if (begun) begin(one);
      jest.advanceTimersByTime(GRACE_MS);
      expect(one.kill.signal.aborted).toBe(begun);
    }
  });

  it('and the one before it run again when it was the other one that ended the thread', async () => {
    const front = load('a');
    const behind = load('b', front);
    const [first, second] = [run(front), run(behind)];
    begin(front);
    first.die();
    second.die();
    expect(await first.outcomes).toMatchObject([{ code: 'WORKER_FAILED', details: { path: 'a' } }]);
    expect(await second.outcomes).toEqual([undefined]);
  });

  it('is at fault when it was begun, though what came before is not read yet', async () => {
    const front = load('a');
    const behind = load('b', front);
    const [first, second] = [run(front), run(behind)];
    begin(front);
    begin(behind);
    first.die();
    second.die();
    expect(await first.outcomes).toEqual([undefined]);
    expect(await second.outcomes).toMatchObject([{ code: 'WORKER_FAILED', details: { path: 'b' } }]);
  });
});
