import { isDocument, languageOf, parseFile } from '../../src/parse';
import { contentOf } from './content';

test.each([
  ['src/a.ts', 'typescript'],
  ['src/a.d.mts', 'typescript'],
  ['a.cts', 'typescript'],
  ['A.TSX', 'tsx'],
  ['a.cjs', 'javascript'],
  ['a.jsx', 'jsx'],
  ['Dockerfile', 'dockerfile'],
  ['deep/Makefile', 'makefile'],
  ['a.b.py', 'python'],
  ['.gitignore', 'text'],
  ['folder.ts/README', 'text'],
  ['a.', 'text'],
  ['', 'text'],
])('%s is %s', (path, language) => {
  expect(languageOf(path)).toBe(language);
});

test('prose and data are told from code', () => {
  expect(['markdown', 'json', 'text'].map(isDocument)).toEqual([true, true, true]);
  expect(['typescript', 'python', 'sql'].map(isDocument)).toEqual([false, false, false]);
});

test('facts carry what the reader knows of the file', async () => {
  const facts = await parseFile({ ...contentOf('a.py', 'x\ny'), hash: 'abc', invalidUtf8: true });
  expect(facts).toMatchObject({ path: 'a.py', hash: 'abc', invalidUtf8: true, lineCount: 2, structure: 'tree-sitter' });
});
