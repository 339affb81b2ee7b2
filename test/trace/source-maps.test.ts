import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSourceMaps, scanTraces } from '../../src/trace';
import { removeTempFolders, tempFolder } from '../io/temp-folder';

afterAll(removeTempFolders);

const CART = `// Rates come from the settings.
export interface Line { readonly price: number }

export function total(lines: readonly Line[], rate?: number): number {
  if (rate === undefined) {
    throw new TypeError('rate is missing');
  }
  return lines.reduce((sum, { price }) => sum + price * rate, 0);
}
`;
const MAIN = "import { total } from './cart/total';\n\nfunction main(): void {\n  console.log(total([{ price: 1 }]));\n}\nmain();\n";

interface Built {
  readonly root: string;
  readonly stderr: string;
  readonly read: (path: string) => Promise<string | undefined>;
}

function build(options: { outfile: string; sourcemap: 'linked' | 'inline' | 'external'; minify: boolean }): Built {
  const root = tempFolder();
  for (const [path, text] of [['src/cart/total.ts', CART], ['src/main.ts', MAIN]] as const) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  buildSync({ absWorkingDir: root, entryPoints: ['src/main.ts'], bundle: true, platform: 'node', logLevel: 'silent', ...options });
  const { stderr } = spawnSync(process.execPath, [join(root, options.outfile)], { encoding: 'utf8' });
  const read = async (path: string): Promise<string | undefined> => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  return { root, stderr, read };
}

describe('traces of bundles that node ran', () => {
  test.each([
    ['a map beside the file', { outfile: 'dist/server.js', sourcemap: 'linked', minify: false }],
    ['a minified file', { outfile: 'dist/server.js', sourcemap: 'linked', minify: true }],
    ['a map inside the file', { outfile: 'build/server.cjs', sourcemap: 'inline', minify: true }],
    ['a map that the file does not name', { outfile: 'dist/server.js', sourcemap: 'external', minify: true }],
  ] as const)('%s', async (_, options) => {
    const built = build(options);
    const frames = scanTraces(built.stderr).traces[0]!.frames.filter(({ path }) => path.startsWith('/'));
    const maps = createSourceMaps(built.read);
    const [thrown, called] = await Promise.all(frames.map(({ path, line, column }) => maps.map(path, line!, column)));
    expect(thrown).toMatchObject({ source: 'src/cart/total.ts', line: 6, built: options.outfile });
    expect(called).toMatchObject({ source: 'src/main.ts', line: 4 });
  });

  test('other folders: in a container, behind a web server, at the root of an image', async () => {
    const built = build({ outfile: 'dist/assets/server.js', sourcemap: 'linked', minify: true });
    const { line, column } = scanTraces(built.stderr).traces[0]!.frames[0]!;
    for (const path of ['/app/dist/assets/server.js', 'https://shop.example/assets/server.js?v=2', '/srv/x/assets/server.js']) {
      const maps = createSourceMaps(built.read);
      expect(await maps.map(path, line!, column)).toMatchObject({ source: 'src/cart/total.ts', line: 6 });
    }
  });

  test('a frame without a column gets the first source of its line', async () => {
    const built = build({ outfile: 'dist/server.js', sourcemap: 'linked', minify: false });
    const { line } = scanTraces(built.stderr).traces[0]!.frames[0]!;
    expect(await createSourceMaps(built.read).map('/app/dist/server.js', line!)).toMatchObject({ source: 'src/cart/total.ts', line: 6 });
  });
});

describe('maps of other forms', () => {
  const map = (fields: object): string => JSON.stringify({ version: 3, names: [], sources: ['../src/a.ts'], mappings: 'AAEA', ...fields });
  const look = async (files: Record<string, string>, path = 'dist/a.js'): Promise<unknown> => {
    const found = await createSourceMaps(async (each) => files[each]).map(path, 1, 1);
    return found && [found.source, found.line];
  };

  test('named elsewhere, guarded, in sections, with a root', async () => {
    expect(await look({ 'dist/a.js': 'x\n//# sourceMappingURL=maps/a.js.map', 'dist/maps/a.js.map': map({ sources: ['../../src/a.ts'] }) })).toEqual(['src/a.ts', 3]);
    expect(await look({ 'dist/a.js.map': `)]}'\n${map({})}` })).toEqual(['src/a.ts', 3]);
    expect(await look({ 'dist/a.js.map': JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: JSON.parse(map({})) as object }] }) })).toEqual(['src/a.ts', 3]);
    expect(await look({ 'dist/a.js.map': map({ sourceRoot: 'webpack://shop/', sources: ['./src/a.ts'] }) })).toEqual(['webpack://shop/src/a.ts', 3]);
  });

  test.each([
    ['no map', {}],
    ['not JSON', { 'dist/a.js.map': '<html>' }],
    ['not an object', { 'dist/a.js.map': 'null' }],
    ['without mappings', { 'dist/a.js.map': '{"version":3}' }],
    ['broken mappings', { 'dist/a.js.map': map({ mappings: '!!!' }) }],
    ['no source at the place', { 'dist/a.js.map': map({ mappings: 'A' }) }],
    ['a source that is no text', { 'dist/a.js.map': map({ sources: [null] }) }],
    ['a map from the network', { 'dist/a.js': '//# sourceMappingURL=https://cdn.example/a.js.map' }],
    ['a map of another type', { 'dist/a.js': '//# sourceMappingURL=data:text/plain,x' }],
    ['an empty name', { 'dist/a.js': '//# sourceMappingURL=' }],
    ['the name that was looked at', { 'dist/a.js': '//# sourceMappingURL=a.js.map' }],
  ])('%s leads nowhere', async (_, files) => {
    expect(await look(files)).toBeUndefined();
  });

  test('only built files of the workspace are looked for, each once, not too many', async () => {
    const asked: string[] = [];
    const maps = createSourceMaps(async (path) => {
      asked.push(path);
      return undefined;
    });
    await maps.map('/app/node_modules/kit/index.js', 1, 1);
    await maps.map('/app/src/cart.ts', 1, 1);
    await maps.map('', 1, 1);
    expect(asked).toEqual([]);
    await maps.map('/app/dist/a.js', 1, 1);
    const count = asked.length;
    await maps.map('/app/dist/a.js', 2, 2);
    expect(asked.length).toBe(count);
    expect(asked).toContain('dist/a.js.map');
    for (let i = 0; i < 200; i += 1) await maps.map(`/very/${'deep/'.repeat(100)}a${i}.js`, 1, 1);
    expect(asked.length).toBeLessThan(50 * 80 + count);
  });
});
