import { parseQuery } from '../../src/query';

const placesOf = (text: string): string[] =>
  parseQuery(text).places.map(({ path, line, frame }) => `${path}${line === undefined ? '' : `:${line}`}${frame ? ' frame' : ''}`);

test.each([
  ['src/app.ts', ['src/app.ts']],
  ['look at src/app.ts:12 please', ['src/app.ts:12']],
  ['src/app.ts:12:5', ['src/app.ts:12']],
  ['./src/app.ts and ../lib/b.js', ['src/app.ts', '../lib/b.js']],
  ['`src/app.ts`, "lib/b.js" (c/d.py)', ['src/app.ts', 'lib/b.js', 'c/d.py']],
  ['src\\windows\\app.ts:3', ['src/windows/app.ts:3']],
  ['C:\\repo\\app.ts:3', ['/repo/app.ts:3']],
  ['https://host/o/r/blob/main/src/a.ts#L12-L20', ['//host/o/r/blob/main/src/a.ts:12'].map((p) => p.replace('//', '/'))],
  ['src/app.ts(12,5): error TS2304', ['src/app.ts:12']],
  ['src/app.ts(12): warning', ['src/app.ts:12']],
  ['see handler(src/app.ts:3) there', ['src/app.ts:3']],
  ['app/(auth)/login/page.tsx:5', ['app/(auth)/login/page.tsx:5']],
  ['pages/[id].tsx and pages/[...slug].tsx', ['pages/[id].tsx', 'pages/[...slug].tsx']],
  ['@scope/package/index.ts', ['@scope/package/index.ts']],
  ['Ends with a.ts.', ['a.ts']],
  ['docs/read me.md', ['me.md']],
  ['.ts files, e.g. none, i.e. nothing', []],
  ['v1.2.3 costs 3.50, see example.com', []],
  ['', []],
])('%j names %j', (text, places) => {
  expect(placesOf(text)).toEqual(places);
});

describe('stack traces', () => {
  test('of node', () => {
    expect(placesOf(
      `TypeError: x is undefined
    at handler (/app/src/http/server.ts:10:5)
    at async Object.<anonymous> (C:\\app\\src\\main.ts:3:1)
    at file:///app/src/start.mjs:7:2
    at node:internal/process/task_queues:95:5
    at new Router (webpack://app/./src/router.ts?:1:2)`,
    )).toEqual([
      '/app/src/http/server.ts:10 frame',
      '/app/src/main.ts:3 frame',
      '/app/src/start.mjs:7 frame',
      '/app/./src/router.ts frame',
    ]);
  });

  test('of python', () => {
    expect(placesOf(
      `Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    run(config.yaml)
  File "C:\\app\\lib\\run.py", line 40, in run
ValueError: bad`,
    )).toEqual(['/app/main.py:3 frame', 'config.yaml', '/app/lib/run.py:40 frame']);
  });

  test('of go', () => {
    expect(placesOf('goroutine 1 [running]:\nmain.main()\n\t/app/cmd/main.go:12 +0x1d')).toEqual(['/app/cmd/main.go:12 frame']);
  });

  test('of java and kotlin', () => {
    expect(placesOf(
      `Exception in thread "main" java.lang.IllegalStateException: no
	at com.example.shop.Cart.add(Cart.java:42)
	at com.example.shop.MainKt.main(Main.kt:7)
	at java.base/java.lang.Thread.run(Thread.java:829)`,
    )).toEqual(['Cart.java:42 frame', 'Main.kt:7 frame', 'Thread.java:829 frame']);
  });

  test('of ruby and rust', () => {
    expect(placesOf("from /app/lib/run.rb:12:in `call'\n   3: core::run\n             at ./src/main.rs:4:5")).toEqual([
      '/app/lib/run.rb:12 frame',
      'src/main.rs:4 frame',
    ]);
  });

  test('of any length are cut', () => {
    const text = Array.from({ length: 500 }, (_, i) => `    at f${i} (/app/f${i}.js:${i + 1}:1)`).join('\n');
    expect(placesOf(text)).toHaveLength(50);
  });
});

test('long lines are data, long paths are cut, large line numbers are not read', () => {
  expect(placesOf(`${'x'.repeat(2_001)} src/app.ts`)).toEqual([]);
  expect(placesOf(`${'x'.repeat(1_900)}.ts`)[0]).toHaveLength(500);
  expect(placesOf('a.ts:12345678901')).toEqual(['a.ts:1234567']);
});
