/** Starting the engine's thread, and noticing that this is it. */
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { watchHostDelay } from './host-delay';

interface ThreadData {
  readonly role: 'engine';
  readonly options: object;
  readonly hostDelay: SharedArrayBuffer;
}

/** What indexing leaves behind is short-lived: a larger part of the engine's heap for it would only hold more of it. */
export const ENGINE_YOUNG_MB = 16;

/** Loads `file` in a thread that finds `options` by `engineThread`. */
export function startEngineThread(file: string, options: object): Worker {
  const delay = watchHostDelay();
  const data: ThreadData = { role: 'engine', options, hostDelay: delay.memory };
  const worker = new Worker(file, { workerData: data, name: 'hybrid-context engine', resourceLimits: { maxYoungGenerationSizeMb: ENGINE_YOUNG_MB } });
  worker.once('exit', () => delay.stop());
  return worker;
}

/** In a thread that `startEngineThread` started: its port, its options and the delay of its starter. Elsewhere undefined. */
export function engineThread(): { port: MessagePort; options: object; hostDelay: SharedArrayBuffer } | undefined {
  const data = workerData as ThreadData | null;
  return parentPort && data?.role === 'engine'
    ? { port: parentPort, options: data.options, hostDelay: data.hostDelay }
    : undefined;
}
