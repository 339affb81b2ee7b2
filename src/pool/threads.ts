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
  /** A thread that has finished loading took the task. */
  readonly onStart: () => void;
  /** No thread could be started for the task. */
  readonly onStartFailed: (error: Error) => void;
}

export interface Threads {
  /** Rejects when the thread ends before the task does; aborting `kill` ends the thread. */
  run(payload: object, kill: AbortSignal, hooks: TaskHooks): Promise<unknown>;
  count(): number;
  destroy(): Promise<void>;
}

interface Ticket extends TaskHooks {
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
      const worker = workers.find((one) => one.currentUsage === 0) ?? null;
      const ticket = task[Piscina.queueOptionsSymbol as keyof typeof task] as unknown as Ticket;
      if (worker) assign(ticket, worker.id);
      return worker;
    },
  });

  // A task may be handed to a thread that is still loading: its time must not count as the task's.
  function assign(ticket: Ticket, thread: number): void {
    ticket.thread = thread;
    if (ready.has(thread)) ticket.onStart();
  }
  piscina.on('workerCreate', ({ id }: { id: number }) => {
    ready.add(id);
    for (const ticket of tickets) if (ticket.thread === id) ticket.onStart();
  });
  piscina.on('workerDestroy', ({ id }: { id: number }) => void ready.delete(id));
  // Told when a thread dies without a task, which while tasks wait means that it could not load.
  piscina.on('error', (error: Error) => {
    for (const ticket of tickets) if (ticket.thread === undefined) ticket.onStartFailed(error);
  });

  return {
    async run(payload, kill, hooks) {
      const ticket: Ticket = { ...hooks };
      tickets.add(ticket);
      try {
        const task = { ...payload, [Piscina.queueOptionsSymbol]: ticket };
        return (await piscina.run(task, { signal: kill })) as unknown;
      } finally {
        tickets.delete(ticket);
      }
    },
    count: () => piscina.threads.length,
    destroy: () => piscina.destroy(),
  };
}
