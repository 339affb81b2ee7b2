import { dirname } from 'node:path';
import { findViolations } from './imports';
import { importsOf, listFiles, readSources, readText, ROOT, valueExports } from './tree';

const MAX_LINES = 300;
const MAX_EXPORTS = 12;
/** Parent folders of a checkout that documents may well name. */
const COMMON_FOLDERS = ['/', '/app', '/home', '/home/node', '/opt', '/root', '/srv', '/tmp', '/usr/src', '/workspace', '/workspaces'];

interface Manifest {
  readonly dependencies?: object;
  readonly overrides?: object;
  readonly optionalDependencies?: object;
  readonly peerDependencies: object;
}

describe('dependency rules', () => {
  test('every import follows the architecture', () => {
    const sources = readSources(['src', 'nodes', 'credentials']);
    expect(sources.length).toBeGreaterThan(50);
    expect(findViolations(sources)).toEqual([]);
  });

  test.each([
    ['src/kernel/types.ts', '../graph', 'the kernel reaches out'],
    ['src/kernel/types.ts', 'node:path', 'the kernel imports a library'],
    ['src/graph/index.ts', '../engine', 'a stage imports the composition root'],
    ['src/chunk/index.ts', '../vector', 'a stage imports a stage it does not build on'],
    ['src/rank/index.ts', 'node:fs', 'a pure stage reads files'],
    ['src/embed/index.ts', 'node:fs/promises', 'a pure stage reads files'],
    ['src/embed/index.ts', 'worker_threads', 'a pure stage starts threads'],
    ['src/embed/index.ts', '@n8n/config', 'the engine knows n8n'],
    ['src/embed/index.ts', '../../nodes/shared/run', 'the engine imports nodes'],
    ['src/io/index.ts', 'node:child_process', 'a program is started'],
    ['src/cli/commands/query.ts', '../../engine', 'the CLI goes around the door'],
    ['src/cli/commands/query.ts', '../../kernel', 'the CLI goes around the door'],
    ['src/operations/search.ts', '../engine', 'an operation imports the composition root'],
    ['src/operations/search.ts', 'node:fs', 'an operation reads files'],
    ['src/pack/index.ts', '../operations', 'a stage imports an operation'],
    ['src/helper.ts', 'node:fs', 'a new file beside the composition root reads files'],
    ['nodes/AstAnalyze/AstAnalyze.node.ts', '../../src/engine', 'a node goes around the door'],
    ['nodes/AstAnalyze/AstAnalyze.node.ts', 'zod', 'a node imports a library'],
  ])('%s importing %s is found: %s', (path, specifier) => {
    expect(findViolations([{ path, imports: [specifier] }])).toEqual([
      expect.stringContaining(`${path} imports ${specifier}: `),
    ]);
  });

  test.each([
    ['src/engine.ts', './retrieve'],
    ['src/operations/search.ts', '../retrieve'],
    ['src/graph/index.ts', '../kernel'],
    ['src/source/list.ts', 'node:fs/promises'],
    ['src/cli/main.ts', '../index'],
    ['nodes/shared/engine.ts', '../../src/index'],
    ['nodes/shared/engine.ts', 'n8n-workflow'],
  ])('%s may import %s', (path, specifier) => {
    expect(findViolations([{ path, imports: [specifier] }])).toEqual([]);
  });

  test('all ways to import are seen', () => {
    const text = `
      import a from './a'; import type { B } from './b'; export * from './c';
      const d = require('./d'); const e = await import('./e'); import f = require('./f');`;
    expect(importsOf(text).sort()).toEqual(['./a', './b', './c', './d', './e', './f']);
  });
});

describe('size', () => {
  test(`no source file is longer than ${MAX_LINES} lines`, () => {
    const long = listFiles()
      .filter((path) => /^(src|nodes|credentials|scripts)\/.*\.(ts|mjs|js)$/.test(path))
      .map((path) => ({ path, lines: readText(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  test(`src/index.ts exports at most ${MAX_EXPORTS} values`, () => {
    const names = valueExports(readText('src/index.ts'));
    expect(names).toContain('openEngine');
    expect(names).not.toContain('*');
    expect(names.length).toBeLessThanOrEqual(MAX_EXPORTS);
  });

  test('exports are counted as they run', () => {
    const text = `
      export type { A } from './a'; export { b, type C } from './b'; export * from './d';
      export const e = 1, f = 2; export function g() {} export class H {} export enum I { J }
      export interface K {} export type L = 1; const m = 1;`;
    expect(valueExports(text)).toEqual(['b', '*', 'e', 'f', 'g', 'H', 'I']);
  });
});

describe('package', () => {
  test('n8n installs nothing beside it', () => {
    const manifest = JSON.parse(readText('package.json')) as Manifest;
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies ?? {}).toEqual({});
    expect(manifest.overrides).toBeUndefined();
    expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
  });

  test('no file names a path of the machine it was written on', () => {
    const parent = dirname(ROOT);
    const machinePath = COMMON_FOLDERS.includes(parent) ? ROOT : parent;
    const pattern = new RegExp(`(?<![\\w.-])${machinePath.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|[^\\w-]|$)`);
    expect(listFiles().filter((path) => pattern.test(readText(path)))).toEqual([]);
  });
});
