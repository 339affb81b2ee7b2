import type { Engine } from '../../src/index';

export type EngineModule = typeof import('../../src/index');

/**
 * Loads the engine on first use, so that n8n starts without it. The engine lives in a thread of its
 * own, is one per process, and is never closed by a node: other executions share it.
 */
export async function loadEngine(): Promise<{ module: EngineModule; engine: Engine }> {
  const module = await import('../../src/index');
  return { module, engine: module.openEngine({ inThread: true }) };
}
