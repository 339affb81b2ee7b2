/** Starting the engine's thread, and noticing that this is it. */
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';

interface ThreadData<Options> {
  readonly role: 'engine';
  readonly options: Options;
}

/** Loads `file` in a thread that finds `options` by `engineThread`. */
export function startEngineThread<Options>(file: string, options: Options): Worker {
  const data: ThreadData<Options> = { role: 'engine', options };
  return new Worker(file, { workerData: data, name: 'hybrid-context engine' });
}

/** In a thread that `startEngineThread` started: its port and options. Elsewhere undefined. */
export function engineThread<Options>(): { port: MessagePort; options: Options } | undefined {
  const data = workerData as ThreadData<Options> | null;
  return parentPort && data?.role === 'engine'
    ? { port: parentPort, options: data.options }
    : undefined;
}
