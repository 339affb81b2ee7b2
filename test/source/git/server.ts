/** Git's own HTTP backend behind a small server on loopback, and archive addresses like those of hosts. */
import { execFileSync, spawn } from 'node:child_process';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RepositoryHost } from '../../../src/kernel';
import { openGit, type GitTransport, type Snapshot } from '../../../src/source';
import { makeRepository, type TestRepository } from './repository';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

export interface GitServer {
  readonly origin: string;
  readonly host: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

export interface ServeOptions {
  /** `user:password` that every request must show. */
  readonly password?: string;
  readonly protocol?: 1 | 2;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers before git does, when it returns true. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const BACKEND = execFileSync('git', ['--exec-path']).toString().trim() + '/git-http-backend';
const servers: Server[] = [];
const repositories: TestRepository[] = [];

export async function listen(listener: RequestListener, tls?: ServeOptions['tls']): Promise<GitServer> {
  const seen: SeenRequest[] = [];
  const record: RequestListener = (request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    listener(request, response);
  };
  const server = tls ? createHttpsServer(tls, record) : createHttpServer(record);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `${tls ? 'https' : 'http'}://${host}`,
    host,
    seen,
    close: () => stop(server),
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Serves `repository` as /owner/sample.git, and its archives where hosts have theirs. */
export function serveGit(repository: TestRepository, options: ServeOptions = {}): Promise<GitServer> {
  return listen((request, response) => {
    if (options.before?.(request, response)) return;
    const wanted = options.password && `Basic ${Buffer.from(options.password).toString('base64')}`;
    if (wanted && request.headers.authorization !== wanted) {
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    } else if (/tarball|archive|\/get\//.test(request.url ?? '')) {
      serveArchive(repository, request, response);
    } else {
      runBackend(repository, options.protocol ?? 2, request, response);
    }
  }, options.tls);
}

/** A commit as `git archive` packs it, which is what hosts do as well. */
function serveArchive(repository: TestRepository, request: IncomingMessage, response: ServerResponse): void {
  const commit = /[0-9a-f]{40}/.exec(request.url ?? '')?.[0] ?? 'HEAD';
  response.writeHead(200, { 'content-type': 'application/x-gzip' });
  spawn('git', ['archive', '--format=tar.gz', `--prefix=owner-sample-${commit.slice(0, 7)}/`, commit], { cwd: repository.folder })
    .stdout.pipe(response);
}

function runBackend(repository: TestRepository, protocol: 1 | 2, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const backend = spawn(BACKEND, [], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: repository.folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      PATH_INFO: url.pathname.replace('/owner/sample.git', '/.git'),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      REMOTE_ADDR: '127.0.0.1',
      ...(protocol === 2 && { GIT_PROTOCOL: String(request.headers['git-protocol'] ?? '') }),
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => undefined);
  let head: Buffer | undefined = Buffer.alloc(0);
  backend.stdout.on('data', (chunk: Buffer) => {
    if (!head) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const lines = head.toString('latin1', 0, end).split('\r\n').map((line) => line.split(/: (.*)/s));
    const status = lines.find(([name]) => name === 'Status')?.[1] ?? '200';
    const headers = lines.filter(([name]) => name !== 'Status').map(([name = '', value = '']) => [name, value] as const);
    response.writeHead(parseInt(status, 10), Object.fromEntries(headers));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  backend.stdout.on('end', () => response.end());
}

export async function closeGitServers(): Promise<void> {
  await Promise.all(servers.splice(0).filter((server) => server.listening).map(stop));
  for (const repository of repositories.splice(0)) repository.remove();
}

/** A repository that `closeGitServers` removes. */
export function trackedRepository(...options: Parameters<typeof makeRepository>): TestRepository {
  const repository = makeRepository(...options);
  repositories.push(repository);
  return repository;
}

export interface SampleOptions {
  readonly protocol?: 1 | 2;
  readonly filter?: boolean;
  readonly host?: RepositoryHost;
  readonly transports?: readonly GitTransport[];
}

/** These files as a repository, served and read over HTTP. */
export async function openSampleRepository(
  tree: Readonly<Record<string, Buffer>>,
  maxFileBytes: number,
  { protocol, filter = true, host, transports }: SampleOptions,
): Promise<Snapshot> {
  const repository = trackedRepository([`uploadpack.allowFilter=${filter}`]);
  repository.commit(tree);
  const server = await serveGit(repository, { protocol });
  const url = `${server.origin}/owner/sample.git`;
  const snapshot = await openGit({ kind: 'git', url, host, allowPrivate: true }, { maxFileBytes, transports });
  await server.close();
  return snapshot;
}
