import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './sample';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'hybrid-context-config-'))));
afterAll(() => rm(folder, { recursive: true }));

async function validate(text: string, ...options: string[]) {
  const file = join(folder, 'settings.yaml');
  await writeFile(file, text);
  return { file, ...(await run(['validate-config', file, ...options])) };
}

describe('validate-config', () => {
  it('accepts a good file', async () => {
    const { file, code, out } = await validate('hybrid_mode:\n  max_analysis_time: 3s\n');
    expect({ code, out }).toEqual({ code: 0, out: `${file} is valid.\n` });
  });

  it('names every wrong key, value and line', async () => {
    const { file, code, out } = await validate(
      'hybrid_mode:\n  max_analysis_tim: 3s\n  quality_score_min: 7\n\nast_analysis:\n  cache_ttl: soon\n',
    );
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(`${file}:2: hybrid_mode.max_analysis_tim`);
    expect(lines[1]).toMatch(`${file}:3: hybrid_mode.quality_score_min (7)`);
    expect(lines[2]).toMatch(`${file}:6: ast_analysis.cache_ttl (soon)`);
  });

  it('names the line of a syntax error', async () => {
    const { file, code, out } = await validate('hybrid_mode:\n  enabled: [true\n');
    expect(code).toBe(1);
    expect(out).toContain(`${file}:`);
  });

  it('answers programs in JSON', async () => {
    const good = await validate('{}\n', '--json');
    expect(JSON.parse(good.out)).toEqual({ file: good.file, valid: true, problems: [] });
    const bad = await validate('surprise: 1\n', '--json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ valid: false, problems: [{ line: 1, key: 'surprise' }] });
  });

  it('reads stdin', async () => {
    const { code, out } = await run(['validate-config', '-'], { stdin: 'surprise: 1\n' });
    expect(code).toBe(1);
    expect(out).toMatch(/^-:1: surprise/);
  });

  it('says that a file is missing or is none', async () => {
    const missing = await run(['validate-config', join(folder, 'none.yaml')]);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toMatch(/^error FILE_NOT_READABLE: .*none\.yaml.*it does not exist/);
    expect(missing.err).toMatch(/\nfix: /);
    await expect(run(['validate-config', folder])).resolves.toMatchObject({ code: 1, out: '' });
  });
});
