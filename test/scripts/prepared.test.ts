/** Folders that the scripts make once (n8n, Node, faiss-node) survive being interrupted. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = join(__dirname, 'fixtures', 'prepare.mjs');
let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'prepared-'));
  folder = join(parent, 'made');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<void>;
  said(word: string): Promise<void>;
}

function prepare(how: 'finish' | 'hang'): Running {
  const child = spawn(process.execPath, [SCRIPT, folder, how], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  return {
    child,
    lines,
    ended: new Promise((resolve) => child.once('close', () => resolve())),
    said: (word) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (lines.some((line) => line.includes(word))) resolve();
        };
        output.on('line', look);
        look();
      }),
  };
}

async function finish(): Promise<string[]> {
  const run = prepare('finish');
  await run.ended;
  return run.lines;
}

test('a folder is made once', async () => {
  expect(await finish()).toEqual(['making', 'ready']);
  expect(await finish()).toEqual(['ready']);
});

test('what a killed process left is removed and made again', async () => {
  const killed = prepare('hang');
  await killed.said('making');
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(await finish()).toEqual(['making', 'ready']);
  expect(readdirSync(folder).sort()).toEqual(['.ready', 'finish.txt']);
  expect(readdirSync(parent)).toEqual(['made']);
});

test('a second process waits for the first instead of working beside it', async () => {
  const first = prepare('hang');
  await first.said('making');
  const second = prepare('finish');
  await second.said('Waiting for another process');
  expect(second.lines).not.toContain('making');
  first.child.kill('SIGKILL');
  await first.ended;
  await second.ended;
  expect(second.lines.slice(-2)).toEqual(['making', 'ready']);
});
