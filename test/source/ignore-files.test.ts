import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listDirectory, type Listing } from '../../src/source';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { processorMs } from '../support/processor-time';

afterAll(removeTempFolders);

const list = (root: string): Promise<Listing> => listDirectory({ kind: 'directory', root, maxFileBytes: 100_000 });
const listPaths = async (files: Record<string, string>): Promise<string[]> =>
  (await list(tempFolder(files))).files
    .map(({ path }) => path)
    .filter((path) => !/\.(gitignore|hybridcontextignore)$/.test(path));

describe('.gitignore', () => {
  test('a nested file rules over those above it', async () => {
    expect(
      await listPaths({
        '.gitignore': '*.log\n/top.ts\nbuild/\n',
        'top.ts': '', 'sub/top.ts': '', 'x.log': '', 'build/a.ts': '',
        'sub/.gitignore': '!keep.log\nlocal.ts\n',
        'sub/keep.log': '', 'sub/x.log': '', 'sub/local.ts': '', 'local.ts': '', 'sub/deep/local.ts': '',
      }),
    ).toEqual(['local.ts', 'sub/keep.log', 'sub/top.ts']);
  });

  test('negation brings back files, but not from a folder that is ignored whole', async () => {
    expect(
      await listPaths({
        '.gitignore': 'all/*\n!all/keep.ts\nwhole/\n!whole/keep.ts\n',
        'all/keep.ts': '', 'all/drop.ts': '', 'whole/keep.ts': '',
      }),
    ).toEqual(['all/keep.ts']);
  });

  test('a folder that a nearer file brings back is read, under the other rules from above', async () => {
    expect(
      await listPaths({
        '.gitignore': 'build/\n*.log\n',
        'sub/.gitignore': '!build/\n',
        'build/a.ts': '', 'sub/build/a.ts': '', 'sub/build/deep/b.ts': '', 'sub/build/x.log': '',
      }),
    ).toEqual(['sub/build/a.ts', 'sub/build/deep/b.ts']);
  });

  test('and so is one with an odd name', async () => {
    const odd = ['o d[d]*?', 'new\nline', '!bang', '#hash', 'back\\slash', 'end ', '日本 😀', '(a|b)+^$'];
    const files = Object.fromEntries(odd.flatMap((name) => [[`sub/${name}/a.ts`, ''], [`sub/${name}/x.log`, '']]));
    expect(await listPaths({ ...files, '.gitignore': 'sub/*/\n*.log\n', 'sub/.gitignore': '!*/\n' })).toEqual(
      odd.map((name) => `sub/${name}/a.ts`).sort(),
    );
  });

  test('an allow list from the top', async () => {
    expect(
      await listPaths({
        '.gitignore': '/*\n!/src\n!/.gitignore\n',
        'src/a.ts': '', 'src/deep/b.ts': '', 'other/c.ts': '', 'd.ts': '',
      }),
    ).toEqual(['src/a.ts', 'src/deep/b.ts']);
  });

  test('case counts, comments and Windows line ends do not', async () => {
    expect(
      await listPaths({
        '.gitignore': '\uFEFF# comment\r\n\r\nBuild/\r\n*.tmp\r\n\\#hash\r\n',
        'build/a.ts': '', 'Build/b.ts': '', 'x.tmp': '', '#hash': '', 'x.TMP': '',
      }),
    ).toEqual(['build/a.ts', 'x.TMP']);
  });

  test('names with spaces, line breaks and other alphabets', async () => {
    expect(
      await listPaths({
        '.gitignore': 'with space.ts\nbröt*\n日本/\n',
        'with space.ts': '', 'brötchen.ts': '', '日本/a.ts': '', 'new\nline.ts': '', 'broetchen.ts': '',
      }),
    ).toEqual(['broetchen.ts', 'new\nline.ts']);
  });

  test('brings back what is left out by default, except version control', async () => {
    expect(
      await listPaths({
        '.gitignore': '!node_modules/\n!*.min.js\n!package-lock.json\n!.git\n!.git/**\n',
        'node_modules/x/i.js': '', 'node_modules/x/node_modules/y/i.js': '', 'a.min.js': '',
        'package-lock.json': '', 'yarn.lock': '', '.git/config': '',
      }),
    ).toEqual(['a.min.js', 'node_modules/x/i.js', 'node_modules/x/node_modules/y/i.js', 'package-lock.json']);
  });

  test('.hybridcontextignore speaks after it', async () => {
    expect(
      await listPaths({
        '.gitignore': 'generated/\nsecret.ts\n',
        '.hybridcontextignore': '!generated/\nfixtures/\n',
        'generated/a.ts': '', 'secret.ts': '', 'fixtures/f.ts': '', 'b.ts': '',
        'sub/.hybridcontextignore': 'c.ts', 'sub/c.ts': '',
      }),
    ).toEqual(['b.ts', 'generated/a.ts']);
  });
});

describe('an ignore file that cannot be used', () => {
  test('as a link, has no rules, as in git', async () => {
    const root = tempFolder({ 'rules': '*.ts', 'a.ts': '' });
    symlinkSync('rules', join(root, '.gitignore'));
    const listing = await list(root);
    expect(listing.files.map(({ path }) => path)).toEqual(['a.ts', 'rules']);
  });

  test('as a folder, is a folder', async () => {
    expect(await listPaths({ '.gitignore/a.ts': '', 'b.ts': '' })).toEqual(['.gitignore/a.ts', 'b.ts']);
  });

  test.each([
    ['binary', '*.ts\0\0'],
    ['larger than 1 MB', `*.ts\n${'#'.repeat(1_100_000)}`],
  ])('when %s, is named, and the listing goes on', async (_name, text) => {
    const root = tempFolder({ 'sub/.gitignore': text, 'sub/a.ts': '' });
    const listing = await list(root);
    expect(listing.files.map(({ path }) => path)).toContain('sub/a.ts');
    expect(listing.notes).toEqual(['sub/.gitignore could not be read; its rules were not applied.']);
  });

  test('with hostile or endless patterns, uses the others and says how many it could not', async () => {
    const lines = ['**/a/**/a/**/a/**/a/**/b', 'x'.repeat(600), 'a\\', 'drop.ts', ...Array.from({ length: 2_500 }, (_, i) => `p${i}`)];
    const root = tempFolder({ '.gitignore': lines.join('\n'), 'drop.ts': '', 'keep.ts': '', [`${'a/'.repeat(60)}c.ts`]: '' });
    let listing: Awaited<ReturnType<typeof list>> | undefined;
    expect(await processorMs(async () => (listing = await list(root)))).toBeLessThan(5_000);
    expect(listing!.files.map(({ path }) => path)).toEqual(['.gitignore', `${'a/'.repeat(60)}c.ts`, 'keep.ts']);
    expect(listing!.notes).toEqual(['.gitignore: 506 of its lines could not be used.']);
  });

  test('any text at all is survived', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 20 }), async (lines) => {
        const root = tempFolder({ '.gitignore': lines.join('\n'), 'a/b.ts': '', 'c.ts': '' });
        expect((await list(root)).files.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 150 },
    );
  });
});

describe('git itself, asked about the same tree, lists the same files', () => {
  const name = fc.constantFrom('a', 'b', 'ab', 'c.x', 'd.y');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '', '!'),
      fc.constantFrom('', '', '/', '**/'),
      fc.array(fc.oneof(name, fc.constantFrom('*', 'a*', '*.x', '?', '[a-b]', '**')), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '', '/', '/*', '/**'),
    )
    .map(([negation, start, parts, end]) => negation + start + parts.join('/') + end);
  const rules = fc.array(pattern, { maxLength: 5 }).map((lines) => lines.join('\n'));
  const tree = fc.record({
    paths: fc.array(path, { minLength: 1, maxLength: 25 }),
    top: rules,
    nested: fc.dictionary(fc.constantFrom('a', 'b', 'a/a', 'a/b', 'b/ab', 'ab/b/a'), rules, { maxKeys: 3 }),
  });

  const repository = tempFolder();
  beforeAll(() => execFileSync('git', ['init', '-q', '--bare', repository]));

  const gitList = (root: string): string[] =>
    execFileSync('git', [
      `--git-dir=${repository}`, `--work-tree=${root}`, '-c', 'core.bare=false',
      'ls-files', '--others', '--exclude-per-directory=.gitignore', '-z',
    ], { cwd: root, encoding: 'utf8' })
      .split('\0').filter(Boolean).sort();

  test('for generated trees and rules', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async ({ paths, top, nested }) => {
        const files: Record<string, string> = { '.gitignore': top };
        for (const [folder, text] of Object.entries(nested)) files[`${folder}/.gitignore`] = text;
        const all = Object.keys(files).map((file) => file.slice(0, -'/.gitignore'.length));
        for (const file of [...new Set(paths)].sort((a, b) => b.length - a.length)) {
          const isFolder = [...all, ...Object.keys(files)].some((other) => other === file || other.startsWith(`${file}/`));
          const below = Object.keys(files).some((other) => file.startsWith(`${other}/`));
          if (!isFolder && !below) files[file] = '';
        }
        const root = tempFolder(files);
        const listing = await list(root);
        fc.pre(listing.notes.length === 0); // Patterns with more globstars than we take are not compared.
        expect(listing.files.map((found) => found.path)).toEqual(gitList(root));
      }),
      { numRuns: Number(process.env.GIT_RUNS ?? 60) },
    );
  }, 600_000);
});
