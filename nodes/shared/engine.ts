import type { Engine } from '../../src/index';

export type EngineModule = typeof import('../../src/index');

/** The engine's own request and answer types, read off its interface: the door stays narrow. */
export type CallOptions = NonNullable<Parameters<Engine['search']>[1]>;
export type PathAccess = NonNullable<CallOptions['access']>;
export type EmbeddingProvider = NonNullable<CallOptions['embeddings']>;
export type ContextPack = Awaited<ReturnType<Engine['getContext']>>;
export type SearchAnswer = Awaited<ReturnType<Engine['search']>>;
export type ActionItem = Parameters<Engine['enrichAction']>[0]['action'];
export type FileAnalysis = Awaited<ReturnType<Engine['analyzeFile']>>;
export type FindSymbolAnswer = Awaited<ReturnType<Engine['findSymbol']>>;
export type AlertReport = Awaited<ReturnType<Engine['evaluate']>>;
export type Mode = NonNullable<Parameters<Engine['search']>[0]['mode']>;
export type { Engine };

/**
 * Loads the engine on first use, so that n8n starts without it. The engine lives in a thread of its
 * own, is one per process, and is never closed by a node: other executions share it.
 */
export async function loadEngine(): Promise<{ module: EngineModule; engine: Engine }> {
  const module = await import('../../src/index');
  return { module, engine: await module.openEngine({ inThread: true }) };
}
