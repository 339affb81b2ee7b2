/** A server on this machine that takes what workflows send, as a pager, a channel or a mail service does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received<Body> {
  readonly path: string;
  /** The header Idempotency-Key. */
  readonly key: string;
  /** When it came, ms since 1970. */
  readonly at: number;
  readonly body: Body;
}

export interface Receiver<Body> {
  /** With a slash at its end. */
  readonly url: string;
  /** In the order in which it came, repeats included. */
  readonly received: readonly Received<Body>[];
  close(): Promise<void>;
}

/** Answers every request with an empty object; bodies are JSON. */
export async function startReceiver<Body>(): Promise<Receiver<Body>> {
  const received: Received<Body>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
      received.push({ path: request.url ?? '', key: String(request.headers['idempotency-key']), at: Date.now(), body });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
