/** Starting the engine's thread, and noticing that this is it. */
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';

interface ThreadData {
  readonly role: 'engine';
  readonly options: object;
}

/** What indexing leaves behind is short-lived: a larger part would only hold more of it, in MB. */
const YOUNG_MB = 16;

/** Loads `file` in a thread that finds `options` by `engineThread`. */
export function startEngineThread(file: string, options: object): Worker {
  const data: ThreadData = { role: 'engine', options };
  return new Worker(file, { workerData: data, name: 'hybrid-context engine', resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
}

/** In a thread that `startEngineThread` started: its port and options. Elsewhere undefined. */
export function engineThread(): { port: MessagePort; options: object } | undefined {
  const data = workerData as ThreadData | null;
  return parentPort && data?.role === 'engine'
    ? { port: parentPort, options: data.options }
    : undefined;
}
