import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyHunks, DIFF_LIMITS, parseUnifiedDiff, wholeText, type DiffFile } from '../../src/impact';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { changeOf, git, writeTree, type Tree } from './git';

afterAll(removeTempFolders);

const LINES = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`).join('\n');
const only = (diff: string): DiffFile => {
  const { files } = parseUnifiedDiff(diff);
  expect(files).toHaveLength(1);
  return files[0]!;
};
const short = ({ path, oldPath, change, additions, deletions }: DiffFile): unknown => [change, oldPath, path, additions, deletions];
const diffOf = (before: Tree, after: Tree, ...options: string[]): string => changeOf(before, after, ...options).diff;

/** Both ways between two states, by the diff that git makes of them. */
function expectBothWays(before: Tree, after: Tree, ...options: string[]): void {
  for (const { path, oldPath, change, hunks } of parseUnifiedDiff(diffOf(before, after, ...options)).files) {
    const [old, now] = [change === 'added' ? '' : String(before[oldPath]), change === 'removed' ? '' : String(after[path])];
    expect(applyHunks(old, hunks, 'forward')?.text).toBe(now);
    expect(applyHunks(now, hunks, 'reverse')?.text).toBe(old);
  }
}

describe('what git makes', () => {
  test('files that change, come, go, move and are copied', () => {
    const before = { 'a.ts': `${LINES}\n`, 'gone.ts': 'x\ny\n', 'old/name.ts': `${LINES}\nmoved\n`, 'kept.ts': `${LINES}\n${LINES.toUpperCase()}\n` };
    const after = { 'a.ts': `${LINES.replace('line 7', 'line seven')}\n`, 'new.ts': 'n\n', 'new/name.ts': `${LINES}\nmoved far\n`, 'kept.ts': `${LINES}\n${LINES.toUpperCase()}\n`, 'copy.ts': `${LINES}\n${LINES.toUpperCase()}\nmore\n` };
    const { files } = parseUnifiedDiff(diffOf(before, after, '-C', '--find-copies-harder'));
    expect(files.map(short)).toEqual([
      ['modified', 'a.ts', 'a.ts', 1, 1],
      ['added', 'kept.ts', 'copy.ts', 1, 0],
      ['removed', 'gone.ts', 'gone.ts', 0, 2],
      ['added', 'new.ts', 'new.ts', 1, 0],
      ['renamed', 'old/name.ts', 'new/name.ts', 1, 1],
    ]);
    expect(files.map(({ copied }) => copied)).toEqual([false, true, false, false, false]);
    expect(applyHunks(before['kept.ts'], files[1]!.hunks, 'forward')?.text).toBe(after['copy.ts']);
    expectBothWays(before, after);
  });

  test('renames without a change, with blanks and with letters beyond ASCII', () => {
    const before = { 'my file.ts': LINES, 'grüße "x".ts': `${LINES}\n1`, 'tab\there.ts': `${LINES}\n2` };
    const after = { 'b/my file.ts': LINES, 'höflich/grüße.ts': `${LINES}\n1`, 'tab\tthere.ts': `${LINES}\n2!` };
    expect(parseUnifiedDiff(diffOf(before, after)).files.map(short)).toEqual([
      ['renamed', 'my file.ts', 'b/my file.ts', 0, 0],
      ['renamed', 'grüße "x".ts', 'höflich/grüße.ts', 0, 0],
      ['renamed', 'tab\there.ts', 'tab\tthere.ts', 1, 1],
    ]);
  });

  test('names of changed files need quotes, too', () => {
    const before = { 'a b/b c.ts': LINES, 'ä.ts': LINES, 'a\\b.ts': LINES };
    const after = { 'a b/b c.ts': `${LINES}\nx`, 'ä.ts': `${LINES}\nx`, 'a\\b.ts': `${LINES}\nx` };
    expect(parseUnifiedDiff(diffOf(before, after)).files.map(({ path, oldPath }) => [path, oldPath])).toEqual([
      ['a b/b c.ts', 'a b/b c.ts'],
      ['a\\b.ts', 'a\\b.ts'],
      ['ä.ts', 'ä.ts'],
    ]);
    expectBothWays(before, after);
  });

  test('without prefixes, with other prefixes, without context', () => {
    const [before, after] = [{ 'src/a.ts': LINES }, { 'src/a.ts': LINES.replace('line 5', 'five').replace('line 20', '') }];
    for (const option of ['--no-prefix', '--src-prefix=i/', '-U0', '-U50', '--full-index', '--ita-invisible-in-index']) {
      expect(short(only(diffOf(before, after, option)))).toEqual(['modified', 'src/a.ts', 'src/a.ts', 2, 2]);
      expectBothWays(before, after, option);
    }
  });

  test('ends without a line break, in every combination', () => {
    for (const [before, after] of [['a\nb', 'a\nb\n'], ['a\nb\n', 'a\nb'], ['a\nb', 'a\nc'], ['a', ''], ['', 'a'], ['a\n', ''], ['\n', '\n\n'], ['x\na', 'y\na']]) {
      expectBothWays({ 'a.ts': before!, b: '' }, { 'a.ts': after!, b: '' });
    }
  });

  test('carriage returns stay where they are', () => {
    expectBothWays({ 'a.ts': 'a\r\nb\r\nc\r\n' }, { 'a.ts': 'a\r\nB\r\nc\r\nd\r\n' });
    expectBothWays({ 'a.ts': 'a\r\nb\n' }, { 'a.ts': 'a\nb\r\n' });
  });

  test('modes, links, binary files and files without content say what they are', () => {
    const { root } = changeOf({ 'run.sh': 'x\n', 'pic.png': Buffer.from([0, 1, 2]), link: 'x' }, { 'run.sh': 'x\n', 'pic.png': Buffer.from([0, 3, 2]), link: 'x', empty: '' });
    chmodSync(join(root, 'run.sh'), 0o755);
    symlinkSync('run.sh', join(root, 'way'));
    git(root, 'add', '-A');
    for (const options of [[], ['--binary']]) {
      const { files, notes } = parseUnifiedDiff(git(root, 'diff', '--cached', ...options));
      expect(files.map(short)).toEqual([
        ['added', 'empty', 'empty', 0, 0],
        ['binary', 'pic.png', 'pic.png', 0, 0],
        ['modified', 'run.sh', 'run.sh', 0, 0],
        ['added', 'way', 'way', 1, 0],
      ]);
      expect(notes).toEqual(['way: it is a symbolic link']);
    }
  });

  test('submodules and merges are named and left alone', () => {
    const submodule = 'diff --git a/lib b/lib\nindex 0000001..0000002 160000\n--- a/lib\n+++ b/lib\n@@ -1 +1 @@\n-Subproject commit 0000001\n+Subproject commit 0000002\n';
    expect(parseUnifiedDiff(submodule).notes).toEqual(['lib: it is a submodule']);
    const { root } = changeOf({ 'a.ts': 'one\n' }, { 'a.ts': 'two\n' });
    git(root, 'commit', '-qam', 'two');
    git(root, 'checkout', '-qb', 'side', 'HEAD~1');
    writeTree(root, { 'a.ts': 'three\n' });
    git(root, 'commit', '-qam', 'three');
    expect(() => git(root, 'merge', '-q', '-')).toThrow();
    writeTree(root, { 'a.ts': 'four\n' });
    const { files, notes } = parseUnifiedDiff(git(root, 'diff'));
    expect(files.map(({ path, hunks }) => [path, hunks.length])).toEqual([['a.ts', 0]]);
    expect(notes[0]).toContain('merge');
  });

  test('a mailed patch and the output of show', () => {
    const { root } = changeOf({ 'a.ts': LINES }, { 'a.ts': LINES.replace('line 5', 'five') });
    git(root, 'commit', '-qam', 'a change\n\n--- not a header\n+++ neither\n');
    expect(short(only(git(root, 'format-patch', '--stdout', 'HEAD~1')))).toEqual(['modified', 'a.ts', 'a.ts', 1, 1]);
    expect(short(only(git(root, 'show', '--stat', '-p')))).toEqual(['modified', 'a.ts', 'a.ts', 1, 1]);
  });

  test('lines of code that look like headers', () => {
    const before = { 'a.sql': 'select 1;\n-- a/x\n++ b/x\n@@ -1 +1 @@\nend\n' };
    expectBothWays(before, { 'a.sql': 'select 2;\n-- b/x\n++ c/x\n@@ -2 +2 @@\nend\n' });
  });
});

test('plain diffs of other tools, with time stamps', () => {
  const root = tempFolder({ 'old.ts': 'a\nb\n', 'new.ts': 'a\nc\n' });
  let diff = '';
  try {
    execFileSync('diff', ['-u', 'old.ts', 'new.ts'], { cwd: root, encoding: 'utf8' });
  } catch (error) {
    diff = (error as { stdout: string }).stdout;
  }
  expect(diff).toContain('\t20');
  expect(short(only(diff))).toEqual(['renamed', 'old.ts', 'new.ts', 1, 1]);
  expect(short(only('--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-a\n+b\n'))).toEqual(['modified', 'x.ts', 'x.ts', 1, 1]);
  expect(short(only('--- /dev/null\n+++ b/x.ts\n@@ -0,0 +1 @@\n+b\n'))).toEqual(['added', 'x.ts', 'x.ts', 1, 0]);
});

test('a diff that was sent with carriage returns', () => {
  const { diff } = changeOf({ 'a.ts': 'a\nb\n' }, { 'a.ts': 'a\nc\n' });
  const file = only(diff.replace(/\n/g, '\r\n'));
  expect(short(file)).toEqual(['modified', 'a.ts', 'a.ts', 1, 1]);
  expect(applyHunks('a\nb\n', file.hunks, 'forward')?.text).toBe('a\nc\n');
});

test('blanks that a tool cut off lines are given back', () => {
  const file = only('--- a/x.ts\n+++ b/x.ts\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n');
  expect(applyHunks('a\n\nb\n', file.hunks, 'forward')?.text).toBe('a\n\nc\n');
});

describe('properties', () => {
  const line = fc.constantFrom('', 'a', 'b', 'c', '  d', '+e', '-f', '@@ -1 +1 @@', 'diff --git a/x b/x', '\\ x', 'g\r');
  const text = fc.tuple(fc.array(line, { maxLength: 25 }), fc.boolean()).map(([lines, end]) => lines.join('\n') + (end && lines.length > 0 ? '\n' : ''));

  test('what is applied can be reversed, and both are what git has', () => {
    const root = tempFolder();
    fc.assert(
      fc.property(text, text, fc.constantFrom('-U0', '-U1', '-U3'), (before, after, context) => {
        fc.pre(before !== after && before !== '' && after !== '');
        writeFileSync(join(root, 'before'), before);
        writeFileSync(join(root, 'after'), after);
        const diff = gitNoIndex(root, context);
        const { hunks } = only(diff);
        expect(applyHunks(before, hunks, 'forward')?.text).toBe(after);
        expect(applyHunks(after, hunks, 'reverse')?.text).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  test('an empty diff changes nothing', () => {
    expect(parseUnifiedDiff('')).toEqual({ files: [], notes: [] });
    fc.assert(fc.property(text, (any) => expect(applyHunks(any, [], 'forward')).toEqual({ text: any, drift: 0 })));
  });

  test('hunks are found where lines moved, and refused where they are gone', () => {
    const before = `${LINES}\n`;
    const { hunks } = only(diffOf({ 'a.ts': before }, { 'a.ts': before.replace('line 15', 'fifteen') }));
    const moved = `new\nlines\n${before}`;
    expect(applyHunks(moved, hunks, 'forward')).toEqual({ text: moved.replace('line 15', 'fifteen'), drift: 2 });
    expect(applyHunks(before.replace('line 15', 'other'), hunks, 'forward')).toBeUndefined();
    expect(applyHunks(`${'far\n'.repeat(300)}${before}`, hunks, 'forward')).toBeUndefined();
    expect(wholeText(hunks, 'forward')).toBeUndefined();
  });

  function gitNoIndex(root: string, context: string): string {
    try {
      return execFileSync('git', ['diff', '--no-index', context, 'before', 'after'], { cwd: root, encoding: 'utf8' });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }
});

describe('hostile diffs', () => {
  const MB = 1024 * 1024;

  test.each([
    ['no diff', 'hello\nworld'],
    ['a hunk alone', '@@ -1 +1 @@\n-a\n+b'],
    ['a header without names', 'diff --git\n--- \n+++ \n'],
    ['names that differ and hold blanks', 'diff --git a/x y b/z w q\nold mode 100644\nnew mode 100755\n'],
    ['a quote without an end', 'diff --git "a/x b/x\n'],
    ['a hunk of nothing', '--- a/x\n+++ b/x\n@@ -0,0 +0,0 @@\nfoo\n'],
  ])('%s gives no file or an empty one', (_, diff) => {
    const { files } = parseUnifiedDiff(diff);
    for (const { hunks } of files) expect(hunks).toEqual([]);
  });

  test('a hunk that promises more than it has does not swallow the next file', () => {
    const diff = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,900000000 +1,900000000 @@\n a\n-b\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n';
    const { files, notes } = parseUnifiedDiff(diff);
    expect(files.map(({ path, hunks }) => [path, hunks.length])).toEqual([['x', 0], ['y', 1]]);
    expect(notes).toEqual(['x: a part of its diff is missing']);
  });

  test('more files than are read are counted', () => {
    const { files, notes } = parseUnifiedDiff('diff --git a/x b/x\nnew file mode 100644\n'.repeat(DIFF_LIMITS.files + 7));
    expect(files).toHaveLength(DIFF_LIMITS.files);
    expect(notes).toEqual(['7 further files of the diff were not read']);
  });

  test.each([
    ['a long name', `diff --git a/${'a/'.repeat(5 * MB)}\n`],
    ['many long names', `diff --git a/${'a/b '.repeat(2_000)}\n`.repeat(500)],
    ['a name of quotes', `diff --git ${'"a\\\\" '.repeat(1_400)}\n`.repeat(300)],
    ['one long line', `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${'x'.repeat(5 * MB)}\n+${'y'.repeat(5 * MB)}\n`],
    ['many lines', `--- a/x\n+++ b/x\n@@ -1,200000 +1,200000 @@\n${'-a\n+b\n'.repeat(200_000)}`],
    ['many hunks', `--- a/x\n+++ b/x\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(20_000)}`],
    ['headers alone', '@@ -1,9 +1,9 @@\n'.repeat(300_000)],
  ])('%s: no character is looked at again and again', (_, diff) => {
    // The most is 15, for hunks of two lines.
    expect(looksOf(() => parseUnifiedDiff(diff))).toBeLessThan(20 * diff.length);
  });
});

/**
 * How many characters are handed to patterns while `work` runs, each as often as it is. What a pattern does with them
 * is not seen: those of headers get 9,000 at most.
 */
function looksOf(work: () => void): number {
  const { exec } = RegExp.prototype;
  let looks = 0;
  const counting = (count: typeof exec): void => void Object.defineProperty(RegExp.prototype, 'exec', { value: count, writable: true, configurable: true });
  counting(function (this: RegExp, text) {
    looks += text.length - this.lastIndex;
    return exec.call(this, text);
  });
  try {
    work();
  } finally {
    counting(exec);
  }
  return looks;
}
