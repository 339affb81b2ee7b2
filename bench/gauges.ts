/** What the process uses, and how far a long run has come. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const REPORT_EVERY_MS = 5_000;
/** Buffers of what was collected are freed by another thread, a little later. */
const COLLECTIONS = 3;
const SWEEP_MS = 50;

/** Processor time of all threads so far, ms. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export function gc(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Bytes of objects and buffers in use, WebAssembly memory included, garbage apart. */
export async function held(): Promise<number> {
  for (let round = 0; round < COLLECTIONS; round += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, SWEEP_MS));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** To be called once per step: says on stderr that a stage has begun, and every few seconds how far it is. */
export function progress(stage: string, total: number): () => void {
  const startedAt = performance.now();
  let done = 0;
  let reportedAt = -Infinity;
  return () => {
    done += 1;
    const now = performance.now();
    if (done < total && now - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = now;
    console.error(`${stage}: ${done} of ${total}, ${((now - startedAt) / 1_000).toFixed(1)} s`);
  };
}
