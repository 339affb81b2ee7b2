/** The door with the real engine behind it, in its real thread. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeTask, checkSettings, openEngine, type Progress } from '../src';
import { useEngineBundle } from './support/engine-bundle';

let root: string;

beforeAll(async () => {
  await useEngineBundle();
  root = await mkdtemp(join(tmpdir(), 'hybrid-context-door-'));
  await mkdir(join(root, 'src'));
  for (let i = 0; i < 20; i++) {
    await writeFile(join(root, `src/part${i}.ts`), `export function part${i}(): number {\n  return ${i};\n}\n`);
  }
});
afterAll(() => rm(root, { recursive: true }));
afterEach(async () => {
  delete process.env.HYBRID_CONTEXT_CONFIG;
  await openEngine().close();
});

describe('openEngine', () => {
  it('gives one engine per process and settings file, and a new one after it was closed', async () => {
    const engine = openEngine();
    expect(openEngine({ inThread: true })).toBe(engine);
    const other = openEngine({ settingsPath: join(root, 'other.yaml') });
    expect(other).not.toBe(engine);
    await other.close();
    await engine.close();
    await expect(engine.evaluate({})).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
    expect(openEngine()).not.toBe(engine);
    await expect(openEngine().evaluate({})).resolves.toMatchObject({ severity: 'insufficient_data' });
  });

  it('indexes and searches in its thread, with the caller’s access, progress and embeddings', async () => {
    const engine = openEngine();
    const progress: Progress[] = [];
    const asked: string[] = [];
    const embedded: string[] = [];
    const vector = (text: string) => [text.length, text.includes('part7') ? 1 : 0, 1];
    const report = await engine.syncIndex(
      { root },
      {
        onProgress: (step) => progress.push(step),
        access: {
          isAllowed: async (paths) => {
            asked.push(...paths);
            return paths.map((path) => !path.endsWith('part3.ts'));
          },
        },
        embeddings: {
          model: 'lengths',
          embedDocuments: async (texts) => (embedded.push(...texts), texts.map(vector)),
          embedQuery: async (text) => vector(text),
        },
      },
    );
    expect(report).toMatchObject({ files: 19, embedding: { model: 'lengths', dimensions: 3 } });
    expect(report.skipped).toMatchObject([{ path: 'src/part3.ts', reason: 'not_allowed' }]);
    expect(asked).toEqual(expect.arrayContaining([join(root, 'src/part0.ts')]));
    expect(embedded.length).toBeGreaterThanOrEqual(19);
    expect(progress.map(({ stage }) => stage)).toContain('analyze');
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
  });

  it('passes the engine’s errors through', async () => {
    const missing = openEngine().search({ root: join(root, 'none'), query: 'x' });
    await expect(missing).rejects.toMatchObject({ name: 'EngineError', code: 'ROOT_NOT_FOUND' });
  });

  it('reads the settings file of the environment, and reads it again once it is corrected', async () => {
    const settings = join(root, 'settings.yaml');
    await writeFile(settings, 'hybrid_mode:\n  enabld: true\n');
    process.env.HYBRID_CONTEXT_CONFIG = settings;
    const engine = openEngine();
    await expect(engine.evaluate({})).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
    await writeFile(settings, 'hybrid_mode:\n  enabled: true\n');
    await expect(engine.evaluate({})).resolves.toBeDefined();
    await engine.close();
  });

  it('runs in this thread when told to, each time anew', async () => {
    const engine = openEngine({ inThread: false, threads: 1 });
    expect(openEngine({ inThread: false })).not.toBe(engine);
    const found = await engine.findSymbol({ root, name: 'part7', match: 'exact' });
    expect(found.matches).toMatchObject([{ path: 'src/part7.ts' }]);
    await engine.close();
  });
});

describe('the rest of the door', () => {
  it('checks settings', async () => {
    await expect(checkSettings('surprise: 1\n')).resolves.toMatchObject([{ line: 1, key: 'surprise' }]);
    await expect(checkSettings('')).resolves.toEqual([]);
  });

  it('runs analysis tasks, whose errors keep their code', async () => {
    const settled = await analyzeTask({ tasks: [undefined as never], state: new Int32Array(2) });
    expect(settled).toMatchObject([{ ok: false, error: { code: 'INTERNAL' } }]);
  });
});
