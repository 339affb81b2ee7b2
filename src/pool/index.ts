export { createPool, type Pool, type PoolOptions, type PoolStats, type RunOptions } from './pool';
export { serveTask, type Envelope, type Settled } from './task';
export type { Priority } from './queue';
export { connectEngine, type EngineThread } from './connect';
export { serveEngine } from './serve';
export { deferEngine } from './defer';
export { engineThread, startEngineThread } from './thread';
