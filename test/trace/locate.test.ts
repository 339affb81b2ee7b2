import type { FileFacts } from '../../src/kernel';
import { createLocator, type LocatedFrame, type TraceFile, type TraceFrame } from '../../src/trace';
import { parseFile } from '../../src/parse';

async function file(path: string, text = 'export const x = 1;\n'.repeat(50)): Promise<TraceFile> {
  return { path, facts: await parseFile({ path, text, hash: path, size: text.length, invalidUtf8: false }) };
}

const files = (paths: readonly string[]): Promise<TraceFile[]> => Promise.all(paths.map((path) => file(path)));
const frame = (path: string, extra: Partial<TraceFrame> = {}): TraceFrame => ({ raw: path, function: '', path, line: 3, ...extra });
const short = ({ path, own, confidence }: LocatedFrame): unknown => [path, own, confidence];

describe('one frame', () => {
  const known = ['src/cart/total.ts', 'src/index.ts', 'packages/api/src/server.ts', 'lib/shop/cart.py', 'main.go'];

  test.each([
    ['/app/src/cart/total.ts', 'src/cart/total.ts', 1],
    ['file:///usr/src/app/src/cart/total.ts', 'src/cart/total.ts', 1],
    ['C:\\build\\shop\\src\\cart\\total.ts', 'src/cart/total.ts', 1],
    ['webpack://shop/./src/cart/total.ts?a1b2', 'src/cart/total.ts', 1],
    ['webpack-internal:///(rsc)/./src/cart/total.ts', 'src/cart/total.ts', 1],
    ['http://localhost:5173/src/cart/total.ts?t=17', 'src/cart/total.ts', 1],
    ['http://localhost:5173/@fs/home/me/shop/src/cart/total.ts', 'src/cart/total.ts', 1],
    ['./src/cart/../cart/total.ts', 'src/cart/total.ts', 1],
    ['src/cart/total.ts', 'src/cart/total.ts', 1],
    ['total.ts', 'src/cart/total.ts', 1],
    ['/srv/releases/42/cart/total.ts', 'src/cart/total.ts', 0.8],
    ['/app/main.go', 'main.go', 1],
    ['/workspaces/shop/main.go', 'main.go', 1],
    ['/opt/tools/other/deep/main.go', 'main.go', 0.6],
    ['SRC/CART/TOTAL.TS', 'src/cart/total.ts', 1],
    ['/app/src/caf%C3%A9/total.ts', undefined, 0],
    ['/app/elsewhere/missing.ts', undefined, 0],
    ['', undefined, 0],
  ])('%s', async (reported, path, confidence) => {
    const [located] = createLocator(await files(known)).locate([frame(reported)]);
    expect(short(located!)).toEqual([path, path !== undefined, confidence]);
  });

  test.each([
    '/app/node_modules/express/lib/index.ts',
    'node:internal/process/task_queues',
    '/usr/lib/python3.12/site-packages/shop/cart.py',
    '<frozen importlib._bootstrap>',
    '/usr/local/go/src/runtime/main.go',
    '/go/pkg/mod/github.com/acme/kit@v1.2.3/main.go',
    '/rustc/07dca489ac/library/std/src/main.go',
    '/home/me/.cargo/registry/src/index.crates.io-6f17d22bba15001f/kit-1.0.0/src/index.ts',
    '/usr/local/bundle/gems/rack-3.0.1/lib/shop/cart.py',
    '/var/www/vendor/symfony/http-kernel/main.go',
  ])('%s is a library', async (reported) => {
    const [located] = createLocator(await files(known)).locate([frame(reported)]);
    expect(short(located!)).toEqual([undefined, false, 0]);
  });

  test('a line that the file does not have makes it less sure', async () => {
    const [located] = createLocator(await files(known)).locate([frame('/app/src/cart/total.ts', { line: 4_000 })]);
    expect(short(located!)).toEqual(['src/cart/total.ts', true, 0.5]);
  });

  test('the folder of the workspace itself', async () => {
    const [located] = createLocator(await files(known), '/deep/down/where/it/lies').locate([frame('/deep/down/where/it/lies/main.go')]);
    expect(short(located!)).toEqual(['main.go', true, 1]);
  });
});

describe('several files that fit', () => {
  test('share the confidence when nothing decides', async () => {
    const locator = createLocator(await files(['packages/a/src/index.ts', 'packages/b/src/index.ts']));
    expect(short(locator.locate([frame('/app/src/index.ts')])[0]!)).toEqual(['packages/a/src/index.ts', true, 0.4]);
    expect(short(locator.locate([frame('index.ts')])[0]!)).toEqual(['packages/a/src/index.ts', true, 0.5]);
  });

  test('the function around the line decides', async () => {
    const a = await file('packages/a/src/index.ts', '\nexport function other() {\n  return 1;\n}\n');
    const b = await file('packages/b/src/index.ts', '\nexport class Cart {\n  total() {\n    return 1;\n  }\n}\n');
    const [located] = createLocator([a, b]).locate([frame('/app/src/index.ts', { line: 4, function: 'Cart.total' })]);
    expect(short(located!)).toEqual(['packages/b/src/index.ts', true, 0.8]);
  });

  test('the other frames tell where the workspace lay', async () => {
    const known = await files(['server.ts', 'api/server.ts', 'api/routes/cart.ts']);
    const located = createLocator(known).locate([frame('/x/y/z/api/routes/cart.ts'), frame('/x/y/z/server.ts'), frame('/x/y/z/api/server.ts')]);
    expect(located.map(short)).toEqual([
      ['api/routes/cart.ts', true, 1],
      ['server.ts', true, 1],
      ['api/server.ts', true, 1],
    ]);
    const [, foreign] = createLocator(known).locate([frame('/x/y/z/api/routes/cart.ts'), frame('/usr/share/tool/server.ts')]);
    expect(short(foreign!)).toEqual([undefined, false, 0]);
  });

  test('packages of the JVM: by folder, and by what the file declares', async () => {
    const java = (name: string): string => `package ${name};\n\npublic class Cart {\n  int total() {\n    return 1;\n  }\n}\n`;
    const a: TraceFile = { path: 'a/src/main/java/com/shop/Cart.java', facts: withModule(await file('a/src/main/java/com/shop/Cart.java', java('com.shop')), 'com.shop') };
    const b: TraceFile = { path: 'b/src/Cart.java', facts: withModule(await file('b/src/Cart.java', java('com.depot')), 'com.depot') };
    const locator = createLocator([a, b]);
    const [first, second] = locator.locate([frame('Cart.java', { folder: 'com/shop' }), frame('Cart.java', { folder: 'com/depot' })]);
    expect([first!.path, second!.path]).toEqual([a.path, b.path]);
    expect(second!.confidence).toBe(1);
  });
});

function withModule({ facts }: TraceFile, module: string): FileFacts {
  return { ...facts, module };
}

test('a package of the workspace that was reached through node_modules', async () => {
  const manifest = await file('packages/kit/package.json', JSON.stringify({ name: '@acme/kit', main: 'index.js' }));
  const source = await file('packages/kit/lib/pay.js');
  const locator = createLocator([manifest, source]);
  expect(short(locator.locate([frame('/app/node_modules/@acme/kit/lib/pay.js')])[0]!)).toEqual(['packages/kit/lib/pay.js', true, 1]);
  expect(short(locator.locate([frame('/app/node_modules/@acme/kit/lib/gone.js')])[0]!)).toEqual([undefined, false, 0]);
  expect(short(locator.locate([frame('/app/node_modules/')])[0]!)).toEqual([undefined, false, 0]);
});

test('names of functions are compared without owners and blocks', async () => {
  const ruby = await file('a/models/cart.ts', 'export function total() {\n  return 1;\n}\n');
  const [located] = createLocator([ruby]).locate([frame('/other/cart.ts', { line: 2, function: 'Shop::Cart#total' })]);
  expect(short(located!)).toEqual(['a/models/cart.ts', true, 0.6]);
});
