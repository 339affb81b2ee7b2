/** How a mode falls back, what settings change, what is remembered. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/kernel';
import { createManualClock } from '../cache/manual-clock';
import { addFiles, cleanUp, codeOfRejection, depot, FRESH, openTestEngine, tempFolder } from './support';

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = depot();
});
afterAll(cleanUp);

const steps = async (query: string, mode: 'ast' | 'rag' | 'ast_first' | 'rag_first' | 'parallel', hybrid_mode = {}) => {
  const answer = await engine.search({ root, query, mode, settings: { hybrid_mode } });
  return answer.steps.map(({ step, status }) => `${step} ${status}`);
};

describe('steps', () => {
  test('ast alone, when it finds something', async () => {
    expect(await steps('verifyWebhookSignature', 'ast')).toEqual(['ast ok']);
  });
  test('ast falls back to rag when it finds nothing', async () => {
    expect(await steps('timingSafeEqual', 'ast')).toEqual(['ast ok', 'rag fallback', 'rag ok']);
  });
  test('ast does not fall back when that is switched off', async () => {
    expect(await steps('timingSafeEqual', 'ast', { rag_fallback_enabled: false })).toEqual(['ast ok']);
    const { results, quality } = await engine.search({ root, query: 'timingSafeEqual', mode: 'ast', settings: { hybrid_mode: { rag_fallback_enabled: false } } });
    expect(results).toEqual([]);
    expect(quality).toMatchObject({ score: 0, lowQuality: true, advice: [expect.stringContaining('Nothing matched')] });
  });
  test('ast_first stops above ast_threshold and goes on below it', async () => {
    expect(await steps('verifyWebhookSignature', 'ast_first', { ast_threshold: 0.1 })).toEqual(['ast ok']);
    expect(await steps('pause between attempts', 'ast_first', { ast_threshold: 1 })).toEqual(['ast ok', 'rag fallback', 'rag ok']);
    expect(await steps('pause between attempts', 'ast_first', { ast_threshold: 1, rag_fallback_enabled: false })).toEqual(['ast ok']);
  });
  test('an answer below quality_score_min has the other way asked as well, and says why', async () => {
    const answer = await engine.search({ root, query: 'verifyWebhookSignature', mode: 'ast', settings: { hybrid_mode: { quality_score_min: 1 } } });
    expect(answer.steps.map(({ step, status }) => `${step} ${status}`)).toEqual(['ast ok', 'rag fallback', 'rag ok']);
    expect(answer.steps[1]?.detail).toContain('below 1 (quality_score_min)');
    expect(answer.quality).toMatchObject({ lowQuality: true, advice: [expect.any(String)] });
    expect(answer.results[0]).toMatchObject({ source: 'ast+rag' });
    expect(await steps('verifyWebhookSignature', 'ast', { quality_score_min: 1, rag_fallback_enabled: false })).toEqual(['ast ok']);
    expect(await steps('ledger', 'rag', { quality_score_min: 1 })).toEqual(['rag ok', 'ast fallback', 'ast ok']);
    expect(await steps('ledger', 'rag', { quality_score_min: 1, enabled: false })).toEqual(['rag ok']);
  });
  test('rag_first has structure confirm, whatever rag_fallback_enabled says', async () => {
    expect(await steps('ledger', 'rag_first')).toEqual(['rag ok', 'ast fallback', 'ast ok']);
    expect(await steps('ledger', 'rag_first', { rag_fallback_enabled: false })).toEqual(['rag ok', 'ast fallback', 'ast ok']);
  });
  test('parallel runs both', async () => {
    expect(await steps('ledger', 'parallel')).toEqual(['ast ok', 'rag ok']);
    expect(await steps('ledger', 'parallel', { parallel_analysis: false })).toEqual(['ast ok', 'rag ok']);
  });
});

describe('hybrid_mode.fusion', () => {
  const ask = (mode: 'ast' | 'parallel', fusion: string) => engine.search({ root, query: 'verify the webhook signature', mode, settings: { hybrid_mode: { fusion, rag_fallback_enabled: false } } });
  test('reciprocal ranks say what each place adds, and leave scores with the places', async () => {
    const [blend, ranks] = [await ask('parallel', 'score_blend'), await ask('parallel', 'reciprocal_ranks')];
    expect(ranks.results.map(({ score }) => score)).toEqual(blend.results.map(({ score }) => score));
    const sums = ranks.results.map(({ why }) => Object.values(why).reduce((sum, share) => sum + share, 0));
    expect(sums).toEqual([...sums].sort((a, b) => b - a));
    const both = ranks.results.filter(({ source }) => source === 'ast+rag');
    expect(both.length).toBeGreaterThan(0);
    for (const { why } of both) expect(Object.keys(why)).toEqual(['ast', 'rag']);
    for (const { why } of ranks.results) expect(Math.max(...Object.values(why))).toBeLessThan(1 / 60);
  });
  test('one way alone has nothing to fuse', async () => {
    expect((await ask('ast', 'reciprocal_ranks')).results).toEqual((await ask('ast', 'score_blend')).results);
  });
});

describe('hybrid_mode.enabled false', () => {
  const settings = { hybrid_mode: { enabled: false } };
  test.each(['ast_first', 'rag_first', 'parallel'] as const)('refuses %s', async (mode) => {
    expect(await codeOfRejection(engine.search({ root, query: 'ledger', mode, settings }))).toBe('HYBRID_DISABLED');
  });
  test.each(['ast', 'rag'] as const)('answers %s', async (mode) => {
    await expect(engine.search({ root, query: 'ledger', mode, settings })).resolves.toMatchObject({ mode: { mode } });
  });
  test.each([['where is the ledger described', 'rag'], ['parseMoney', 'ast']])('automatic chooses one way alone: %s', async (query, mode) => {
    const answer = await engine.search({ root, query, settings });
    expect(answer.mode.mode).toBe(mode);
    expect(answer.mode.reasons.join()).toContain('hybrid_mode.enabled is false');
  });
});

describe('settings', () => {
  test('default_mode rules when a request names none', async () => {
    const settings = { hybrid_mode: { default_mode: 'rag' } };
    await expect(engine.search({ root, query: 'ledger', settings })).resolves.toMatchObject({ mode: { requested: 'rag', mode: 'rag' } });
  });
  test('quality_score_min decides what is low', async () => {
    const low = async (quality_score_min: number) =>
      (await engine.search({ root, query: 'ledger', settings: { hybrid_mode: { quality_score_min } } })).quality.lowQuality;
    await expect(Promise.all([low(0), low(1)])).resolves.toEqual([false, true]);
  });
  test('max_file_size of a request leaves larger files out, and the next request has them again', async () => {
    const big = depot();
    addFiles(big, { 'src/big.ts': `export const bigTide = 1;\n${'// filler\n'.repeat(300)}` });
    const search = (settings: object) => engine.search({ root: big, query: 'bigTide', settings: { ...FRESH, ...settings } });
    expect((await search({})).results[0]?.path).toBe('src/big.ts');
    const without = await search({ ast_analysis: { max_file_size: '2KB' } });
    expect(without.results.map(({ path }) => path)).not.toContain('src/big.ts');
    expect(without.workspace.skippedCount).toBe(1);
    expect(without.steps).toContainEqual({ step: 'sync', status: 'note', detail: expect.stringContaining('src/big.ts') as string });
    expect((await search({})).results[0]?.path).toBe('src/big.ts');
    await expect(engine.getContext({ root: big, query: 'bigTide', settings: { ast_analysis: { max_file_size: '2KB' } } })).resolves.toBeDefined();
  });
  test.each([
    [{ hybrid_mode: { ast_threshold: 3 } }, 'hybrid_mode.ast_threshold'],
    [{ hybrid_mod: {} }, 'hybrid_mod'],
    [JSON.parse('{"__proto__": {"enabled": false}}') as object, '__proto__'],
    ['enabled: false', 'overrides'],
    [5, 'overrides'],
    [[], 'overrides'],
  ])('overrides %j are refused by name', async (settings, named) => {
    await expect(engine.search({ root, query: 'ledger', settings: settings as Record<string, unknown> })).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
      message: expect.stringContaining(named) as string,
    });
    expect(({} as { enabled?: unknown }).enabled).toBeUndefined();
  });
});

describe('vector backends', () => {
  test('are named, and portable is one that always works', async () => {
    const settings = { rag_retrieval: { vector_backend: 'portable' } };
    await expect(engine.syncIndex({ root, workspace: 'p', settings })).resolves.toMatchObject({ vectorBackend: 'portable' });
    await expect(engine.search({ root, workspace: 'p', query: 'ledger', settings })).resolves.toMatchObject({ workspace: { vectorBackend: 'portable' } });
  });
  test('faiss is used or refused by name, also for a workspace that was made with another', async () => {
    const settings = { rag_retrieval: { vector_backend: 'faiss' } };
    await engine.syncIndex({ root, workspace: 'f', settings: { rag_retrieval: { vector_backend: 'portable' } } });
    const outcome = await engine.syncIndex({ root, workspace: 'f', settings }).then(
      ({ vectorBackend, notes }) => vectorBackend === 'faiss' || notes.join().includes('portable'),
      (error: unknown) => (error as { code?: string }).code === 'VECTOR_BACKEND_UNAVAILABLE',
    );
    expect(outcome).toBe(true);
  });
});

describe('remembered decisions', () => {
  const decide = async (query: string, hybrid_mode = {}, where = root) =>
    (await engine.search({ root: where, query, settings: { ...FRESH, hybrid_mode } })).mode;

  test('the second time comes from the cache and says so, also for another question of its kind and after an edit', async () => {
    const fresh = await openTestEngine();
    const own = depot();
    const first = (await fresh.search({ root: own, query: 'how is the balance computed', settings: FRESH })).mode;
    expect(first.cached).toBe(false);
    addFiles(own, { 'src/tide.ts': 'export function lowTide(): number {\n  return 1;\n}\n' });
    for (const query of ['how is the balance computed', 'why are attempts counted']) {
      expect((await fresh.search({ root: own, query, settings: FRESH })).mode).toEqual({ ...first, cached: true });
    }
  });
  test('not when caching is off', async () => {
    await decide('who rounds half even', { cache_decisions: false });
    expect((await decide('who rounds half even', { cache_decisions: false })).cached).toBe(false);
  });
  test('an edit that changes what a decision rests on has it made for what is there now', async () => {
    const own = depot();
    expect((await decide('lowTide', {}, own)).reasons.join()).toContain('no name or file');
    addFiles(own, { 'src/tide.ts': 'export function lowTide(): number {\n  return 1;\n}\n' });
    expect(await decide('lowTide', {}, own)).toMatchObject({ mode: 'ast' });
    rmSync(join(own, 'src/tide.ts'));
    await engine.syncIndex({ root: own, rebuild: true });
    expect((await decide('lowTide', {}, own)).reasons.join()).toContain('no name or file');
  });
  test('they expire', async () => {
    const clock = createManualClock();
    const own = await openTestEngine({ clock });
    const ask = async () => (await own.search({ root, query: 'how is the balance computed' })).mode.cached;
    expect([await ask(), await ask()]).toEqual([false, true]);
    clock.advance(11 * 60_000);
    expect(await ask()).toBe(false);
  });
});

describe('a settings file', () => {
  test('is followed while the engine runs', async () => {
    const settingsPath = join(tempFolder({ 's.yaml': 'hybrid_mode:\n  default_mode: rag\n' }), 's.yaml');
    const clock = createManualClock();
    const own = await openTestEngine({ settingsPath, clock });
    const mode = async () => (await own.search({ root, query: 'ledger' })).mode.mode;
    expect(await mode()).toBe('rag');
    writeFileSync(settingsPath, 'hybrid_mode:\n  default_mode: ast\nast_analysis:\n  cache_size: 7\n  analysis_timeout: 9s\n');
    clock.advance(1_500);
    expect(await mode()).toBe('ast');
    writeFileSync(settingsPath, 'hybrid_mode: [');
    clock.advance(1_500);
    expect(await mode()).toBe('ast');
    expect((await own.syncIndex({ root, rebuild: true })).files).toBe(8);
  });
  test('that is wrong from the start is told at once', async () => {
    const bad = join(tempFolder({ 's.yaml': 'hybrid_mode:\n  ast_treshold: 1\n' }), 's.yaml');
    await expect(openTestEngine({ settingsPath: bad })).rejects.toMatchObject({ code: 'SETTINGS_INVALID', message: expect.stringContaining('ast_threshold') as string });
    expect(await codeOfRejection(openTestEngine({ settingsPath: join(bad, 'none.yaml') }))).toBe('SETTINGS_NOT_FOUND');
  });
});
