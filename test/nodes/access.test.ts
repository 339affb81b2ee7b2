import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowFolders, createContext } from './support/host';
import { createPathAccess } from '../../nodes/shared/access';
import { NODES } from './support/nodes';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'access-')));
const allowed = join(base, 'allowed');
const secret = join(base, 'secret');

const ask = async (...paths: string[]) => {
  const { helpers } = createContext(new NODES.AstAnalyze(), {});
  return await createPathAccess(helpers).isAllowed(paths);
};

beforeAll(() => {
  for (const folder of [allowed, secret, join(allowed, '.git'), join(base, 'allowed-not')]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const file of ['allowed/a.ts', 'allowed/.git/config', 'secret/b.ts', 'allowed-not/c.ts']) {
    writeFileSync(join(base, file), '');
  }
  symlinkSync(secret, join(allowed, 'link'));
  symlinkSync(join(secret, 'b.ts'), join(allowed, 'b.ts'));
  symlinkSync(join(allowed, 'a.ts'), join(allowed, 'inner.ts'));
  symlinkSync(join(allowed, 'loop'), join(allowed, 'loop'));
});
beforeEach(() => allowFolders(allowed));

test('allows what lies below an allowed folder, and nothing else', async () => {
  const inside = await ask(allowed, join(allowed, 'a.ts'), join(allowed, 'inner.ts'));
  expect(inside).toEqual([true, true, true]);
  expect(await ask(base, secret, join(secret, 'b.ts'), '/')).toEqual([false, false, false, false]);
});

test('a folder whose name begins like an allowed one is not allowed', async () => {
  expect(await ask(join(base, 'allowed-not', 'c.ts'))).toEqual([false]);
});

test('a link counts as what it points to', async () => {
  const paths = [join(allowed, 'b.ts'), join(allowed, 'link'), join(allowed, 'link/b.ts')];
  expect(await ask(...paths)).toEqual([false, false, false]);
  expect(await ask(join(allowed, '../secret/b.ts'))).toEqual([false]);
});

test("n8n's blocked patterns and folders stay blocked inside an allowed folder", async () => {
  allowFolders(allowed, process.env.N8N_USER_FOLDER!);
  const n8nFolder = join(process.env.N8N_USER_FOLDER!, '.n8n');
  expect(await ask(join(allowed, '.git/config'), join(n8nFolder, 'config'))).toEqual([false, false]);
});

test('a path that does not exist is told apart only inside the allowed folders', async () => {
  const paths = [join(allowed, 'gone.ts'), join(allowed, 'gone/x.ts'), join(allowed, 'a.ts/x')];
  expect(await ask(...paths)).toEqual([true, true, true]);
  expect(await ask(join(secret, 'gone.ts'), join(secret, 'gone/x.ts'))).toEqual([false, false]);
});

test('what cannot be resolved is refused', async () => {
  expect(await ask(join(allowed, 'loop'), `${allowed}/\0`)).toEqual([false, false]);
});

test('without a restriction everything but blocked patterns is allowed', async () => {
  allowFolders('');
  expect(await ask(join(secret, 'b.ts'), join(allowed, '.git/config'))).toEqual([true, false]);
});

test('answers keep the order of the question, also for paths asked twice', async () => {
  const [yes, no] = [join(allowed, 'a.ts'), join(secret, 'b.ts')];
  expect(await ask(yes, no, yes, no, yes)).toEqual([true, false, true, false, true]);
});

test('a batch of 20,000 paths lets other work of the process have its turns', async () => {
  const paths = Array.from({ length: 20_000 }, (_, i) => join(allowed, i % 2 ? 'a.ts' : `${i}.ts`));
  let turns = 0;
  let next = setImmediate(takeTurn);
  function takeTurn() {
    turns += 1;
    next = setImmediate(takeTurn);
  }
  const answers = await ask(...paths);
  clearImmediate(next);
  expect(answers.every(Boolean)).toBe(true);
  // At once, all answers would take one turn or a few.
  expect(turns).toBeGreaterThan(100);
});
