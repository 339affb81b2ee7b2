import type { FileFacts, SymbolFact } from '../../../src/kernel';
import type { GraphFile } from '../../../src/graph';
import { createPathResolver } from '../../../src/graph/resolve/others';

interface Given {
  readonly path: string;
  readonly language: string;
  readonly module?: string;
  readonly defines?: readonly string[];
  readonly project?: FileFacts['project'];
}

function fileOf({ path, language, module = '', defines = [], project }: Given, id: number): GraphFile {
  const symbols = defines.map((name) => ({ name, qualifiedName: name, parent: -1 }) as SymbolFact);
  return { id, path, facts: { path, language, module, symbols, ...(project ? { project } : {}) } as unknown as FileFacts };
}

function resolve(given: readonly Given[], from: string, specifier: string, names: readonly string[] = []): readonly string[] {
  const files = given.map(fileOf);
  const answers = [files, [...files].reverse()].map((order) => {
    const view = { file: (path: string) => order.find((each) => each.path === path), fileById: (id: number) => files[id], files: () => order };
    return createPathResolver(view).resolve(view.file(from)!, specifier, names);
  });
  // The order in which files came must not matter.
  expect(answers[1]).toEqual(answers[0]);
  return answers[0]!;
}

const of = (language: string, ...paths: string[]): Given[] => paths.map((path) => ({ path, language }));

test.each([
  ['pkg/a.py', 'pkg.b', [], ['pkg/a.py', 'pkg/b.py'], ['pkg/b.py']],
  ['pkg/a.py', '.b', [], ['pkg/a.py', 'pkg/b.py'], ['pkg/b.py']],
  ['pkg/sub/a.py', '..b', [], ['pkg/sub/a.py', 'pkg/b.py'], ['pkg/b.py']],
  ['pkg/sub/a.py', '..', ['b'], ['pkg/sub/a.py', 'pkg/__init__.py', 'pkg/b.py'], ['pkg/__init__.py', 'pkg/b.py']],
  ['pkg/a.py', '.', ['b'], ['pkg/a.py', 'pkg/b.py'], ['pkg/b.py']],
  ['a.py', 'pkg', ['mod'], ['a.py', 'pkg/__init__.py', 'pkg/mod.py'], ['pkg/__init__.py', 'pkg/mod.py']],
  ['tests/a.py', 'lib.x', [], ['tests/a.py', 'src/lib/x.py'], ['src/lib/x.py']],
  ['app/web/a.py', 'shared.x', [], ['app/web/a.py', 'app/shared/x.py'], ['app/shared/x.py']],
  ['a.py', 'x', [], ['a.py', 'x.pyi'], ['x.pyi']],
  ['a.py', '...x', [], ['a.py', 'x.py'], []],
  ['a.py', 'os.path', [], ['a.py', 'path.py'], []],
])('Python: %s imports %s %j', (from, specifier, names, paths, expected) => {
  expect(resolve(of('python', ...paths), from, specifier, names)).toEqual(expected);
});

test('Go: packages are folders below a module, the longest module name first', () => {
  const files: Given[] = [
    ...of('go', 'main.go', 'util/a.go', 'util/b.go', 'tools/gen/x.go'),
    { path: 'util/notes.md', language: 'markdown' },
    { path: 'go.mod', language: 'text', project: { kind: 'go', module: 'example.com/app' } },
    { path: 'tools/go.mod', language: 'text', project: { kind: 'go', module: 'example.com/app/tools' } },
  ];
  expect(resolve(files, 'main.go', 'example.com/app/util')).toEqual(['util/a.go', 'util/b.go']);
  expect(resolve(files, 'main.go', 'example.com/app/tools/gen')).toEqual(['tools/gen/x.go']);
  expect(resolve(files, 'util/a.go', 'example.com/app')).toEqual(['main.go']);
  expect(resolve(files, 'main.go', 'example.com/apple')).toEqual([]);
  expect(resolve(files, 'main.go', 'fmt')).toEqual([]);
});

test('Java and C#: the declared package, then the file that defines the name', () => {
  const java: Given[] = [
    { path: 'src/a/B.java', language: 'java', module: 'com.shop', defines: ['B'] },
    { path: 'src/a/C.java', language: 'java', module: 'com.shop', defines: ['C'] },
    { path: 'src/Main.java', language: 'java', module: 'com', defines: ['Main'] },
  ];
  expect(resolve(java, 'src/Main.java', 'com.shop.B', ['B'])).toEqual(['src/a/B.java']);
  expect(resolve(java, 'src/Main.java', 'com.shop.*', ['*'])).toEqual(['src/a/B.java', 'src/a/C.java']);
  expect(resolve(java, 'src/Main.java', 'com.shop.Missing', ['Missing'])).toEqual(['src/a/B.java', 'src/a/C.java']);
  expect(resolve(java, 'src/Main.java', 'org.other.X', ['X'])).toEqual([]);
  const csharp: Given[] = [
    { path: 'A.cs', language: 'csharp', module: 'Shop.Core', defines: ['A'] },
    { path: 'P.cs', language: 'csharp', module: 'Program' },
  ];
  expect(resolve(csharp, 'P.cs', 'Shop.Core')).toEqual(['A.cs']);
});

test('PHP: namespaces, else files', () => {
  const files: Given[] = [
    { path: 'src/User.php', language: 'php', module: 'App\\Models', defines: ['User'] },
    { path: 'inc/helpers.php', language: 'php' },
    { path: 'index.php', language: 'php' },
  ];
  expect(resolve(files, 'index.php', 'App\\Models\\User', ['User'])).toEqual(['src/User.php']);
  expect(resolve(files, 'index.php', 'inc/helpers.php')).toEqual(['inc/helpers.php']);
  expect(resolve(files, 'index.php', './inc/helpers')).toEqual(['inc/helpers.php']);
});

test.each([
  ['src/main.rs', 'crate::shop::cart', ['src/main.rs', 'src/shop/cart.rs'], ['src/shop/cart.rs']],
  ['src/main.rs', 'crate::shop::Cart', ['src/main.rs', 'src/shop/mod.rs'], ['src/shop/mod.rs']],
  ['src/shop/mod.rs', 'self::cart', ['src/shop/mod.rs', 'src/shop/cart.rs'], ['src/shop/cart.rs']],
  ['src/shop/cart.rs', 'super::item', ['src/shop/cart.rs', 'src/shop/item.rs'], ['src/shop/item.rs']],
  ['member/src/lib.rs', 'crate::a', ['member/src/lib.rs', 'member/src/a.rs'], ['member/src/a.rs']],
  ['build.rs', 'crate::a', ['build.rs', 'a.rs'], ['a.rs']],
  ['src/main.rs', 'std::collections::HashMap', ['src/main.rs'], []],
])('Rust: %s uses %s', (from, specifier, paths, expected) => {
  expect(resolve(of('rust', ...paths), from, specifier)).toEqual(expected);
});

test.each([
  ['c', 'src/a.c', 'b.h', ['src/a.c', 'src/b.h'], ['src/b.h']],
  ['c', 'src/a.c', 'lib/b.h', ['src/a.c', 'include/lib/b.h'], ['include/lib/b.h']],
  ['cpp', 'src/a.cpp', '../include/b', ['src/a.cpp', 'include/b.hpp'], ['include/b.hpp']],
  ['c', 'src/a.c', 'b.h', ['src/a.c', 'x/b.h', 'y/b.h'], []],
  ['c', 'src/a.c', 'stdio.h', ['src/a.c'], []],
  ['ruby', 'lib/a.rb', 'shop/cart', ['lib/a.rb', 'lib/shop/cart.rb'], ['lib/shop/cart.rb']],
  ['ruby', 'lib/a.rb', '../config/x', ['lib/a.rb', 'config/x.rb'], ['config/x.rb']],
  ['bash', 'bin/run', './lib.sh', ['bin/run', 'bin/lib.sh'], ['bin/lib.sh']],
  ['bash', 'bin/run', 'common', ['bin/run', 'shared/common.bash'], ['shared/common.bash']],
  ['c', 'a.c', '../../up.h', ['a.c', 'x/up.h'], ['x/up.h']],
])('%s: %s includes %s', (language, from, specifier, paths, expected) => {
  expect(resolve(of(language, ...paths), from, specifier)).toEqual(expected);
});
