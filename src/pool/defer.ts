import { createError, ENGINE_METHODS, type CallOptions, type Engine, type EngineMethod } from '../kernel';

/**
 * An Engine that `open` makes at the first call. If `open` fails, that call fails with its error and
 * the next one tries again, so that a corrected settings file needs no restart.
 */
export function deferEngine(open: () => Promise<Engine>): Engine {
  let opening: Promise<Engine> | undefined;
  let closed = false;

  async function engine(): Promise<Engine> {
    if (closed) throw createError('ENGINE_CLOSED');
    const current = (opening ??= open());
    try {
      return await current;
    } catch (error) {
      if (opening === current) opening = undefined;
      throw error;
    }
  }

  const methods = ENGINE_METHODS.map((method) => [
    method,
    async (request: never, options?: CallOptions) => (await engine())[method](request, options),
  ]);
  return {
    ...(Object.fromEntries(methods) as Pick<Engine, EngineMethod>),
    async close() {
      closed = true;
      const current = await opening?.catch(() => undefined);
      await current?.close();
    },
  };
}
