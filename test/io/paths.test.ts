import fc from 'fast-check';
import { join, resolve, sep } from 'node:path';
import { isInside, normalizeRelative, toRelative } from '../../src/io';
import { codeThrown } from './temp-folder';

describe('normalizeRelative', () => {
  test.each([
    ['a.ts', 'a.ts'],
    ['./a.ts', 'a.ts'],
    ['src//deep/./a.ts', 'src/deep/a.ts'],
    ['src\\deep\\a.ts', 'src/deep/a.ts'],
    ['src/../a.ts', 'a.ts'],
    ['src/', 'src'],
    ['.', '.'],
    ['./', '.'],
    ['..a/b', '..a/b'],
    ['-rf', '-rf'],
    ['line\nbreak.ts', 'line\nbreak.ts'],
    ['été/naïve.ts', 'été/naïve.ts'],
  ])('%j becomes %j', (typed, expected) => {
    expect(normalizeRelative(typed)).toBe(expected);
  });

  test.each(['..', '../a', 'a/../../b', '..\\a', '/etc/passwd', 'C:\\Windows', 'c:/x', '\\\\server\\share'])(
    '%j leads outside',
    (typed) => {
      expect(codeThrown(() => normalizeRelative(typed))).toBe('PATH_OUTSIDE_ROOT');
    },
  );

  test.each(['', 'a\0b', 'x'.repeat(4_097), 7 as unknown as string, undefined as unknown as string])(
    'a value that is no path is refused (%#)',
    (typed) => {
      expect(codeThrown(() => normalizeRelative(typed))).toBe('VALUE_INVALID');
    },
  );
});

describe('toRelative', () => {
  test.each([
    ['/repo/src/a.ts', 'src/a.ts'],
    ['/repo', '.'],
    ['/repo/', '.'],
    ['/repo/x/../a.ts', 'a.ts'],
    ['src/a.ts', 'src/a.ts'],
  ])('%j below /repo is %j', (typed, expected) => {
    expect(toRelative('/repo', typed)).toBe(expected);
  });

  test('knows the root as the user wrote it, too', () => {
    expect(toRelative('/real/repo', '/link/a.ts', '/link')).toBe('a.ts');
    expect(toRelative('/real/repo', '/real/repo/a.ts', '/link')).toBe('a.ts');
    expect(codeThrown(() => toRelative('/real/repo', '/link/a.ts'))).toBe('PATH_OUTSIDE_ROOT');
  });

  test.each(['/repository/a.ts', '/', '/repo/../etc/passwd', '../repo/a.ts'])('%j is outside /repo', (typed) => {
    expect(codeThrown(() => toRelative('/repo', typed))).toBe('PATH_OUTSIDE_ROOT');
  });

  test('works for the root folder of the machine', () => {
    expect(toRelative('/', '/etc/hosts')).toBe('etc/hosts');
  });
});

describe('containment, for any path', () => {
  const segment = fc.oneof(
    fc.constantFrom('..', '.', '', 'a', 'b.ts', '...', '..a', '\\', '..\\..', '~', '-x', 'C:'),
    fc.string({ maxLength: 8 }),
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('/'));

  test('what is accepted stays inside, and accepting it again changes nothing', () => {
    fc.assert(
      fc.property(path, (typed) => {
        let accepted: string;
        try {
          accepted = toRelative('/srv/repo', typed);
        } catch (thrown) {
          expect(['PATH_OUTSIDE_ROOT', 'VALUE_INVALID']).toContain((thrown as { code: string }).code);
          return;
        }
        expect(isInside('/srv/repo', join('/srv/repo', accepted))).toBe(true);
        expect(accepted.split('/')).not.toContain('..');
        expect(normalizeRelative(accepted)).toBe(accepted);
      }),
      { numRuns: 5_000, examples: [[' / /..\\../A:/ /\\']] },
    );
  });

  test('isInside agrees with comparing the segments', () => {
    fc.assert(
      fc.property(path, path, (parent, child) => {
        const from = resolve('/', parent).split(sep).filter(Boolean);
        const to = resolve('/', child).split(sep).filter(Boolean);
        const expected = from.every((part, index) => part === to[index]);
        expect(isInside(resolve('/', parent), resolve('/', child))).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });
});
