/** `npm start` as a newcomer uses it: what it prints works, a second start finds all again, Ctrl-C ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { copyFixture, readState } from './support/n8n';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'start.mjs');

interface Started {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly curl: { readonly url: string; readonly body: string };
  readonly text: string;
  /** Sends Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterAll(() => running.forEach((child) => child.kill('SIGTERM')));

async function start(args: readonly string[]): Promise<{ lines: string[]; child: ChildProcess; up: boolean }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const lines: string[] = [];
  const up = await new Promise<boolean>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (line.includes('Ctrl-C stops it')) resolve(true);
      });
    }
    child.once('close', () => {
      running.delete(child);
      resolve(false);
    });
  });
  return { lines, child, up };
}

async function startUp(args: readonly string[]): Promise<Started> {
  const { lines, child, up } = await start(args);
  const text = lines.join('\n');
  if (!up) throw new Error(`npm start ended:\n${text}`);
  const [, email = '', password = ''] = /Login\s+(\S+)\s+(\S+)/.exec(text) ?? [];
  const [, url = '', body = ''] = /curl -sS (\S+) -H '[^']+' -d '(.*)'$/m.exec(text) ?? [];
  return {
    url: /Editor\s+(\S+)/.exec(text)?.[1] ?? '',
    email,
    password,
    curl: { url, body },
    text,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', resolve);
        child.kill('SIGINT');
      }),
  };
}

async function workflowNames({ url, email, password }: Started): Promise<string[]> {
  const headers = { 'content-type': 'application/json' };
  const login = JSON.stringify({ emailOrLdapLoginId: email, password });
  const signedIn = await fetch(`${url}/rest/login`, { method: 'POST', headers, body: login });
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers.getSetCookie().map((entry) => entry.split(';')[0]).join('; ');
  const listed = (await (await fetch(`${url}/rest/workflows`, { headers: { cookie } })).json()) as {
    data: { name: string }[];
  };
  return listed.data.map(({ name }) => name).sort();
}

test('starts, answers its own curl line, stops, and starts again with the same login and workflows', async () => {
  const userFolder = join(readState().folder, 'start');
  mkdirSync(userFolder);
  const root = copyFixture('shop');
  const args = ['--root', root, '--user-folder', userFolder];

  const first = await startUp(args);
  const answer = await fetch(first.curl.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: first.curl.body,
  });
  expect(answer.status).toBe(200);
  const { items } = (await answer.json()) as { items: { path: string; code: string }[] };
  expect(items[0]?.path).toBe('src/config/load.ts');
  expect(readFileSync(join(root, 'src/config/load.ts'), 'utf8')).toContain(items[0]?.code.trimEnd());
  expect(statSync(join(userFolder, 'login.json')).mode & 0o777).toBe(0o600);
  const names = await workflowNames(first);
  expect(names).toEqual(shippedTemplates());

  const beside = await start(args);
  expect(beside.up).toBe(false);
  expect(beside.lines.join('\n')).toContain('n8n already runs on');

  expect(await first.stop()).toBe(0);
  await expect(fetch(`${first.url}/healthz`)).rejects.toThrow();

  const second = await startUp(args);
  // What is there already is not made again.
  expect(second.text).not.toMatch(/Building|Downloading|Compiling/);
  expect([second.email, second.password]).toEqual([first.email, first.password]);
  expect(await workflowNames(second)).toEqual(names);
  expect(await second.stop()).toBe(0);
});

function shippedTemplates(): string[] {
  const folder = join(__dirname, '..', '..', 'workflows');
  const names = readdirSync(folder).map((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string }).name);
  expect(names.length).toBeGreaterThan(0);
  return names.sort();
}

test.each([
  ['a root that is not there', ['--root', '/nowhere/at/all'], 'It does not exist.'],
  ['a root that is a file', ['--root', SCRIPT], 'It is a file.'],
  ['a port that is no number', ['--port', 'abc'], 'a whole number from 1 to 65535'],
  ['an option that is not known', ['--prot', '1'], 'Usage: npm start'],
])('%s is refused with what to change', async (_title, args, expected) => {
  const { lines, up, child } = await start(args);
  expect(up).toBe(false);
  expect(child.exitCode).toBe(1);
  expect(lines.join('\n')).toContain(expected);
  expect(lines.join('\n')).toContain('Fix: ');
});
