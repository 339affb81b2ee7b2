/** Similar structures and duplicates through a real engine. */
import type { Engine, SimilarRequest } from '../../../src/kernel';
import { addFiles, cleanUp, codeOfRejection, FRESH, openTestEngine, tempFolder } from '../../engine/support';

const FUNCTION = (name: string, list: string): string =>
  `export function ${name}(${list}: number[]): number {\n  let sum = 0;\n  for (const each of ${list}) {\n    if (each > 10 && each < 99) sum += each * 2;\n    else if (each < 0) throw new Error('negative');\n  }\n  return sum;\n}\n`;
const PYTHON = 'def total(rows, limit=3):\n    """The sum."""\n    found = [row.amount * 2 for row in rows if row.amount > limit]\n    while len(found) > 10 and found[0]:\n        found = found[1:]\n    return sum(found) / len(rows)\n';

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = tempFolder({
    'src/a.ts': `${FUNCTION('sum', 'rows')}export const small = (x: number) => {\n  const inner = () => x;\n  return inner();\n};\n`,
    'src/b.js': FUNCTION('add', 'values').replace(/: number(\[\])?/g, ''),
    'lib/c.ts': FUNCTION('near', 'list').replace('return sum', 'console.log(sum);\n  return sum'),
    'd.py': PYTHON,
  });
});
afterAll(cleanUp);

const find = (request: Omit<SimilarRequest, 'root'>) => engine.findSimilar({ root, settings: FRESH, ...request });

test('what is like a definition, by name and by place', async () => {
  const found = await find({ name: 'sum' });
  expect(found).toMatchObject({ target: { path: 'src/a.ts', symbol: 'sum' }, total: 2, duplicates: [], steps: [] });
  expect(found.matches.map(({ path, match }) => [path, match])).toEqual([['src/b.js', 'renamed'], ['lib/c.ts', 'similar']]);
  expect(found.matches[0]!.similarity).toBe(1);
  expect(found.matches[1]!.similarity).toBeLessThan(1);
  expect(await find({ filePath: 'src/a.ts', line: 4 })).toEqual(found);
  expect((await find({ name: 'sum', limit: 1 })).matches).toHaveLength(1);
  expect((await find({ name: 'sum', minSimilarity: 1 })).total).toBe(1);
});

test('what is like pasted code', async () => {
  const found = await find({ snippet: FUNCTION('pasted', 'x').replace('export ', ''), language: 'ts' });
  expect(found.matches.map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.js', 'lib/c.ts']);
  expect(found.matches[0]).toMatchObject({ similarity: 1, match: 'renamed' });
  const python = await find({ snippet: PYTHON.replace(/rows/g, 'things').replace(/3/, '4'), language: 'py' });
  expect(python.matches).toEqual([expect.objectContaining({ path: 'd.py', symbol: 'total', similarity: 1 })]);
});

test('duplicates, and those of a folder', async () => {
  const all = await find({ minSimilarity: 0.7 });
  expect(all.duplicates.map(({ match, members }) => [match, members.length])).toEqual([['renamed', 2], ['similar', 2]]);
  expect(all.duplicates[0]!.members[0]).not.toHaveProperty('file');
  expect((await find({ minSimilarity: 0.7, path: 'lib' })).duplicates.map(({ match }) => match)).toEqual(['similar']);
  expect((await find({ minSimilarity: 0.7, minSize: 10_000 })).total).toBe(0);
});

test('what is too small says so, and what stands around it is taken', async () => {
  const nothing = await find({ name: 'small' });
  expect(nothing).toMatchObject({ matches: [], target: { symbol: 'small' } });
  const unknown = await find({ name: 'nobody' });
  expect(unknown).toMatchObject({ matches: [], steps: [{ step: 'target', status: 'note' }] });
  const empty = await find({ snippet: 'x', language: 'python' });
  expect(empty.steps[0]!.detail).toContain('too little code');
  expect((await find({ snippet: '}} function (', language: 'js' })).steps[0]!.detail).toContain('syntax errors');
});

test.each<[string, object]>([
  ['VALUE_INVALID', { snippet: 'x = 1' }],
  ['VALUE_INVALID', { snippet: 'x = 1', language: 'cobol' }],
  ['VALUE_INVALID', { snippet: 'x = 1', language: 'python', name: 'sum' }],
  ['VALUE_INVALID', { snippet: 'x'.repeat(200_001), language: 'python' }],
  ['VALUE_INVALID', { snippet: 5, language: 'python' }],
  ['VALUE_INVALID', { filePath: 'src/a.ts' }],
  ['VALUE_OUT_OF_RANGE', { name: 'sum', minSimilarity: 2 }],
  ['VALUE_OUT_OF_RANGE', { name: 'sum', minSimilarity: '0.7' }],
  ['VALUE_OUT_OF_RANGE', { minSimilarity: 0.2 }],
  ['VALUE_OUT_OF_RANGE', { minSize: 0 }],
  ['VALUE_OUT_OF_RANGE', { name: 'sum', limit: 1_001 }],
  ['FILE_NOT_FOUND', { path: 'nowhere' }],
])('%s: %j', async (code, request) => {
  expect(await codeOfRejection(find(request))).toBe(code);
});

test('edits count at once, and nothing is told of what a caller may not read', async () => {
  addFiles(root, { 'src/new.ts': FUNCTION('fresh', 'items') });
  expect((await find({ name: 'sum' })).matches.map(({ path }) => path)).toContain('src/new.ts');
  const access = { isAllowed: (paths: readonly string[]) => Promise.resolve(paths.map((path) => !path.endsWith('new.ts'))) };
  const hidden = await engine.findSimilar({ root, settings: FRESH, name: 'sum' }, { access });
  expect(hidden.matches.map(({ path }) => path)).not.toContain('src/new.ts');
  expect(JSON.stringify(await engine.findSimilar({ root }, { access }))).not.toContain('new.ts');
});
