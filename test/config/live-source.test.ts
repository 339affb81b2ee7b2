import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSettingsSource, defaultSettings, type SettingsSource } from '../../src/config';
import { readSettingsText, statSettings } from '../../src/io';
import { codeThrown, removeTempFolders, tempFolder } from '../io/temp-folder';

afterAll(removeTempFolders);

interface Setup {
  readonly source: SettingsSource;
  readonly path: string;
  readonly write: (text: string) => void;
  readonly pass: (ms: number) => void;
  readonly calls: { stat: number; read: number };
}

/** A source over a real file, with a clock that the test moves. */
function setUp(text?: string): Setup {
  const path = join(tempFolder(), 'settings.yaml');
  const calls = { stat: 0, read: 0 };
  let now = 1_000;
  let edits = 0;
  const write = (content: string): void => {
    writeFileSync(path, content);
    edits += 1;
    utimesSync(path, edits, edits); // Edits within one tick of the file system must count as well.
  };
  if (text !== undefined) write(text);
  const source = createSettingsSource({
    path,
    readText: (file) => (calls.read++, readSettingsText(file)),
    statText: (file) => (calls.stat++, statSettings(file)),
    clock: { now: () => now, monotonic: () => now },
  });
  return { source, path, write, calls, pass: (ms) => (now += ms) };
}

test('without a file: the defaults', () => {
  const refuse = (): never => {
    throw new Error('must not be called');
  };
  const source = createSettingsSource({ readText: refuse, statText: refuse });
  expect(source.current()).toEqual(defaultSettings());
  expect(source.problem).toBeUndefined();
});

test('an edit counts within a second; the file is looked at once a second and read when it changed', () => {
  const { source, write, pass, calls } = setUp('ast_analysis: { cache_size: 1 }');
  expect(source.current().ast_analysis.cache_size).toBe(1);
  for (let round = 0; round < 100; round += 1) source.current();
  expect(calls).toEqual({ stat: 1, read: 1 });

  write('ast_analysis: { cache_size: 2 }');
  pass(999);
  expect(source.current().ast_analysis.cache_size).toBe(1);
  pass(1);
  expect(source.current().ast_analysis.cache_size).toBe(2);
  expect(calls).toEqual({ stat: 2, read: 2 });

  pass(5_000);
  const same = source.current();
  expect(source.current()).toBe(same);
  expect(calls).toEqual({ stat: 3, read: 2 });
});

test('a wrong edit changes nothing and is named; the next right one counts', () => {
  const { source, write, pass, calls } = setUp('ast_analysis: { cache_size: 1 }');
  const good = source.current();
  write('ast_analysis: { cache_size: lots }');
  pass(1_000);
  expect(source.current()).toBe(good);
  expect(source.problem).toMatchObject({ code: 'SETTINGS_INVALID', message: expect.stringContaining('line 1') as string });
  pass(1_000);
  source.current();
  expect(calls.read).toBe(2);
  write('ast_analysis: { cache_size: 3 }');
  pass(1_000);
  expect(source.current().ast_analysis.cache_size).toBe(3);
  expect(source.problem).toBeUndefined();
});

test('a file that goes away leaves the last settings; one that comes back unchanged heals', () => {
  const { source, path, pass } = setUp('ast_analysis: { cache_size: 1 }');
  source.current();
  renameSync(path, `${path}.away`);
  pass(1_000);
  expect(source.current().ast_analysis.cache_size).toBe(1);
  expect(source.problem).toMatchObject({ code: 'SETTINGS_NOT_FOUND' });
  renameSync(`${path}.away`, path);
  pass(1_000);
  source.current();
  expect(source.problem).toBeUndefined();
});

test('a file that was never good is an error until it is', () => {
  const { source, write, path } = setUp();
  expect(codeThrown(() => source.current())).toBe('SETTINGS_NOT_FOUND');
  write('nonsense: 1');
  expect(codeThrown(() => source.current())).toBe('SETTINGS_INVALID');
  expect(codeThrown(() => source.current())).toBe('SETTINGS_INVALID');
  write('');
  expect(source.current()).toEqual(defaultSettings());
  rmSync(path);
  expect(source.current()).toEqual(defaultSettings());
});

test('an edit during the reading is seen at the next look', () => {
  const { write, path } = setUp('ast_analysis: { cache_size: 1 }');
  let now = 0;
  let first = true;
  const source = createSettingsSource({
    path,
    statText: statSettings,
    clock: { now: () => now, monotonic: () => now },
    readText: (file) => {
      const text = readSettingsText(file);
      if (first) write('ast_analysis: { cache_size: 2 }');
      first = false;
      return text;
    },
  });
  utimesSync(path, 500, 500);
  expect(source.current().ast_analysis.cache_size).toBe(1);
  now += 1_000;
  expect(source.current().ast_analysis.cache_size).toBe(2);
});
