export { createPool, type Pool, type PoolOptions, type PoolStats } from './pool';
export { growthOn } from './growth';
export type { RunOptions } from './job';
export { serveTask, type Envelope, type Settled } from './task';
export type { Priority } from './queue';
export { readHostDelay } from './host-delay';
export * from './rpc';
