/** A small repository and a way to run the command line on it in this process. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../src/cli/run';

const FILES: Record<string, string> = {
  'src/webhook.ts': `import { createHmac, timingSafeEqual } from 'node:crypto';

/** Checks the signature of a webhook. */
export function verifySignature(secret: string, body: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

export class WebhookQueue {
  private readonly waiting: string[] = [];

  enqueue(body: string): number {
    return this.waiting.push(body);
  }
}
`,
  'src/store.ts': `export { WebhookQueue } from './webhook';

export interface Entry {
  key: string;
  value: number;
}

export function readEntry(entries: Entry[], key: string): Entry | undefined {
  return entries.find((entry) => entry.key === key);
}
`,
  'src/broken.ts': 'export function half( {\n',
  'logo.png': '\u0089PNG\u0000\u0000\u0000',
};

export async function makeRepository(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'hybrid-context-cli-'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { root, remove: () => rm(root, { recursive: true }) };
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  /** Told of what is written as it is. */
  readonly onOutput?: (text: string) => void;
}

export async function run(args: string[], around: Surroundings = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  async function* stdin() {
    yield around.stdin ?? '';
  }
  const streams = {
    stdin: stdin(),
    stdout: {
      write(text: string) {
        written.out += text;
        around.onOutput?.(text);
      },
    },
    stderr: { write: (text: string) => void (written.err += text), isTTY: around.isTTY ?? false },
  };
  const code = await runCli(args, streams, around.signal ?? new AbortController().signal);
  return { code, ...written };
}
