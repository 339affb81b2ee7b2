import { decideStates, parseUnifiedDiff, type States } from '../../src/impact';
import { removeTempFolders } from '../io/temp-folder';
import { changeOf, type Tree } from './git';

afterAll(removeTempFolders);

const TEN = Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join('');

function decide(before: Tree, after: Tree, live: Tree, ...options: string[]): States {
  return decideStates(parseUnifiedDiff(changeOf(before, after, ...options).diff).files, (path) => live[path]?.toString());
}

const short = ({ base, files }: States): unknown => [base, ...files.map(({ before, after, problem }) => problem ?? [before && before.live, after && after.live])];

test('a file alone decides by its lines', () => {
  const [before, after] = [{ 'a.ts': TEN }, { 'a.ts': TEN.replace('line 5', 'five') }];
  expect(short(decide(before, after, after))).toEqual(['after', [false, true]]);
  expect(short(decide(before, after, before))).toEqual(['before', [true, false]]);
  expect(short(decide(before, after, { 'a.ts': 'other' }))).toEqual(['unknown', 'its lines are neither those before nor those after the change']);
  expect(short(decide(before, after, {}))).toEqual(['unknown', 'it is not in the workspace']);
});

test('lines that fit both states are decided by their places', () => {
  const [before, after] = [{ 'a.ts': 'x\n'.repeat(20) }, { 'a.ts': 'x\n'.repeat(22) }];
  expect(decide(before, after, after, '-U0').files[0]).toMatchObject({ after: { text: after['a.ts'] } });
});

test('new files, removed ones and moved ones', () => {
  const [before, after] = [{ 'gone.ts': TEN, 'old.ts': `${TEN}x\n` }, { 'new.ts': 'n\n', 'moved.ts': `${TEN}x\n` }];
  expect(short(decide(before, after, after))).toEqual(['after', [false, undefined], [false, true], [undefined, true]]);
  expect(decide(before, after, before).base).toBe('before');
  const other = decide(before, after, { ...before, 'new.ts': 'something else\n' });
  expect(other.base).toBe('before');
  expect(other.files.find(({ file }) => file.path === 'new.ts')!.after).toMatchObject({ text: 'n\n', live: false });
});

test('the majority decides; single files may be in the other state', () => {
  const edit = (text: string): string => text.replace('line 5', 'five');
  const before = { 'a.ts': TEN, 'b.ts': `${TEN}b\n`, 'c.ts': `${TEN}c\n` };
  const after = { 'a.ts': edit(TEN), 'b.ts': edit(`${TEN}b\n`), 'c.ts': edit(`${TEN}c\n`) };
  expect(short(decide(before, after, { ...after, 'c.ts': before['c.ts'] }))).toEqual(['after', [false, true], [false, true], [true, false]]);
});

test('a copy whose original is not there, and a mode alone', () => {
  const [before, after] = [{ 'a.ts': TEN }, { 'a.ts': TEN, 'b.ts': `${TEN}b\n` }];
  expect(short(decide(before, after, {}, '-C', '--find-copies-harder'))).toEqual(['before', 'its text is not in the diff']);
  expect(short(decide(before, after, before, '-C', '--find-copies-harder'))).toEqual(['before', [undefined, false]]);
  const mode = decideStates(parseUnifiedDiff('diff --git a/x b/x\nold mode 100644\nnew mode 100755\n').files, () => 'text');
  expect(mode.base).toBe('unknown');
});

test('a removed file whose text the diff leaves out', () => {
  const { files } = parseUnifiedDiff('diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n');
  expect(short(decideStates(files, () => undefined))).toEqual(['after', [false, undefined]]);
  expect(short(decideStates(files, () => 'x\r\n'))).toEqual(['before', [true, undefined]]);
  expect(short(decideStates(files, () => 'changed meanwhile\n'))).toEqual(['unknown', [false, undefined]]);
});
