import { createInflate, createInflateRaw } from 'node:zlib';
import { EngineError } from '../kernel';
import type { Budget } from './budget';

const STEP = 64 * 1024;

/**
 * How many bytes come out of packed ones that nobody wants to hold, counted by `budget` as they come.
 * Returns the count; `onEnd` is told how many packed bytes that took, since others may follow.
 * Throws what `budget` throws, and `damaged()`.
 */
export async function countInflated(
  packed: Buffer,
  kind: 'raw' | 'zlib',
  budget: Budget,
  damaged: () => Error,
  onEnd?: (packedBytes: number) => void,
): Promise<number> {
  const inflater = kind === 'raw' ? createInflateRaw() : createInflate();
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    inflater.on('error', (error) => reject(error instanceof EngineError ? error : damaged()));
    inflater.on('end', resolve);
    inflater.on('data', (chunk: Buffer) => {
      try {
        size += chunk.length;
        budget.inflate(chunk.length);
      } catch (thrown) {
        inflater.destroy(thrown as Error);
      }
    });
    const feed = (at: number): void => {
      if (inflater.destroyed || inflater.readableEnded) return;
      if (at >= packed.length) inflater.end();
      else inflater.write(packed.subarray(at, at + STEP), () => feed(at + STEP));
    };
    feed(0);
  });
  onEnd?.(inflater.bytesWritten);
  inflater.close();
  return size;
}
