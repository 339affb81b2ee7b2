/** One stream of states for all browsers that look: read once, sent to each. */
import type { ServerResponse } from 'node:http';

export interface Stream {
  /** Sends the newest state at once and every later one; 503 when too many look. */
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

  async function tick(): Promise<void> {
    if (reading) return;
    reading = true;
    try {
      newest = `event: state\nid: ${++id}\ndata: ${await read()}\n\n`;
      for (const watcher of watchers) watcher.write(newest);
    } catch (thrown) {
      const data = JSON.stringify({ message: thrown instanceof Error ? thrown.message : String(thrown) });
      for (const watcher of watchers) watcher.write(`event: problem\ndata: ${data}\n\n`);
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
