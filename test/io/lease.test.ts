import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLease, type Lease } from '../../src/io';
import { createManualClock } from '../cache/manual-clock';
import { removeTempFolders, tempFolder } from './temp-folder';

afterEach(removeTempFolders);

function setup() {
  const clock = createManualClock();
  const folder = tempFolder();
  const path = join(folder, 'work.lease');
  const lease = (holder: string): Lease => createLease(path, { holder, ttlMs: 1_000, clock });
  return { clock, folder, path, lease };
}

test('one has it until it gives it up or does not renew', async () => {
  const { clock, folder, lease } = setup();
  const [a, b] = [lease('a'), lease('b')];
  expect(await a.hold()).toBe(true);
  expect(await b.hold()).toBe(false);
  clock.advance(900);
  expect(await a.hold()).toBe(true);
  clock.advance(900);
  expect(await b.hold()).toBe(false);
  clock.advance(200);
  expect(await b.hold()).toBe(true);
  expect(await a.hold()).toBe(false);
  await a.release();
  expect(await a.hold()).toBe(false);
  await b.release();
  expect(await a.hold()).toBe(true);
  expect(readdirSync(folder)).toEqual(['work.lease']);
});

test('of many that want an expired one, one gets it', async () => {
  const { clock, lease } = setup();
  for (let round = 0; round < 10; round += 1) {
    const won = await Promise.all(Array.from({ length: 8 }, (_, index) => lease(`${round}-${index}`).hold()));
    expect(won.filter(Boolean).length).toBeLessThanOrEqual(1);
    const after = await Promise.all(Array.from({ length: 8 }, (_, index) => lease(`${round}-${index}`).hold()));
    expect(after.filter(Boolean)).toHaveLength(1);
    clock.advance(2_000);
  }
});

test('what is no lease is replaced; a disk that refuses means no', async () => {
  const { path, lease, folder } = setup();
  writeFileSync(path, 'nonsense');
  expect(await lease('a').hold()).toBe(true);
  const clock = createManualClock();
  expect(await createLease(join(folder, 'gone', 'x.lease'), { holder: 'a', ttlMs: 1, clock }).hold()).toBe(false);
});
