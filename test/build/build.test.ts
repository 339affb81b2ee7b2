import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { ROOT } from '../../scripts/build/bundles';

const run = promisify(execFile);
const PACKAGE = join(ROOT, '.cache/test', `package-${process.pid}`);
const DIST = join(PACKAGE, 'dist');
const NODES = ['AstAnalyze', 'HybridContext', 'QualityAlert', 'QualityAlertTrigger', 'RagRetrieve'];
const FAISS = join(ROOT, '.cache/faiss/node_modules');

const read = (file: string) => readFile(join(DIST, file), 'utf8');
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
const parse = <T>(text: string) => JSON.parse(text) as T;

/** What a script prints in a process of its own. */
async function evaluate(script: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await run(process.execPath, ['-e', script], {
    cwd: PACKAGE,
    env: { ...process.env, ...env },
  });
  return stdout.trim();
}

/** Files of ours that `file` makes Node load, relative to dist. */
async function loadedBy(file: string): Promise<string[]> {
  const script = `
    require(${JSON.stringify(join(DIST, file))});
    const ours = Object.keys(require.cache).filter((path) => path.startsWith(${JSON.stringify(DIST)}));
    console.log(JSON.stringify(ours.map((path) => path.slice(${DIST.length + 1})).sort()));`;
  return parse<string[]>(await evaluate(script));
}

beforeAll(async () => {
  await mkdir(PACKAGE, { recursive: true });
  for (const name of ['package.json', 'README.md', 'LICENSE', 'workflows', 'config']) {
    if (existsSync(join(ROOT, name))) await cp(join(ROOT, name), join(PACKAGE, name), { recursive: true });
  }
  await run(process.execPath, [join(ROOT, 'node_modules/.bin/gulp'), '--silent', 'assemble'], {
    cwd: ROOT,
    env: { ...process.env, BUILD_PACKAGE_ROOT: PACKAGE },
  });
});

afterAll(() => rm(PACKAGE, { recursive: true, force: true }));

describe('what n8n’s main thread loads', () => {
  it('is nothing of the engine when n8n loads a node', async () => {
    for (const name of NODES) {
      const file = `nodes/${name}/${name}.node.js`;
      await expect(loadedBy(file)).resolves.toEqual([file]);
    }
  });

  it('is the door alone when a node first runs', async () => {
    await expect(loadedBy('engine.js')).resolves.toEqual(['engine.js']);
  });

  it('is a door of few exports', async () => {
    const script = `console.log(Object.keys(require('./dist/engine.js')).length)`;
    expect(Number(await evaluate(script))).toBeLessThanOrEqual(12);
  });
});

describe('the bundles', () => {
  it('hold no dynamic import, which would ignore NODE_PATH', async () => {
    const files = (await readdir(DIST, { recursive: true })).filter((file) => file.endsWith('.js'));
    expect(files).toEqual(expect.arrayContaining(['engine.js', 'worker.js', 'cli.js']));
    for (const file of files) {
      const source = ts.createSourceFile(file, await read(file), ts.ScriptTarget.ES2022, false);
      expect({ file, imports: countDynamicImports(source) }).toEqual({ file, imports: 0 });
    }
  });

  it('read with the parser alone what the whole compiler reads', async () => {
    const script = `
      const { readdirSync, readFileSync } = require('node:fs');
      const shapes = [require('./dist/vendor/typescript-parser.js').ts, require('./dist/vendor/ts-morph.js').ts].map((ts) => {
        const shape = [];
        for (const file of readdirSync(${JSON.stringify(join(ROOT, 'src/parse'))}, { recursive: true })) {
          if (!file.endsWith('.ts')) continue;
          const text = readFileSync(${JSON.stringify(join(ROOT, 'src/parse'))} + '/' + file, 'utf8') + '\\nconst broken = <T,>(a = /x/ => {';
          const source = ts.createSourceFile(file, text, { languageVersion: 99, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, false);
          const visit = (node) => {
            shape.push(node.kind, node.getStart(source), node.end);
            ts.forEachChild(node, visit);
          };
          visit(source);
          shape.push(source.parseDiagnostics.map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' ')));
        }
        return JSON.stringify(shape);
      });
      console.log(shapes[0] === shapes[1], shapes[0].length);`;
    const [equal, length] = (await evaluate(script)).split(' ');
    expect(equal).toBe('true');
    expect(Number(length)).toBeGreaterThan(100_000);
  });

  it('hold an executable command line', async () => {
    const { mode } = await stat(join(DIST, 'cli.js'));
    expect(mode & 0o111).toBe(0o111);
    const { version } = parse<{ version: string }>(await readFile(join(ROOT, 'package.json'), 'utf8'));
    await expect(run(join(DIST, 'cli.js'), ['--version'])).resolves.toMatchObject({
      stdout: `${version}\n`,
    });
  });

  it('tell the licences of what they hold', async () => {
    const text = await read('THIRD_PARTY_LICENSES.md');
    const names = ['ts-morph', 'typescript', '@langchain/core', '@langchain/community', 'piscina', 'zod', 'yaml'];
    for (const name of names) {
      expect(text).toMatch(new RegExp(`^## ${name} \\S`, 'm'));
    }
    expect(text).toContain('Apache License');
    expect(text).not.toMatch(/^## (n8n-|esbuild|jest)/m);
  });

  it('pack into at most 15 MB', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: PACKAGE });
    const [{ size, files }] = parse<[{ size: number; files: { path: string }[] }]>(stdout);
    expect(size).toBeLessThan(15 * 1024 * 1024);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['dist/engine.js', 'dist/known/nodes.json', 'dist/THIRD_PARTY_LICENSES.md']),
    );
  });
});

describe('what n8n reads instead of our code', () => {
  it('names the four nodes', async () => {
    const known = parse<Record<string, { className: string }>>(await read('known/nodes.json'));
    expect(Object.values(known).map(({ className }) => className).sort()).toEqual(NODES);
    const types = parse<{ name: string }[]>(await read('types/nodes.json'));
    expect(types.map(({ name }) => name).sort()).toEqual(Object.keys(known).sort());
  });

  it('names the credential', async () => {
    const known = parse<Record<string, { className: string }>>(await read('known/credentials.json'));
    expect(Object.values(known).map(({ className }) => className)).toEqual(['CodeRepositoryApi']);
    const types = parse<{ name: string }[]>(await read('types/credentials.json'));
    expect(types.map(({ name }) => name)).toEqual(Object.keys(known));
  });

  it('points to files that there are', async () => {
    const manifest = await readFile(join(PACKAGE, 'package.json'), 'utf8');
    const { n8n } = parse<{ n8n: { nodes: string[] } }>(manifest);
    for (const file of n8n.nodes) {
      expect(existsSync(join(PACKAGE, file))).toBe(true);
      expect(existsSync(join(PACKAGE, file.replace(/\.js$/, '.json')))).toBe(true);
    }
    type Icon = string | { light: string; dark: string };
    const types = parse<{ iconUrl: Icon }[]>(await read('types/nodes.json'));
    for (const { iconUrl } of types) {
      const urls = typeof iconUrl === 'string' ? [iconUrl] : [iconUrl.light, iconUrl.dark];
      for (const url of urls) {
        expect(url).toMatch(/^icons\/n8n-nodes-hybrid-context\/dist\/nodes\//);
        expect(existsSync(join(PACKAGE, url.replace(/^icons\/[^/]+\//, '')))).toBe(true);
      }
    }
  });
});

describe('the engine thread', () => {
  it('answers, and lets the process end without being closed', async () => {
    const root = JSON.stringify(join(ROOT, 'src/kernel'));
    const script = `
      const { openEngine, EngineError } = require('./dist/engine.js');
      const engine = openEngine();
      if (openEngine() !== engine) throw new Error('opened twice');
      Promise.allSettled([
        engine.search({ root: ${root}, query: 'createError', mode: 'ast' }),
        engine.search({ root: '/does/not/exist', query: 'x' }),
      ]).then(([found, failed]) => console.log(JSON.stringify({
        paths: found.value?.results.map(({ path }) => path) ?? String(found.reason),
        failed: failed.reason instanceof EngineError && failed.reason.code,
        vendored: Object.keys(require.cache).filter((path) => path.includes('vendor')),
      })));`;
    const answer = parse<{ paths: string[] }>(await evaluate(script));
    expect(answer).toMatchObject({ failed: 'ROOT_NOT_FOUND', vendored: [] });
    expect(answer.paths).toContain('errors.ts');
  });
});

// Built by `npm run build:faiss`, which needs libfaiss-dev; without it these tests show as skipped.
const describeFaiss = existsSync(join(FAISS, 'faiss-node')) ? describe : describe.skip;

describeFaiss('faiss-node', () => {
  const load = `require(${JSON.stringify(join(DIST, 'vendor/langchain-faiss.js'))}).FaissStore.importFaiss()
    .then(({ IndexFlatL2 }) => console.log(new IndexFlatL2(3).getDimension()),
      (error) => console.log(error.message.split('\\n')[0]))`;
  const inThread = `new (require('node:worker_threads').Worker)(${JSON.stringify(load)}, { eval: true })`;

  it.each([
    ['the main thread', load],
    ['a worker thread', inThread],
  ])('is found through NODE_PATH in %s', async (_, script) => {
    await expect(evaluate(script, { NODE_PATH: FAISS })).resolves.toBe('3');
  });

  it('is missing, and said to be, without it', async () => {
    await expect(evaluate(load, { NODE_PATH: '' })).resolves.toMatch(/faiss-node/);
  });
});

function countDynamicImports(node: ts.Node): number {
  // Not recursive: bundles nest deeply.
  const open = [node];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    if (ts.isCallExpression(next) && next.expression.kind === ts.SyntaxKind.ImportKeyword) count += 1;
    ts.forEachChild(next, (child) => void open.push(child));
  }
  return count;
}
