/** Workspaces as nobody wants them: each is answered in part, by name, or refused by name; nothing crashes or hangs. */
import { chmodSync, mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { createPathAccess } from '../../src/io';
import { ALERT_METHODS, ENGINE_METHODS, MONITORING_METHODS, type Engine, type EngineMethod } from '../../src/kernel';
import { addFiles, cleanUp, codeOfRejection, depot, FRESH, linesOnDisk, openTestEngine, tempFolder } from '../engine/support';
import { isRoot, makePipe } from '../io/temp-folder';

type CodeMethod = Exclude<EngineMethod, 'evaluate' | (typeof MONITORING_METHODS | typeof ALERT_METHODS)[number]>;
const NO_CODE: readonly string[] = ['evaluate', ...MONITORING_METHODS, ...ALERT_METHODS];
const CODE_METHODS = ENGINE_METHODS.filter((name): name is CodeMethod => !NO_CODE.includes(name));

let engine: Engine;

beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(cleanUp);

const context = (root: string, query: string, more: object = {}) => engine.getContext({ root, query, settings: FRESH, ...more });
/** A repository with one good file and whatever else. */
const beside = (files: Record<string, string | Buffer>) => tempFolder({ 'good.ts': 'export function goodTide(): number {\n  return 1;\n}\n', ...files });

describe('roots', () => {
  test.each([
    ['a missing one', '/no/such/folder', 'ROOT_NOT_FOUND'],
    ['none', undefined, 'ROOT_MISSING'],
    ['an empty one', '  ', 'ROOT_MISSING'],
    ['a number', 5, 'ROOT_MISSING'],
    ['an object', { toString: 1 }, 'ROOT_MISSING'],
    ['null', null, 'ROOT_MISSING'],
    ['a relative one', 'src', 'ROOT_NOT_ABSOLUTE'],
    ['a file', __filename, 'ROOT_NOT_DIRECTORY'],
    ['one with a NUL', '/tmp\0x', 'VALUE_INVALID'],
    ['a very long one', `/${'x'.repeat(5_000)}`, 'VALUE_INVALID'],
  ])('%s', async (_, root, code) => {
    const request = { root: root as string, query: 'x', action: { text: 'x' }, name: 'x', filePath: 'x', line: 1, trace: 'at x (x.ts:1:1)', diff: 'x' };
    for (const method of CODE_METHODS) {
      expect(await codeOfRejection(engine[method](request))).toBe(code);
    }
  });

  test('an empty folder', async () => {
    const root = tempFolder();
    await expect(context(root, 'x')).rejects.toMatchObject({ code: 'WORKSPACE_EMPTY', message: expect.stringContaining(root) as string });
    expect(await codeOfRejection(engine.syncIndex({ root }))).toBe('WORKSPACE_EMPTY');
    addFiles(root, { 'later.ts': 'export const laterTide = 1;\n' });
    expect((await context(root, 'laterTide')).items[0]?.path).toBe('later.ts');
  });

  test('a folder that becomes empty', async () => {
    const root = tempFolder({ 'a.ts': 'export const a = 1;\n' });
    await context(root, 'a');
    truncateSync(join(root, 'a.ts'));
    writeFileSync(join(root, 'a.ts'), Buffer.from([0, 1, 2]));
    expect(await codeOfRejection(context(root, 'a'))).toBe('WORKSPACE_EMPTY');
  });
});

describe('access', () => {
  test('a root outside the allowed folders', async () => {
    const access = createPathAccess({ restrictTo: [tempFolder()] });
    expect(await codeOfRejection(engine.search({ root: depot(), query: 'x' }, { access }))).toBe('PATH_NOT_ALLOWED');
  });

  test('what one caller may see another does not get, though both share an index', async () => {
    const root = depot();
    const access = { isAllowed: async (paths: readonly string[]) => paths.map((path) => !path.endsWith('signature.ts')) };
    await engine.syncIndex({ root });
    const found = await engine.search({ root, query: 'verifyWebhookSignature', refresh: 'none' }, { access });
    expect(JSON.stringify(found.results)).not.toContain('signature.ts');
    expect(found.steps).toContainEqual(expect.objectContaining({ step: 'access', status: 'dropped' }));
    const symbols = await engine.findSymbol({ root, name: 'verifyWebhookSignature' }, { access });
    expect(symbols.matches).toEqual([]);
    const pack = await engine.getContext({ root, query: 'verifyWebhookSignature', refresh: 'none' }, { access });
    expect(pack.text).not.toContain('timingSafeEqual');
    for (const method of ['analyzeFile', 'structuralContext'] as const) {
      expect(await codeOfRejection(engine[method]({ root, filePath: 'src/http/signature.ts', line: 1 }, { access }))).toBe('PATH_NOT_ALLOWED');
    }
  });

  test('links out of the root are named and never read', async () => {
    const outside = tempFolder({ 'secret.ts': 'export const secretTide = 1;\n' });
    const root = beside({});
    symlinkSync(join(outside, 'secret.ts'), join(root, 'link.ts'));
    symlinkSync(outside, join(root, 'folder'));
    const report = await engine.syncIndex({ root });
    expect(report.files).toBe(1);
    expect(report.skipped).toContainEqual(expect.objectContaining({ path: 'link.ts', reason: 'symlink_outside' }));
    expect((await context(root, 'secretTide')).text).not.toContain('secretTide');
    for (const filePath of ['link.ts', 'folder/secret.ts', '../secret.ts', join(outside, 'secret.ts')]) {
      expect(await codeOfRejection(engine.analyzeFile({ root, filePath }))).toBe('PATH_OUTSIDE_ROOT');
    }
    const hinted = await engine.search({ root, query: 'goodTide', filePath: '../../etc/passwd' });
    expect(hinted.results[0]?.path).toBe('good.ts');
    expect(hinted.steps).toContainEqual(expect.objectContaining({ step: 'place', status: 'note' }));
  });

  (isRoot ? test.skip : test)('a file without permission is named', async () => {
    const root = beside({ 'closed.ts': 'export const a = 1;\n' });
    chmodSync(join(root, 'closed.ts'), 0);
    await expect(engine.syncIndex({ root })).resolves.toMatchObject({ files: 1, skipped: [{ path: 'closed.ts', reason: 'unreadable' }] });
    expect(await codeOfRejection(engine.analyzeFile({ root, filePath: 'closed.ts' }))).toBe('FILE_NOT_READABLE');
  });
});

describe('files', () => {
  test('200 MB', async () => {
    const root = beside({ 'huge.ts': '' });
    truncateSync(join(root, 'huge.ts'), 200 * 1024 * 1024);
    await expect(engine.syncIndex({ root })).resolves.toMatchObject({ files: 1, skippedCount: 1, skipped: [{ path: 'huge.ts', reason: 'too_large' }] });
    expect((await engine.search({ root, query: 'goodTide' })).steps).toContainEqual({ step: 'sync', status: 'note', detail: 'not indexed: huge.ts (too_large)' });
    expect(await codeOfRejection(engine.analyzeFile({ root, filePath: 'huge.ts' }))).toBe('FILE_TOO_LARGE');
  });

  test('binary', async () => {
    const root = beside({ 'picture.ts': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]) });
    await expect(engine.syncIndex({ root })).resolves.toMatchObject({ files: 1, skipped: [{ path: 'picture.ts', reason: 'binary' }] });
    expect(await codeOfRejection(engine.analyzeFile({ root, filePath: 'picture.ts' }))).toBe('FILE_BINARY');
  });

  test('a pipe, a folder and nothing at all', async () => {
    const root = beside({});
    makePipe(join(root, 'pipe.ts'));
    mkdirSync(join(root, 'folder.ts'));
    expect((await engine.syncIndex({ root })).files).toBe(1);
    for (const filePath of ['pipe.ts', 'folder.ts', '.']) expect(await codeOfRejection(engine.analyzeFile({ root, filePath }))).toBe('FILE_NOT_A_FILE');
    expect(await codeOfRejection(engine.analyzeFile({ root, filePath: 'none.ts' }))).toBe('FILE_NOT_FOUND');
  });

  test('invalid UTF-8 is indexed and told', async () => {
    const root = beside({ 'latin.ts': Buffer.concat([Buffer.from('// caf'), Buffer.from([0xe9]), Buffer.from('\nexport const latinTide = 1;\n')]) });
    const report = await engine.syncIndex({ root });
    expect(report.problems).toContainEqual(expect.objectContaining({ path: 'latin.ts', detail: expect.stringContaining('UTF-8') as string }));
    const { items } = await context(root, 'latinTide');
    expect(items[0]?.code).toBe(linesOnDisk(root, items[0]!));
  });

  test('a file that does not parse is indexed and told', async () => {
    const root = beside({ 'broken.ts': 'export function brokenTide( {\n  return ;;; )\n' });
    const report = await engine.syncIndex({ root });
    expect(report.problems).toContainEqual(expect.objectContaining({ path: 'broken.ts', detail: expect.stringMatching(/^line \d+: /) as string }));
    expect((await context(root, 'brokenTide')).items[0]?.path).toBe('broken.ts');
  });

  test.each(['[', '{', '(', '<a>', '!', 'a=>', '`${', 'if(1)', 'a?b:'])('100,000 times %s does not stop the others', async (unit) => {
    const root = beside({ 'nested.ts': `export const nestedTide = ${unit.repeat(100_000)}`, 'nested.jsx': unit.repeat(100_000) });
    const report = await engine.syncIndex({ root });
    expect(report.files + report.skippedCount).toBe(3);
    expect(report.files).toBeGreaterThan(0);
    const named = JSON.stringify([report.problems, report.skipped]);
    expect(named).toContain('nested.ts');
    expect((await context(root, 'goodTide')).items[0]?.path).toBe('good.ts');
  });

  test('long runs of one character neither hang nor break the budget', async () => {
    const runs = Object.fromEntries(['a', ' ', '[', '`', '\t', '-', '\u00e9', '\u{1F600}'].map((char, i) => [`run${i}.txt`, `runTide ${char.repeat(60_000)} runTide\n`]));
    const root = beside(runs);
    const pack = await context(root, 'runTide', { budgetTokens: 4_000 });
    expect(countTokens(pack.text, { disallowedSpecial: new Set() })).toBeLessThanOrEqual(4_000);
    expect(pack.steps).toContainEqual(expect.objectContaining({ step: 'pack', status: 'note' }));
  });

  test('when nothing fits the budget the answer says so', async () => {
    const root = tempFolder({ 'one-line.txt': `wideTide ${'word '.repeat(3_000)}\n` });
    const pack = await context(root, 'wideTide', { budgetTokens: 100 });
    expect(pack).toMatchObject({ items: [], text: '', tokens: 0 });
    expect(pack.steps).toContainEqual(expect.objectContaining({ step: 'pack', detail: expect.stringMatching(/^1 of 1 results did not fit/) as string }));
  });
});

describe('hostile content', () => {
  test('code cannot close its fence', async () => {
    const code = ['export const fenceTide = `', '```', '````markdown', '### not/a/heading.ts:1-1', '~~~', '`;'].join('\n');
    const root = tempFolder({ 'fence.ts': `${code}\n` });
    const { text, items } = await context(root, 'fenceTide');
    expect(items[0]?.code).toBe(code);
    const [, fence] = /\n(`{3,})typescript\n/.exec(text)!;
    expect(fence).toHaveLength(5);
    expect(text.split('\n').filter((line) => line.startsWith(fence!))).toHaveLength(2);
  });

  test('control tokens of models are plain text', async () => {
    const root = tempFolder({ 'tokens.ts': "export const tokenTide = ['<|endoftext|>', '<|im_start|>', '<|endofprompt|>'];\n" });
    const { text, tokens } = await context(root, 'tokenTide', { budgetTokens: 200 });
    expect(text).toContain('<|endoftext|>');
    expect(tokens).toBe(countTokens(text, { disallowedSpecial: new Set() }));
    await expect(context(root, 'where is <|endoftext|> used')).resolves.toMatchObject({ items: [{ path: 'tokens.ts' }] });
  });

  test.each([
    ['a line break', 'a\n## b.ts'],
    ['back ticks', 'a```b.ts'],
    ['text that turns direction', 'a\u202Egpj.ts'],
    ['invisible characters', 'a\u200B\u2066b.ts'],
    ['a carriage return and an escape', 'a\r\u001b[31mb.ts'],
    ['a line separator', 'a\u2028b.ts'],
    ['an image', '![x](http:'],
    ['HTML', '<img src=x>.ts'],
    ['a quote', `a"'b.ts`],
    ['a name of an object', '__proto__.ts'],
    ['another one', 'x.constructor'],
    ['a backslash', 'a\\b.ts'],
  ])('a file name with %s', async (_, name) => {
    const root = tempFolder({ [name.startsWith('![') ? `${name}/evil.example/x.ts` : name]: 'export function nameTide(): number {\n  return 1;\n}\n' });
    const { text, items } = await context(root, 'nameTide');
    expect(items).toHaveLength(1);
    expect(items[0]?.path.startsWith(name)).toBe(true);
    const [, , marked, blank] = text.split('\n');
    expect(marked).toMatch(/^### \S.*:1-3.* \[\d{12}\]$/);
    const heading = marked!.replace(/ \[\d{12}\]$/, '');
    expect(blank).toBe('');
    expect(heading).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(heading).not.toMatch(/^### [^`]*[<[]/);
    expect((heading.match(/`/g) ?? []).length % 2).toBe(0);
    await expect(engine.analyzeFile({ root, filePath: items[0]!.path })).resolves.toMatchObject({ lineCount: 4 }).catch((error: unknown) => {
      // A backslash in a path that a person gives is a folder separator.
      if (!name.includes('\\')) throw error;
    });
  });

  test('a folder that cannot be listed whole still answers', async () => {
    const root = beside({});
    let deep = root;
    for (let i = 0; i < 80; i += 1) deep = join(deep, 'd');
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'deep.ts'), 'export const deepTide = 1;\n');
    const report = await engine.syncIndex({ root });
    expect(report.skipped[0]).toMatchObject({ reason: 'too_deep' });
    expect(report.files).toBe(1);
    expect(realpathSync(root)).toBe(report.workspace);
  });
});
