/** Recommendations on a real engine and a real settings file: applied, in force without a restart, taken back. */
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../../src/engine';
import type { Engine, SettingValue } from '../../../src/kernel';
import { recommend } from '../../../src/operations/monitor/recommend';
import { createManualClock } from '../../cache/manual-clock';
import { cleanUp, codeOfRejection, openTestEngine, tempFolder } from '../../engine/support';
import { DAY, HOUR, MINUTE, memoryFolder, setup } from '../../metrics/support';
import { createSettings } from './settings';

const ID = 'cache_ast:ast_analysis.cache_size=4000';
const TEXT = '# ours\nast_analysis:\n  cache_size: 2000 # files\n  cache_ttl: 15m\n';
const engines: Engine[] = [];
afterAll(async () => {
  for (const engine of engines) await engine.close();
  await cleanUp();
});

async function open(text = TEXT, home = tempFolder()) {
  const folder = tempFolder({ 'real.yaml': text });
  const path = join(folder, 'settings.yaml');
  symlinkSync(join(folder, 'real.yaml'), path);
  chmodSync(join(folder, 'real.yaml'), 0o644);
  const clock = createManualClock();
  const engine = await createEngine({ workerFile: 'none', settingsPath: path, home, clock, shareCpu: false });
  engines.push(engine);
  const cacheSize = async (): Promise<SettingValue> => {
    clock.advance(1_000);
    return ((await engine.getSettings({})) as { ast_analysis: { cache_size: number } }).ast_analysis.cache_size;
  };
  return { engine, path, clock, cacheSize, home, read: () => readFileSync(path, 'utf8') };
}

test('a recommendation is applied, counts without a restart, and is taken back byte for byte', async () => {
  const { engine, path, read, cacheSize } = await open();
  expect(await cacheSize()).toBe(2_000);
  const { change } = await engine.applyRecommendation({ id: ID });
  expect(change).toMatchObject({ recommendation: ID, key: 'ast_analysis.cache_size', before: 2_000, after: 4_000, undone: false });
  expect(read()).toBe(TEXT.replace('2000', '4000'));
  expect(statSync(path).mode & 0o777).toBe(0o644);
  expect(await cacheSize()).toBe(4_000);
  // The same once more would double it again: it must be asked for anew.
  expect(await codeOfRejection(engine.applyRecommendation({ id: ID }))).toBe('RECOMMENDATION_REFUSED');
  expect((await engine.getRecommendations({})).changes).toEqual([change]);
  expect(await engine.applyRecommendation({ undo: change.change })).toMatchObject({ done: 'undone', change: { undone: true } });
  expect(read()).toBe(TEXT);
  expect(await cacheSize()).toBe(2_000);
  expect(await codeOfRejection(engine.applyRecommendation({ undo: 'last' }))).toBe('RECOMMENDATION_REFUSED');
});

test('a file that was edited since keeps its edits, and a value that was, its value', async () => {
  const { engine, path, read } = await open('monitoring:\n  enable_auth: false\n');
  await engine.applyRecommendation({ id: ID });
  writeFileSync(path, `${read()}# edited by hand\n`);
  await engine.applyRecommendation({ undo: 'last' });
  expect(read()).toContain('# edited by hand');
  expect(read()).toContain('cache_size: 2000');
  await engine.applyRecommendation({ id: ID });
  writeFileSync(path, read().replace('4000', '9999'));
  expect(await codeOfRejection(engine.applyRecommendation({ undo: 'last' }))).toBe('RECOMMENDATION_REFUSED');
  expect(read()).toContain('9999');
});

test('two processes: none overwrites the other', async () => {
  const first = await open();
  // One clock, as on one machine: under another, a lock just taken would seem to have expired.
  const engine = await createEngine({ workerFile: 'none', settingsPath: first.path, home: first.home, clock: first.clock, shareCpu: false });
  engines.push(engine);
  const ids = ['cache_decision:hybrid_mode.decision_cache_ttl=20m', 'queue:nothing', 'cpu:ast_analysis.parallel_workers=3'];
  const ended = await Promise.allSettled([first.engine.applyRecommendation({ id: ID }), ...ids.map((id) => engine.applyRecommendation({ id }))]);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  for (const value of ['cache_size: 4000', 'decision_cache_ttl: 20m', 'parallel_workers: 3']) expect(first.read()).toContain(value);
  expect((await engine.getRecommendations({})).changes).toHaveLength(3);
});

test.each<[string, object, string]>([
  ['neither', {}, 'VALUE_INVALID'],
  ['both', { id: ID, undo: 'last' }, 'VALUE_INVALID'],
  ['a text that is none', { id: 5 }, 'VALUE_INVALID'],
  ['an operation', { id: 'index_size' }, 'RECOMMENDATION_REFUSED'],
  ['a made-up one', { id: 'cache_ast:monitoring.enable_auth=false' }, 'RECOMMENDATION_REFUSED'],
])('%s is refused, and nothing is written', async (_, request, code) => {
  const { engine, read } = await open();
  expect(await codeOfRejection(engine.applyRecommendation(request))).toBe(code);
  expect(read()).toBe(TEXT);
  expect((await engine.getRecommendations({})).changes).toEqual([]);
});

test('without a settings file there is nothing to change', async () => {
  const engine = await openTestEngine();
  expect(await codeOfRejection(engine.applyRecommendation({ id: ID }))).toBe('RECOMMENDATION_REFUSED');
  expect(await codeOfRejection(engine.applyRecommendation({ undo: 'last' }))).toBe('RECOMMENDATION_REFUSED');
});

describe('from what is recorded', () => {
  async function ask(hours: (minute: number) => Partial<Parameters<ReturnType<typeof setup>['record']>[0]>, request = {}) {
    const { clock, record, metrics } = setup({ folder: memoryFolder() });
    for (let minute = 0; minute < 120; minute += 1) {
      for (let run = 0; run < 3; run += 1) record({ latencyMs: 80 + run + (minute % 4), workspace: 'shop', ...hours(minute) });
      clock.advance(MINUTE);
    }
    const machine = { cores: 4, memoryBytes: 8e9 };
    return recommend({ store: metrics, clock, machine, changes: () => Promise.resolve([]) }, createSettings(), request);
  }

  test('an hour that is slower than the one before, and why', async () => {
    const answer = await ask((minute) => (minute < 60 ? { stages: { embed: 20 } } : { latencyMs: 500, stages: { embed: 440 } }));
    expect(answer).toMatchObject({ state: 'ok', stepMs: MINUTE, recommendations: [{ cause: 'stage_embed' }] });
    expect(answer.to - answer.from).toBe(HOUR);
    const shop = await ask((minute) => ({ caches: { ast: minute < 60 ? [9, 1] : [1, 9] } }), { filter: { workspace: 'other' } });
    expect(shop).toMatchObject({ state: 'insufficient_data', recommendations: [] });
  });

  test('nothing got worse', async () => {
    expect(await ask(() => ({}))).toMatchObject({ state: 'ok', recommendations: [], message: 'Nothing got worse than in the window before.' });
  });

  test('bounds', async () => {
    expect(await codeOfRejection(ask(() => ({}), { windowMs: MINUTE }))).toBe('VALUE_OUT_OF_RANGE');
    expect(await codeOfRejection(ask(() => ({}), { windowMs: 31 * DAY }))).toBe('VALUE_OUT_OF_RANGE');
  });
});
