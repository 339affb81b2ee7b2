/** Caches for what is dear to compute and cheap to hold. */
export type { Cache, CacheStats } from './contract';
export { createTtlCache } from './ttl-cache';
export type { TtlCacheOptions } from './ttl-cache';
export { createByteCache } from './byte-cache';
export type { ByteCache, ByteCacheOptions } from './byte-cache';
export { createSingleFlight } from './single-flight';
export type { SingleFlight } from './single-flight';
