/** Learning from use: recorded, used, explained, forgotten, switched off, shared, damaged. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/kernel';
import { createManualClock, type ManualClock } from '../cache/manual-clock';
import { addFiles, cleanUp, codeOfRejection, openTestEngine, tempFolder } from './support';

const QUERY = 'where do parcels leave the building';
const NEEDED = 'src/gate.ts';
let clock: ManualClock;
let home: string;
let root: string;
let engine: Engine;

beforeEach(async () => {
  clock = createManualClock();
  home = tempFolder();
  root = tempFolder();
  // Several files that match about equally: the ranker cannot be sure.
  const code = (name: string) => `/** Parcels of the building. */\nexport function ${name}(parcels: number): number {\n  return parcels; // leave\n}\n`;
  addFiles(root, Object.fromEntries(['alley', 'bay', 'court', 'dock', 'exit', 'gate', 'hall'].map((name) => [`src/${name}.ts`, code(name)])));
  engine = await openTestEngine({ clock, home });
});
afterEach(cleanUp);

const search = (query = QUERY, more: object = {}, by = engine) => by.search({ root, query, ...more });
const teach = (more: object = {}) => engine.recordFeedback({ root, query: QUERY, verdict: 'needed', paths: [NEEDED], ...more });
const placeOf = async (path: string, ...args: Parameters<typeof search>) => (await search(...args)).results.findIndex((result) => result.path === path);
const later = () => clock.advance(2_000);

test('what was needed rises for this question and for like ones, and says why; others stay', async () => {
  const [before, other] = [await search(), await search('exported numbers')];
  expect(before.results[0]!.path).not.toBe(NEEDED);
  await expect(teach()).resolves.toEqual({ workspace: root, recorded: 1, known: 1, forgotten: 0, warnings: [] });
  later();
  const after = await search();
  expect(after.results[0]!.path).toBe(NEEDED);
  expect(after.results[0]!.why.learned).toBeGreaterThan(0);
  expect(after.steps).toContainEqual({ step: 'feedback', status: 'note', detail: expect.stringContaining(NEEDED) as string });
  expect(await placeOf(NEEDED, 'parcels leave the building where?')).toBe(0);
  expect((await search('exported numbers')).results).toEqual(other.results);
});

test('what did not help is taken back, and a reset forgets all', async () => {
  const before = await search();
  await teach();
  for (let i = 0; i < 4; i += 1) await teach({ verdict: 'not_useful' });
  later();
  const back = await search();
  expect(back.results[0]!.path).toBe(before.results[0]!.path);
  await teach({ verdict: 'useful' });
  await expect(engine.recordFeedback({ root, reset: true })).resolves.toMatchObject({ forgotten: 6, known: 0 });
  later();
  expect((await search()).results).toEqual(before.results);
});

test('another process learns it too; the disk holds neither words nor paths', async () => {
  const other = await openTestEngine({ clock, home });
  await search(QUERY, {}, other);
  await teach();
  later();
  expect(await placeOf(NEEDED, QUERY, {}, other)).toBe(0);
  const files = readdirSync(join(home, 'feedback'));
  for (const name of files) {
    const bytes = readFileSync(join(home, 'feedback', name));
    for (const word of ['parcel', 'gate', root, 'building']) expect(bytes.includes(word)).toBe(false);
  }
});

test('it fades, and can be switched off for ranking and for recording', async () => {
  const before = await search();
  await teach();
  later();
  const off = { learning: { enabled: false } };
  expect((await search(QUERY, { settings: off })).results).toEqual(before.results);
  expect(await codeOfRejection(teach({ settings: off }))).toBe('FEEDBACK_OFF');
  clock.advance(10 * 365 * 86_400_000);
  expect((await search()).results[0]!.path).toBe(before.results[0]!.path);
});

test('a damaged file is kept aside, said once, and learning goes on', async () => {
  await teach();
  writeFileSync(join(home, 'feedback/data.sealed'), 'damaged');
  later();
  const during = await search();
  expect(during.steps).toContainEqual({ step: 'feedback', status: 'note', detail: expect.stringContaining('starts afresh') as string });
  expect(readdirSync(join(home, 'feedback')).some((name) => name.includes('damaged'))).toBe(true);
  later();
  expect((await search()).steps.some(({ step }) => step === 'feedback')).toBe(false);
  await expect(teach()).resolves.toMatchObject({ recorded: 1, known: 1 });
  later();
  expect(await placeOf(NEEDED)).toBe(0);
});

test('without a folder nothing is recorded', async () => {
  const bare = await openTestEngine({ clock });
  expect(await codeOfRejection(bare.recordFeedback({ root, query: QUERY, verdict: 'needed', paths: [NEEDED] }))).toBe('FEEDBACK_OFF');
});

test.each([
  ['no verdict', { verdict: undefined }, 'VALUE_INVALID'],
  ['an unknown verdict', { verdict: 'great' }, 'VALUE_INVALID'],
  ['no files', { paths: [] }, 'VALUE_INVALID'],
  ['a file outside', { paths: ['../x.ts'] }, 'PATH_OUTSIDE_ROOT'],
  ['no question', { query: '' }, 'QUERY_EMPTY'],
  ['a question without words', { query: '?!' }, 'VALUE_INVALID'],
])('%s is refused', async (_, more, code) => {
  expect(await codeOfRejection(teach(more))).toBe(code);
  expect(readdirSync(home).filter((name) => name === 'feedback' && readdirSync(join(home, name)).includes('data.sealed'))).toEqual([]);
});
