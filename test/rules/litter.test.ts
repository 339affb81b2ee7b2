/** Neither tests nor the product fill the system's temp folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles, readText, ROOT } from './tree';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

test('what a test file leaves behind is gone after the run, also when it failed', () => {
  const temp = join(tmpdir(), 'of-the-run');
  // A folder of a run that was killed: no process has this id.
  mkdirSync(join(temp, 'hybrid-context-test-4194304999-abandoned'), { recursive: true });
  const args = ['--cacheDirectory', join(tmpdir(), 'cache'), '--testMatch', '**/fixtures/litter.ts', '--coverage=false'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [JEST, ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temp },
    encoding: 'utf8',
  });
  const made = /MADE (\S+)/.exec(stdout + stderr)?.[1];
  expect({ status, below: made?.startsWith(temp) }).toEqual({ status: 1, below: true });
  expect(existsSync(made!)).toBe(false);
  expect(readdirSync(temp)).toEqual([]);
});

test('the product never uses the temp folder: what it keeps is in its own', () => {
  const users = listFiles().filter((path) => /^(src|nodes|credentials)\/.*\.ts$/.test(path) && /\btmpdir\b|\bTMPDIR\b|mkdtemp/.test(readText(path)));
  expect(users).toEqual([]);
});

test.each(['jest.config.js', 'jest.e2e.config.js'])('%s gives its tests a temp folder that goes away', (file) => {
  const { globalSetup, globalTeardown } = jest.requireActual<Record<string, string>>(join(ROOT, file));
  const [setup, teardown] = [globalSetup!, globalTeardown!].map((path) => readText(path.replace('<rootDir>/', '')));
  expect(setup).toMatch(/process\.env\.TMPDIR = /);
  expect(setup).toMatch(/process\.once\('exit', /);
  expect(teardown).toMatch(/remove\(\)|leaveRun\(\)/);
});
