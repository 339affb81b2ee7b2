import { createError } from '../kernel';
import type { SourceLimits } from './limits';

/** Counts what a source costs while it is read, and ends the reading when it costs too much. */
export interface Budget {
  /** Packed bytes that arrived. */
  receive(bytes: number): void;
  /** Bytes that inflating made. */
  inflate(bytes: number): void;
  enter(entries?: number): void;
}

/** `source` names what is read, in errors. All methods throw SOURCE_TOO_LARGE. */
export function createBudget(source: string, limits: SourceLimits): Budget {
  let packed = 0;
  let inflated = 0;
  let entries = 0;
  const refuse = (what: string, limit: string): never => {
    throw createError('SOURCE_TOO_LARGE', { source, what, limit });
  };
  return {
    receive(bytes) {
      packed += bytes;
      if (packed > limits.packedBytes) refuse('more bytes came than are taken', describeBytes(limits.packedBytes));
    },
    inflate(bytes) {
      inflated += bytes;
      if (inflated > limits.inflatedBytes) refuse('it unpacks to too much', describeBytes(limits.inflatedBytes));
      if (inflated > limits.ratioFloorBytes && inflated > limits.ratio * packed) {
        refuse('it unpacks to many times its size', `${limits.ratio} times`);
      }
    },
    enter(more = 1) {
      entries += more;
      if (entries > limits.entries) refuse('it holds too many entries', `${limits.entries} entries`);
    },
  };
}

function describeBytes(bytes: number): string {
  const mb = bytes / 1024 / 1024;
  return mb >= 1 ? `${Math.round(mb)} MB` : `${bytes} bytes`;
}
