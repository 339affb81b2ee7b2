import { setTimeout as wait } from 'node:timers/promises';
export const settled = await wait(1);
export type { Options } from './options.mjs';
