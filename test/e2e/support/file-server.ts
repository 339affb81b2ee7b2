/** A web server on this machine that hands out one text, as GitHub does with a diff. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  /** With a slash at its end. */
  readonly url: string;
  /** Paths that were asked for. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** `files`: path, such as `/a.diff`, to text; everything else is 404. */
export async function startFileServer(files: Readonly<Record<string, string>>): Promise<FileServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    seen.push(path);
    const text = files[path];
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(text ?? 'Not Found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
