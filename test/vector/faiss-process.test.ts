import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describeWithFaiss, faissModules } from './faiss-place';

let folder: string;
let script: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vector-process-'));
  script = join(folder, 'faiss-process.js');
  buildSync({
    entryPoints: [join(__dirname, 'fixtures', 'faiss-process.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    external: ['faiss-node', 'pickleparser'],
    logLevel: 'error',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Answer = Readonly<Record<string, unknown>>;

/** Runs `task` (`main:name` or `worker:name`) in a fresh process. */
function run(task: string, nodePath: string) {
  const env = { ...process.env, NODE_PATH: nodePath };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, task], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, signal, stderr, answer: JSON.parse(stdout || '{}') as Answer };
}

const HITS = [{ id: 1, score: 1 }, { id: 2, score: 0.6 }];
const BY_FAISS = { backend: 'faiss', hits: HITS };
const portable = (note: RegExp): object => ({ backend: 'portable', hits: HITS, note: matching(note) });
const matching = (pattern: RegExp): string => expect.stringMatching(pattern) as string;

describeWithFaiss('faiss-node in a process of its own, found through NODE_PATH', () => {
  test.each(['main', 'worker'])('the %s thread survives all that aborts an unfenced FaissStore', (thread) => {
    expect(run(`${thread}:hazards`, faissModules)).toEqual({
      status: 0,
      signal: null,
      stderr: '',
      answer: {
        backend: 'faiss',
        counts: [0, 0, 3, 0, 0, 0, 3, 0, 3, 0],
        refused: [...Array<string>(5).fill('VALUE_INVALID'), 'ENGINE_CLOSED'],
      },
    });
  });

  test('the control: without the fence the process dies', () => {
    const { status, signal } = run('main:unfenced', faissModules);
    expect({ status, signal }).toEqual({ status: null, signal: 'SIGABRT' });
  });

  test('a second thread leaves faiss-node alone, and both answer', () => {
    const { status, stderr, answer } = run('main:mainThenWorker', faissModules);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(answer).toEqual({ main: BY_FAISS, worker: portable(/another thread/), again: BY_FAISS });
  });

  test('so does the main thread when a worker has it', () => {
    const { status, stderr, answer } = run('main:workerThenMain', faissModules);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(answer).toEqual({ worker: BY_FAISS, main: portable(/another thread/), again: BY_FAISS });
  });

  test('one thread opens as many indexes as it likes, also at once', () => {
    const { answer } = run('main:together', faissModules);
    expect(answer).toEqual({ all: [BY_FAISS, BY_FAISS, BY_FAISS] });
  });
});

describe('without faiss-node', () => {
  test.each(['main', 'worker'])('auto opens the portable backend in the %s thread and says why', (thread) => {
    const { status, answer } = run(`${thread}:open`, '');
    expect(status).toBe(0);
    expect(answer).toEqual(portable(/by the portable backend: faiss-node is not installed\.$/));
  });

  test('asking for FAISS is a clear error', () => {
    const { answer } = run('main:demand', '');
    expect(answer).toEqual({
      code: 'VECTOR_BACKEND_UNAVAILABLE',
      message: matching(/"faiss" cannot be used: faiss-node is not installed/),
      fix: matching(/NODE_PATH/),
    });
  });
});
