import { setTimeout as delay } from 'node:timers/promises';

/** Minutes pass while alerts are judged, on a machine that may be slow and busy. */
export const PATIENCE_MS = 10 * 60_000;
const EVERY_MS = 100;

/** Waits until `find` answers something; throws with what `seen` says when it does not happen. */
export async function until<T>(find: () => T | undefined | Promise<T | undefined>, seen: () => unknown = () => ''): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`It did not happen within ${PATIENCE_MS / 60_000} minutes. Seen: ${JSON.stringify(seen())}`);
    await delay(EVERY_MS);
  }
}
