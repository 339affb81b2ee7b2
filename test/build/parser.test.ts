/** The parser that analysis threads load, cut out of the compiler and relieved of work, beside the whole compiler. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ROOT } from '../../scripts/build/bundles';
import { parserModule } from '../../scripts/build/parser';
import { MARKUP_SAMPLE, SAMPLE } from '../../src/parse/sample';

const run = promisify(execFile);
const COMPILER = require.resolve('@ts-morph/common/dist/typescript.js', { paths: [require.resolve('ts-morph')] });

/** Whether a statement may hold an `await` outside of functions decides how the file is read. */
const AWAITS = [
  'await x; export {};',
  'await x;',
  'export {}; await b; function f(await) { return await; } class C { await = 1; m() { await; } static { await; } }',
  'import x from "y"; for await (const a of b) c(await d); type await = 1; o.await; `${await e}`; interface await { await: await }',
  'await: for (;;) {} export {}',
  'export const x = { await: 1, y: await z }; async () => { await q }; () => await; (await) => 1;',
  'const await = 1; export default await; var f = () => await; await (1)',
  'export {}; await\n/x/g; let y = await /x/; namespace await { await; } enum await { await }',
];

/** Reads each text with both and tells which trees, or errors, differ in anything. */
const COMPARE = `
  const [lean, whole, list] = process.argv.slice(1);
  const parsers = [require(lean).ts, require(whole)];
  const describe = (ts, path, text) => ['ParseNone', 'ParseAll'].map((mode) => told(ts, path, text, ts.JSDocParsingMode[mode])).join();
  const told = (ts, path, text, jsDocParsingMode) => {
    const source = ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode }, false);
    const said = [];
    const visit = (node) => {
      said.push([node.kind, node.pos, node.end, node.flags, node.getStart(source), node === source ? '' : node.text, (node.modifiers ?? []).length].join());
      for (const doc of node.jsDoc ?? []) visit(doc);
      ts.forEachChild(node, visit);
    };
    visit(source);
    for (const { code, start, length } of source.parseDiagnostics) said.push([code, start, length].join());
    return said.join(' ');
  };
  const texts = require(list);
  const differing = texts.filter(([path, text]) => describe(parsers[0], path, text) !== describe(parsers[1], path, text));
  console.log(JSON.stringify({ compared: texts.length, differing: differing.map(([path, text]) => path + ': ' + text.slice(0, 80)) }));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lean-parser-'));
  await build({
    stdin: { contents: parserModule(COMPILER, join(ROOT, 'src/parse')), loader: 'js' },
    outfile: join(folder, 'parser.js'), bundle: true, platform: 'node', format: 'cjs', logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function compare(texts: readonly (readonly [string, string])[]): Promise<unknown> {
  const list = join(folder, 'texts.json');
  await writeFile(list, JSON.stringify(texts));
  const { stdout } = await run(process.execPath, ['-e', COMPARE, join(folder, 'parser.js'), COMPILER, list], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}

test('an await outside of functions is seen as the whole compiler sees it', async () => {
  const texts = AWAITS.flatMap((text) => ['a.ts', 'a.tsx', 'a.js'].map((path) => [path, text] as const));
  await expect(compare(texts)).resolves.toEqual({ compared: texts.length, differing: [] });
});

test('trees, places and errors are those of the whole compiler: own sources, whole and broken', async () => {
  const texts: (readonly [string, string])[] = [['a.ts', SAMPLE.join('\n')], ['a.tsx', MARKUP_SAMPLE.join('\n')]];
  for (const path of await readdir(join(ROOT, 'src/parse'), { recursive: true })) {
    if (!path.endsWith('.ts')) continue;
    const text = await readFile(join(ROOT, 'src/parse', path), 'utf8');
    const middle = text.length >> 1;
    texts.push([path, text], [path, `${text.slice(0, middle)}}{ await (<${text.slice(middle + 3)}`]);
  }
  for (let cut = 0; cut < 40; cut += 1) texts.push(['a.ts', SAMPLE.slice(0, cut).join('\n').slice(0, -5)]);
  await expect(compare(texts)).resolves.toEqual({ compared: texts.length, differing: [] });
});
