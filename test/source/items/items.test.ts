import type { SourceItem } from '../../../src/kernel';
import { createItemsSnapshot, hashItems, SOURCE_LIMITS } from '../../../src/source';
import { codeThrown } from '../../io/temp-folder';

const open = (files: unknown, limits = SOURCE_LIMITS) => createItemsSnapshot(files as SourceItem[], 1_000, limits);
const file = (path: string, content = 'x'): SourceItem => ({ path, content });

test('texts and base64 are files', async () => {
  const snapshot = open([
    file('a.ts', 'ü'),
    { path: 'b/c.ts', content: Buffer.from('const b = 1;').toString('base64'), encoding: 'base64' },
    { path: 'd.ts', content: 'Y29uc3Q=\n', encoding: 'base64' },
    { path: 'e.ts', content: '', encoding: 'base64' },
    { path: './f.ts', content: 'f', encoding: 'utf8' },
  ]);
  const read = async (path: string) => (await snapshot.read(path)).text;
  expect([await read('a.ts'), await read('b/c.ts'), await read('d.ts'), await read('e.ts'), await read('f.ts')])
    .toEqual(['ü', 'const b = 1;', 'const', '', 'f']);
  expect(snapshot.origin).toEqual({ kind: 'items', label: 'items' });
  expect('moved' in snapshot).toBe(false);
});

test('none are an empty listing', async () => {
  expect((await open([]).list()).files).toEqual([]);
});

test.each([
  ['no list', 'x'], ['an object', {}], ['nothing', undefined], ['a hole', [undefined]], ['null', [null]], ['a text', ['a.ts']],
  ['no path', [{ content: 'x' }]], ['no content', [{ path: 'a.ts' }]], ['a number as content', [{ path: 'a.ts', content: 1 }]],
  ['an unknown encoding', [{ path: 'a.ts', content: 'x', encoding: 'hex' }]],
  ['base64 that is none', [{ path: 'a.ts', content: '***', encoding: 'base64' }]],
  ['base64 of a wrong length', [{ path: 'a.ts', content: 'abcde', encoding: 'base64' }]],
  ['an empty path', [file('')]], ['an absolute path', [file('/a.ts')]], ['a drive', [file('C:\\a.ts')]], ['a way up', [file('../a.ts')]],
  ['a hidden way up', [file('a/../../b.ts')]], ['a way up with backslashes', [file('a\\..\\..\\b.ts')]], ['a NUL', [file('a\0.ts')]],
  ['an empty part', [file('a//b.ts')]], ['a dot part', [file('a/./b.ts')]], ['a folder', [file('a/')]], ['a long path', [file('a'.repeat(5_000))]],
  ['the same twice', [file('a.ts'), file('a.ts', 'y')]], ['the same twice, written differently', [file('a.ts'), file('./a.ts')]],
])('%s is refused', (_, files) => expect(codeThrown(() => open(files))).toBe('VALUE_INVALID'));

test('the refusal says which one', () => {
  expect(() => open([file('a.ts'), file('../b.ts')])).toThrow('source.files[1] is not valid: its path "../b.ts" leads out of the tree.');
});

test('a file that is a folder too is refused, whichever comes first', () => {
  expect(codeThrown(() => open([file('a'), file('a/b')]))).toBe('SOURCE_FORMAT');
  expect(codeThrown(() => open([file('a/b'), file('a')]))).toBe('SOURCE_FORMAT');
});

test('too many or too large are refused', () => {
  const many = [file('a'), file('b'), file('c')];
  expect(codeThrown(() => open(many, { ...SOURCE_LIMITS, entries: 2 }))).toBe('SOURCE_TOO_LARGE');
  expect(codeThrown(() => open([file('a', 'xxxx')], { ...SOURCE_LIMITS, packedBytes: 3 }))).toBe('SOURCE_TOO_LARGE');
});

test('hashes differ wherever content or names do', () => {
  const lists: SourceItem[][] = [
    [], [file('a')], [file('b')], [file('a', 'y')], [file('a'), file('b')], [file('ab', '')], [file('a', 'b\n1:0:utf8\n')],
    [{ path: 'a', content: 'x', encoding: 'base64' }],
  ];
  expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(lists.length);
  expect(new Set(lists.filter((list) => list[0]?.encoding !== 'base64').map(hashItems)).size).toBe(lists.length - 1);
  expect(hashItems([file('a')])).toBe(hashItems([{ path: 'a', content: 'x', encoding: 'utf8' }]));
  expect(codeThrown(() => hashItems('x' as never))).toBe('VALUE_INVALID');
});
