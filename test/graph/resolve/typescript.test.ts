import type { ProjectFacts } from '../../../src/kernel';
import { createTypeScriptResolver } from '../../../src/graph';
import { projectFacts } from '../../../src/parse/project';

/** Project files are given with their text, all others by path. */
function resolver(paths: readonly string[], projects: Readonly<Record<string, object>> = {}) {
  const all = new Set([...paths, ...Object.keys(projects)]);
  const facts = Object.entries(projects).map(([path, json]) => ({ path, facts: projectFacts(path, JSON.stringify(json)) as ProjectFacts }));
  return createTypeScriptResolver({ has: (path) => all.has(path), projects: facts });
}

describe('relative imports', () => {
  test.each([
    ['src/a.ts', './b', ['src/b.ts'], 'src/b.ts'],
    ['src/a.ts', './b', ['src/b.tsx'], 'src/b.tsx'],
    ['src/a.ts', './b', ['src/b.js', 'src/b.ts'], 'src/b.ts'],
    ['src/a.ts', './b.js', ['src/b.ts'], 'src/b.ts'],
    ['src/a.ts', './b.js', ['src/b.js', 'src/b.ts'], 'src/b.js'],
    ['src/a.ts', './b.mjs', ['src/b.mts'], 'src/b.mts'],
    ['src/a.ts', './b.cjs', ['src/b.cts'], 'src/b.cts'],
    ['src/a.ts', './b.jsx', ['src/b.tsx'], 'src/b.tsx'],
    ['src/a.ts', './b.config', ['src/b.config.ts'], 'src/b.config.ts'],
    ['src/a.ts', './folder', ['src/folder/index.ts'], 'src/folder/index.ts'],
    ['src/a.ts', './folder', ['src/folder.ts', 'src/folder/index.ts'], 'src/folder.ts'],
    ['src/folder/a.ts', '.', ['src/folder/index.ts'], 'src/folder/index.ts'],
    ['src/folder/a.ts', '..', ['src/index.ts'], 'src/index.ts'],
    ['a.ts', './b', ['b.ts'], 'b.ts'],
    ['a/b.ts', '..', ['index.ts'], 'index.ts'],
    ['a.vue', './b.vue', ['b.vue'], 'b.vue'],
    ['a.ts', './data.json', ['data.json'], 'data.json'],
    ['a.ts', '../outside', ['outside.ts'], undefined],
    ['a.ts', './missing', ['b.ts'], undefined],
    ['a.ts', 'react', ['react.ts'], undefined],
  ])('%s imports %s among %j', (from, specifier, paths, expected) => {
    expect(resolver(paths).resolve(from, specifier)).toBe(expected);
  });

  test("a folder's own package file names its entry", () => {
    const { resolve } = resolver(['lib/main.ts', 'lib/index.ts'], { 'lib/package.json': { main: './main.js' } });
    expect(resolve('a.ts', './lib')).toBe('lib/main.ts');
  });
});

describe('tsconfig', () => {
  test('paths with a star, exact paths and the longest prefix', () => {
    const { resolve } = resolver(['src/util/a.ts', 'src/special.ts', 'src/deep/x.ts', 'src/one.ts'], {
      'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'], '@/deep/*': ['./src/deep/*'], one: ['./src/one.ts'], '*/never': ['./nothing'] } } },
    });
    expect(resolve('src/a.ts', '@/util/a')).toBe('src/util/a.ts');
    expect(resolve('src/a.ts', '@/deep/x')).toBe('src/deep/x.ts');
    expect(resolve('src/a.ts', 'one')).toBe('src/one.ts');
    expect(resolve('src/a.ts', '@/nothing')).toBeUndefined();
  });

  test('the second target is taken when the first leads nowhere', () => {
    const { resolve } = resolver(['generated/x.ts'], { 'tsconfig.json': { compilerOptions: { paths: { '#app/*': ['./src/*'], '~/*': ['./src/*', './generated/*'] } } } });
    expect(resolve('a.ts', '~/x')).toBe('generated/x.ts');
  });

  test('baseUrl: names from its folder, and paths relative to it', () => {
    const { resolve } = resolver(['src/app/x.ts', 'src/lib/y.ts'], { 'tsconfig.json': { compilerOptions: { baseUrl: './src', paths: { 'lib/*': ['lib/*'] } } } });
    expect(resolve('src/app/z.ts', 'app/x')).toBe('src/app/x.ts');
    expect(resolve('src/app/z.ts', 'lib/y')).toBe('src/lib/y.ts');
  });

  test('extends: paths come from the file that writes them, relative to it', () => {
    const { resolve } = resolver(['shared/src/x.ts'], {
      'packages/a/tsconfig.json': { extends: '../../config/tsconfig.base' },
      'config/tsconfig.base.json': { extends: './tsconfig.paths.json' },
      'config/tsconfig.paths.json': { compilerOptions: { paths: { '@shared/*': ['../shared/src/*'] } } },
    });
    expect(resolve('packages/a/src/main.ts', '@shared/x')).toBe('shared/src/x.ts');
  });

  test('the nearest tsconfig with an answer rules; one that extends itself ends', () => {
    const { resolve } = resolver(['a/x.ts', 'x.ts'], {
      'tsconfig.json': { extends: './tsconfig.json', compilerOptions: { paths: { '@x': ['./x.ts'] } } },
      'a/tsconfig.json': { compilerOptions: { paths: { '@x': ['./x.ts'] } } },
      'b/tsconfig.json': { extends: './tsconfig.json' },
    });
    expect(resolve('a/main.ts', '@x')).toBe('a/x.ts');
    expect(resolve('b/main.ts', '@x')).toBe('x.ts');
  });

  test('extends that leads outside or nowhere is no answer', () => {
    const { resolve } = resolver(['x.ts'], { 'tsconfig.json': { extends: ['../../outside', '@tsconfig/node20/tsconfig.json'] } });
    expect(resolve('a.ts', '@x')).toBeUndefined();
  });
});

describe('packages of the workspace', () => {
  const paths = ['packages/core/src/index.ts', 'packages/core/src/util.ts', 'packages/core/src/deep/a.ts', 'packages/plain/src/index.ts', 'packages/bare/index.js', 'packages/flat/util.ts'];

  test('by name, through exports, even when they name what a build would write', () => {
    const { resolve } = resolver(paths, {
      'packages/core/package.json': {
        name: '@scope/core',
        exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js' }, './util': './dist/util.mjs', './deep/*': { import: './dist/deep/*.js' } },
      },
    });
    expect(resolve('a.ts', '@scope/core')).toBe('packages/core/src/index.ts');
    expect(resolve('a.ts', '@scope/core/util')).toBe('packages/core/src/util.ts');
    expect(resolve('a.ts', '@scope/core/deep/a')).toBe('packages/core/src/deep/a.ts');
    expect(resolve('a.ts', '@scope/core/deep/b')).toBeUndefined();
    expect(resolve('a.ts', '@scope/other')).toBeUndefined();
  });

  test('without exports: entries, src, index', () => {
    const { resolve } = resolver(paths, {
      'packages/plain/package.json': { name: 'plain', main: 'lib/index.js' },
      'packages/bare/package.json': { name: 'bare' },
      'packages/flat/package.json': { name: 'flat' },
    });
    expect(resolve('a.ts', 'plain')).toBe('packages/plain/src/index.ts');
    expect(resolve('a.ts', 'bare')).toBe('packages/bare/index.js');
    expect(resolve('a.ts', 'flat/util')).toBe('packages/flat/util.ts');
  });

  test('of two packages of one name the higher one, whichever comes first', () => {
    const projects = { 'z/package.json': { name: 'twice', main: './a.ts' }, 'a/b/package.json': { name: 'twice', main: './a.ts' } };
    const files = ['z/a.ts', 'a/b/a.ts'];
    const reversed = Object.fromEntries(Object.entries(projects).reverse());
    expect(resolver(files, projects).resolve('m.ts', 'twice')).toBe('z/a.ts');
    expect(resolver(files, reversed).resolve('m.ts', 'twice')).toBe('z/a.ts');
  });

  test('#imports of the nearest package', () => {
    const { resolve } = resolver(['pkg/src/internal/x.ts', 'pkg/src/config.ts'], {
      'package.json': { name: 'root', imports: { '#config': './other.ts' } },
      'pkg/package.json': { name: 'pkg', imports: { '#internal/*': './src/internal/*.ts', '#config': { default: './src/config.ts' } } },
    });
    expect(resolve('pkg/src/a.ts', '#internal/x')).toBe('pkg/src/internal/x.ts');
    expect(resolve('pkg/src/a.ts', '#config')).toBe('pkg/src/config.ts');
    expect(resolve('pkg/src/a.ts', '#nothing')).toBeUndefined();
    expect(resolve('elsewhere/a.ts', '#none')).toBeUndefined();
  });
});

test('names that every object has are no paths, packages or patterns', () => {
  const { resolve } = resolver(['a.ts'], { 'package.json': { name: 'x' }, 'tsconfig.json': { compilerOptions: { paths: {} } } });
  for (const name of ['constructor', '__proto__', 'toString', './constructor', '#constructor']) expect(resolve('a.ts', name)).toBeUndefined();
});
