import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { getEnvironmentData, setEnvironmentData, Worker } from 'node:worker_threads';
import { readBaselineModule, shareBaselineTurns } from '../../src/io';
import { removeTempFolders, tempFolder } from './temp-folder';

afterEach(removeTempFolders);

const TURN = 'hybrid-context.baseline';
/** The smallest module there is: the mark and the version. */
const EMPTY = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

test('the bytes of a module; V8 compiles as before afterwards', async () => {
  const flags = cachedDataVersionTag();
  const file = join(tempFolder({ 'empty.wasm': EMPTY }), 'empty.wasm');
  expect(Buffer.from(await readBaselineModule(file))).toEqual(EMPTY);
  expect(Buffer.from(await readBaselineModule(file))).toEqual(EMPTY);
  expect(cachedDataVersionTag()).toBe(flags);
});

test('what is no module is refused; V8 compiles as before afterwards', async () => {
  const flags = cachedDataVersionTag();
  const folder = tempFolder({ 'text.wasm': 'text' });
  await expect(readBaselineModule(join(folder, 'text.wasm'))).rejects.toThrow(/WebAssembly/);
  await expect(readBaselineModule(join(folder, 'none.wasm'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(cachedDataVersionTag()).toBe(flags);
});

test('threads take turns', async () => {
  const file = join(tempFolder({ 'empty.wasm': EMPTY }), 'empty.wasm');
  const before = getEnvironmentData(TURN);
  setEnvironmentData(TURN, undefined);
  shareBaselineTurns();
  const shared = getEnvironmentData(TURN) as unknown as SharedArrayBuffer;
  shareBaselineTurns();
  expect(getEnvironmentData(TURN)).toBe(shared);
  const turn = new Int32Array(shared);
  turn[0] = 1;
  // Another thread's turn, which ends when this one already waits; it counts how often it was looked at.
  const other = new Worker(
    `const { workerData } = require('node:worker_threads');
     const turn = new Int32Array(workerData);
     setTimeout(() => { Atomics.store(turn, 0, 0); Atomics.notify(turn, 0); }, 100);`,
    { eval: true, workerData: shared },
  );
  await new Promise((resolve) => other.once('online', resolve));
  await readBaselineModule(file);
  expect(turn[0]).toBe(0);
  await other.terminate();
  setEnvironmentData(TURN, before);
});
