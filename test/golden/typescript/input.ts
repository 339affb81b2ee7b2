/**
 * Header of the module: not a doc of anything.
 */

import fs, { readFile as read, type Stats } from 'node:fs';
import type { Socket } from 'node:net';
import * as path from 'node:path';
import './side-effect';
import legacy = require('legacy-module');

/** How many times to try. */
export const MAX_TRIES = 3,
  /** Waits between tries. */
  PAUSE_MS = 250;

let counter = 0;
const { a, b: [c] } = load();

/** Adds one. */
// Also counts.
export function increment(by: number = 1): number {
  const local = by + 1;
  const inner = (x: number) => x + local;
  function nested() {
    return inner(counter);
  }
  return nested();
}

// Speaks of nothing near.

export const format = async (value: Date): Promise<string> => {
  return value.toISOString();
};

export type Mode =
  | 'fast'
  | 'slow';

export interface Options {
  /** Where to start. */
  readonly root: string;
  retry?(times: number): void;
  [key: string]: unknown;
}

export enum Level { Low = 'low', High = 'high' }

const enum Hidden { One }

export default increment;
export { counter as total, c };
