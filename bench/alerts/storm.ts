/** A receiver that drops repeats of a key, and a deliverer that is killed again and again while it delivers to it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRandom } from '../forecast/random';
import type { DelivererTask } from './deliverer';
import { tellStory } from './story';

export interface StormOptions {
  /** Arguments of node that run `runDeliverer` with the task that follows as JSON. */
  readonly command: readonly string[];
  readonly home: string;
  readonly kills: number;
  readonly seed: number;
}

export interface StormResult {
  readonly kills: number;
  /** What had to be told, and what came in, repeats included. */
  readonly expected: number;
  readonly received: number;
  /** Left after repeats were dropped: told twice under two keys, told though nothing happened, not told, or in another order. */
  readonly duplicates: number;
  readonly missing: number;
  readonly inOrder: boolean;
}

const STEPS = 200;
/** It is killed at two of three requests. */
const KILL_SHARE = 2 / 3;

export async function runStorm({ command, home, kills: wanted, seed }: StormOptions): Promise<StormResult> {
  const random = createRandom(seed);
  const accepted = new Set<string>();
  let received = 0;
  let kills = 0;
  let child: ChildProcess | undefined;
  const killOnce = (): void => {
    if (kills < wanted && child?.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) kills += 1;
    child = undefined;
  };

  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      // Killed before it arrives, before it is answered, or while what comes after it is written down.
      const moment = kills < wanted && random.next() < KILL_SHARE ? Math.floor(random.next() * 3) : -1;
      if (moment === 0) {
        killOnce();
        response.destroy();
        return;
      }
      received += 1;
      accepted.add(String(request.headers['idempotency-key']));
      if (moment === 1) killOnce();
      response.end();
      if (moment === 2) setTimeout(killOnce, random.next() * 20);
    });
  });

  const url = await listen(server);
  let steps = STEPS;
  try {
    for (let restarts = 0; ; restarts += 1) {
      const task: DelivererTask = { home, url, steps, restarts };
      const own = (child = spawn(process.execPath, [...command, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit'] }));
      const [code] = (await once(own, 'exit')) as [number | null];
      child = undefined;
      if (code !== null && code !== 0) throw new Error(`The deliverer ended with code ${code}.`);
      if (code === 0 && kills >= wanted) break;
      if (code === 0) steps += STEPS;
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const expected = tellStory(steps);
  const got = [...accepted];
  return {
    kills,
    expected: expected.length,
    received,
    duplicates: got.filter((key) => !expected.includes(key)).length,
    missing: expected.filter((key) => !accepted.has(key)).length,
    inOrder: got.join() === expected.join(),
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
