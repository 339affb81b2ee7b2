/** Piscina with two things added: when a task's work really starts, and that a dead start is told. */
import { Piscina } from 'piscina';

export interface ThreadsOptions {
  readonly filename: string;
  readonly name: string;
  readonly threads: number;
  readonly idleMs: number;
  readonly heapMb: number;
  readonly youngMb?: number;
  readonly workerData?: unknown;
}

export interface TaskHooks {
  /** A thread that has finished loading works on the task. */
  readonly onStart: (thread: number) => void;
  /** A thread took it, and works on another one. */
  readonly onWait: () => void;
  /** No thread could be started for the task. */
  readonly onStartFailed: (error: Error) => void;
}

export interface Threads {
  /**
   * Rejects when the thread ends before the task does; aborting `kill` ends the thread. `behind`: a thread with one
   * task; this one waits in it for its turn. Default: a thread without any.
   */
  run(payload: object, kill: AbortSignal, hooks: TaskHooks, behind?: number): Promise<unknown>;
  count(): number;
  destroy(): Promise<void>;
}

interface Ticket extends TaskHooks {
  readonly behind?: number;
  thread?: number;
}

/** Starts no thread until the first task; idle threads end after `idleMs`. */
export function createThreads(options: ThreadsOptions): Threads {
  const tickets = new Set<Ticket>();
  const ready = new Set<number>();

  const piscina = new Piscina({
    filename: options.filename,
    name: options.name,
    minThreads: 0,
    maxThreads: options.threads,
    idleTimeout: options.idleMs,
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: options.heapMb, maxYoungGenerationSizeMb: options.youngMb },
    workerData: options.workerData,
    loadBalancer: (task, workers) => {
      const ticket = task[Piscina.queueOptionsSymbol as keyof typeof task] as unknown as Ticket;
      const busy = workers.find((one) => one.id === ticket.behind && one.isRunningAbortableTask);
      const worker = busy ?? workers.find((one) => one.currentUsage === 0) ?? null;
      if (worker) assign(ticket, worker.id);
      return worker;
    },
  });

  const firstOf = (thread: number): Ticket | undefined => [...tickets].find((one) => one.thread === thread);
  // A task may be handed to a thread that is still loading, or busy: its time must not count as the task's.
  function assign(ticket: Ticket, thread: number): void {
    ticket.thread = thread;
    if (firstOf(thread) !== ticket) ticket.onWait();
    else if (ready.has(thread)) ticket.onStart(thread);
  }
  function leave(ticket: Ticket): void {
    tickets.delete(ticket);
    if (ticket.thread !== undefined) firstOf(ticket.thread)?.onStart(ticket.thread);
  }
  piscina.on('workerCreate', ({ id }: { id: number }) => {
    ready.add(id);
    firstOf(id)?.onStart(id);
  });
  piscina.on('workerDestroy', ({ id }: { id: number }) => void ready.delete(id));
  // Told when a thread dies without a task, which while tasks wait means that it could not load.
  piscina.on('error', (error: Error) => {
    for (const ticket of tickets) if (ticket.thread === undefined) ticket.onStartFailed(error);
  });

  return {
    async run(payload, kill, hooks, behind) {
      const ticket: Ticket = { ...hooks, behind };
      tickets.add(ticket);
      try {
        const task = { ...payload, [Piscina.queueOptionsSymbol]: ticket };
        return (await piscina.run(task, { signal: kill })) as unknown;
      } finally {
        leave(ticket);
      }
    },
    count: () => piscina.threads.length,
    destroy: () => piscina.destroy(),
  };
}
