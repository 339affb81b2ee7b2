/** The half of the pool that n8n's main thread needs; it loads no thread pool. */
export { connectEngine, type EngineThread } from './connect';
export { serveEngine } from './serve';
export { deferEngine } from './defer';
export { engineThread, startEngineThread } from './thread';
