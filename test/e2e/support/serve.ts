/** `hybrid-context serve` as a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const CLI = join(__dirname, '..', '..', '..', 'dist', 'cli.js');

export interface Serving {
  readonly url: string;
  readonly token: string;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** The built command. */
  readonly cli?: string;
}

export async function startServe(env: NodeJS.ProcessEnv, { port = 0, cli = CLI }: ServeOptions = {}): Promise<Serving> {
  const server = spawn(process.execPath, [cli, 'serve', '--port', String(port)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  let url = '';
  let token = '';
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error('serve ended')));
    createInterface({ input: server.stdout }).on('line', (line) => {
      url ||= /^Dashboard\s+(\S+)/.exec(line)?.[1] ?? '';
      token ||= /^Token\s+(\S+)/.exec(line)?.[1] ?? '';
      if (line.startsWith('Ctrl-C')) resolve();
    });
  });
  return {
    url,
    token,
    async stop() {
      server.kill('SIGINT');
      await ended;
    },
  };
}
