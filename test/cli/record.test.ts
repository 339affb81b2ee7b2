/** Commands that ask the engine for nothing are on record like all others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine, type MetricsGroup } from '../../src/index';
import { useEngineBundle } from '../support/engine-bundle';
import { run, type Ran } from './sample';

const before = process.env.HYBRID_CONTEXT_HOME;
const SERIES = 'timestamp,value\n2026-01-01T00:00:00Z,1\n2026-01-01T00:01:00Z,2\n';
let home: string;

beforeAll(useEngineBundle);
beforeEach(() => void (process.env.HYBRID_CONTEXT_HOME = home = mkdtempSync(join(tmpdir(), 'hybrid-context-record-'))));
afterEach(() => rmSync(home, { recursive: true }));
afterAll(() => {
  process.env.HYBRID_CONTEXT_HOME = before;
});

/** What another process finds of a command, and how many runs its signals are made of. */
async function recorded(command: string): Promise<{ found: MetricsGroup | undefined; answers: number }> {
  const engine = openEngine({ inThread: false, home });
  const { groups, summary } = await engine.getMetrics({});
  await engine.close();
  return { found: groups.operation.find(({ value }) => value === `command ${command}`), answers: summary.runs };
}

test.each([
  ['forecast', ['forecast', '--csv', '-', '--threshold', '5', '--json'], SERIES],
  ['anomaly', ['anomaly', '--csv', '-', '--json'], SERIES],
  ['validate-config', ['validate-config', '-'], 'monitoring:\n  dashboard_port: 1\n'],
])('%s', async (command, args, stdin) => {
  expect((await run(args, { stdin })).code).toBe(0);
  expect(await recorded(command)).toMatchObject({ found: { runs: 1, errorRate: 0, p95: expect.any(Number) as number }, answers: 0 });
});

test('what fails is on record with its error; what was never begun is not', async () => {
  expect((await run(['anomaly', '--csv', '-'], { stdin: '' })).code).toBe(1);
  expect((await run(['anomaly'])).code).toBe(2);
  expect((await recorded('anomaly')).found).toMatchObject({ runs: 1, errorRate: 1 });
});

test('what finds settings that are wrong has worked', async () => {
  expect((await run(['validate-config', '-'], { stdin: 'surprise: 1\n' })).code).toBe(1);
  expect((await recorded('validate-config')).found).toMatchObject({ runs: 1, errorRate: 0 });
});

test('serve is on record from its beginning, and once', async () => {
  const stop = new AbortController();
  let ended: Promise<Ran> | undefined;
  await new Promise<void>((resolve, reject) => {
    ended = run(['serve', '--port', '0'], { signal: stop.signal, onOutput: (text) => text.includes('Ctrl-C') && resolve() });
    void ended.then(({ err }) => reject(new Error(err)));
  });
  // Another process sees it while it goes on, when it is written down.
  let found: MetricsGroup | undefined;
  while (found === undefined) ({ found } = await recorded('serve'));
  stop.abort();
  expect(await ended).toMatchObject({ code: 0, out: expect.stringMatching(/^Dashboard +http:\/\/127\.0\.0\.1:\d+$/m) as string });
  expect((await recorded('serve')).found).toMatchObject({ runs: 1, errorRate: 0 });
});

test('that it cannot be recorded is no reason to fail', async () => {
  const settings = join(home, 'wrong.yaml');
  writeFileSync(settings, 'surprise: 1\n');
  process.env.HYBRID_CONTEXT_CONFIG = settings;
  try {
    expect((await run(['anomaly', '--csv', '-', '--json'], { stdin: SERIES })).code).toBe(0);
  } finally {
    delete process.env.HYBRID_CONTEXT_CONFIG;
  }
});
