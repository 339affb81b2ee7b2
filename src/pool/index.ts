export { createPool, type Pool, type PoolOptions, type PoolStats, type RunOptions } from './pool';
export { serveTask, type Envelope, type Settled } from './task';
export type { Priority } from './queue';
export * from './rpc';
