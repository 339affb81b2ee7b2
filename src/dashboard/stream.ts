/** One stream of states for all browsers that look: read once, sent to each. */
import type { ServerResponse } from 'node:http';

export interface Stream {
  /** Sends the newest state at once and later ones as they are taken; 503 when too many look. */
  join(response: ServerResponse): void;
  close(): void;
}

/** Browsers at most; more are refused, for each one holds a connection. */
export const WATCHERS_MAX = 50;

/** `read` is called every `intervalMs` while somebody looks; a failure is told and tried again. */
export function createStream(read: () => Promise<string>, intervalMs: number): Stream {
  const watchers = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let newest: string | undefined;
  let id = 0;

  /** Who still has not taken what was sent before, such as a machine asleep, gets a later state: nothing piles up here. */
  function tell(event: string): void {
    for (const watcher of watchers) if (!watcher.writableNeedDrain) watcher.write(event);
  }

  async function tick(): Promise<void> {
    if (reading) return;
    reading = true;
    try {
      newest = `event: state\nid: ${++id}\ndata: ${await read()}\n\n`;
      tell(newest);
    } catch (thrown) {
      tell(`event: problem\ndata: ${JSON.stringify({ message: thrown instanceof Error ? thrown.message : String(thrown) })}\n\n`);
    } finally {
      reading = false;
    }
  }

  function leave(response: ServerResponse): void {
    watchers.delete(response);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    join(response) {
      if (watchers.size >= WATCHERS_MAX) {
        response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '60' });
        response.end(`${WATCHERS_MAX} browsers look already. Close one, or try again later.\n`);
        return;
      }
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      response.write(newest ?? ': welcome\n\n');
      watchers.add(response);
      response.on('close', () => leave(response));
      timer ??= setInterval(() => void tick(), intervalMs);
      void tick();
    },
    close() {
      clearInterval(timer);
      for (const watcher of watchers) watcher.end();
      watchers.clear();
    },
  };
}
