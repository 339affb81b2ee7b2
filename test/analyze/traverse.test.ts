import { traverseTree, type TreeFilter } from '../../src/analyze';
import type { SkippedFile } from '../../src/kernel';
import { languageOf } from '../../src/parse';

const DAY = Date.UTC(2025, 0, 2);
const files = [
  { path: 'README.md', size: 10, mtimeMs: DAY },
  { path: 'src/a.ts', size: 100, mtimeMs: DAY + 5 },
  { path: 'src/deep/b.py', size: 1_000, mtimeMs: DAY - 5 },
  { path: 'srcx/c.ts', size: 1, mtimeMs: 0 },
];
const skipped: SkippedFile[] = [
  { path: 'node_modules', reason: 'ignored', detail: 'folder, by an ignore file' },
  { path: 'src/logo.png', reason: 'binary', detail: 'by its extension' },
  { path: 'src/pipe', reason: 'not_a_file' },
];
const skippedByReason = { ignored: 1, binary: 1, not_a_file: 1 };

const traverse = (filter: Partial<TreeFilter> = {}) =>
  traverseTree({ files, skipped, skippedByReason }, { folder: '', limit: 100, ...filter }, languageOf);
const paths = (filter: Partial<TreeFilter>) => traverse(filter).entries.map(({ path, type }) => (type === 'folder' ? `${path}/` : path));

test('files and the folders around them, by path', () => {
  const { entries, total } = traverse();
  expect(total).toBe(7);
  expect(entries.map(({ path }) => path)).toEqual(['README.md', 'src', 'src/a.ts', 'src/deep', 'src/deep/b.py', 'srcx', 'srcx/c.ts']);
  expect(entries[1]).toEqual({ path: 'src', type: 'folder', language: '', bytes: 1_100, modifiedAt: '2025-01-02T00:00:00.005Z' });
  expect(entries[4]).toEqual({ path: 'src/deep/b.py', type: 'file', language: 'python', bytes: 1_000, modifiedAt: '2025-01-01T23:59:59.995Z' });
});

test('below a folder, or one file', () => {
  expect(paths({ folder: 'src' })).toEqual(['src/a.ts', 'src/deep/', 'src/deep/b.py']);
  expect(paths({ folder: 'src/a.ts' })).toEqual(['src/a.ts']);
  expect(paths({ folder: 'none' })).toEqual([]);
});

test('by language, size, time and pattern', () => {
  expect(paths({ languages: ['python', 'markdown'] })).toEqual(['README.md', 'src/', 'src/deep/', 'src/deep/b.py']);
  expect(paths({ languages: [] })).toHaveLength(7);
  expect(paths({ minBytes: 100 })).toEqual(['src/', 'src/a.ts', 'src/deep/', 'src/deep/b.py']);
  expect(paths({ maxBytes: 10 })).toEqual(['README.md', 'srcx/', 'srcx/c.ts']);
  expect(paths({ changedSince: DAY })).toEqual(['README.md', 'src/', 'src/a.ts']);
  expect(paths({ matches: (path) => path.endsWith('.py') })).toEqual(['src/', 'src/deep/', 'src/deep/b.py']);
});

test('what is left out, and why, when asked for', () => {
  const { entries } = traverse({ includeIgnored: true });
  expect(entries.filter(({ ignored }) => ignored)).toEqual([
    { path: 'node_modules', type: 'folder', language: '', bytes: 0, modifiedAt: '', ignored: 'ignored: folder, by an ignore file' },
    { path: 'src/logo.png', type: 'file', language: '', bytes: 0, modifiedAt: '', ignored: 'binary: by its extension' },
    { path: 'src/pipe', type: 'file', language: '', bytes: 0, modifiedAt: '', ignored: 'not_a_file' },
  ]);
  expect(traverse().entries.every(({ ignored }) => ignored === undefined)).toBe(true);
  expect(paths({ includeIgnored: true, folder: 'src' })).toContain('src/logo.png');
});

test('the limit cuts the list, not the count', () => {
  expect(traverse({ limit: 2 })).toMatchObject({ total: 7, entries: [{ path: 'README.md' }, { path: 'src' }] });
});

test('times that no calendar has are left empty', () => {
  const odd = { files: [{ path: 'a', size: 1, mtimeMs: Number.NaN }, { path: 'b', size: 1, mtimeMs: 1e20 }], skipped: [], skippedByReason: {} };
  expect(traverseTree(odd, { folder: '', limit: 9 }, languageOf).entries.map(({ modifiedAt }) => modifiedAt)).toEqual(['', '']);
});
