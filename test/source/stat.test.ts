import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createStat, type StatOne } from '../../src/source/stat';
import { removeTempFolders, tempFolder } from '../io/temp-folder';

afterAll(removeTempFolders);
const root = tempFolder({ 'a.ts': '12345' });
symlinkSync('a.ts', join(root, 'link'));

/** A clock that goes on by `step` ms whenever it is looked at. */
const clock = (step: number) => {
  let now = 0;
  return () => (now += step);
};
const repeat = async (statOne: StatOne, times: number): Promise<void> => {
  for (let i = 0; i < times; i += 1) await statOne(join(root, 'a.ts'), false);
};

describe.each([
  ['quick', 0],
  ['slow', 10_000],
])('on a %s file system', (name, step) => {
  it('tells files, links and what links lead to, and fails for what is not there', async () => {
    const statOne = createStat(clock(step));
    await repeat(statOne, 64);
    expect(statOne(join(root, 'a.ts'), false) instanceof Promise).toBe(name === 'slow');
    expect(await statOne(join(root, 'a.ts'), false)).toMatchObject({ size: 5 });
    expect((await statOne(join(root, 'link'), false)).isSymbolicLink()).toBe(true);
    expect((await statOne(join(root, 'link'), true)).size).toBe(5);
    await expect((async () => statOne(join(root, 'none'), false))()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
