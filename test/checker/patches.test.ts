/** Patches: they apply with git, and the code after them is as right as before. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import type { EditOrder, Patch } from '../../src/checker';
import { hashOf } from '../graph/workspace';
import { createHarness, LIMITS, universeOf } from './harness';
import { createCheckerThread } from '../../src/checker/serve';

type Files = Readonly<Record<string, string>>;

/** The files after a patch by git itself. */
function applied(files: Files, diff: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'hybrid-context-patch-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const git = (...args: string[]) => execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', ...args, '-'], { cwd: folder, input: diff, env: { ...process.env, GIT_CEILING_DIRECTORIES: folder } });
    git('--check');
    git();
    return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const OPTIONS: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, noUnusedLocals: true, noUnusedParameters: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], allowJs: true };
const LIB = join(__dirname, '../../node_modules/typescript/lib');
const libraries = new Map<string, ts.SourceFile | undefined>();

/** What a compiler of its own says, with the strictest rules about what is unused. */
function problemsOf(files: Files): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const own = (name: string): string | undefined => files[name.replace('/repo/', '')];
  const library = (name: string): ts.SourceFile | undefined => {
    if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, ts.ScriptTarget.ES2022));
    return libraries.get(name);
  };
  const program = ts.createProgram(Object.keys(files).map((path) => `/repo/${path}`), OPTIONS, {
    ...host,
    getCurrentDirectory: () => '/repo',
    getDefaultLibLocation: () => LIB,
    getDefaultLibFileName: () => join(LIB, 'lib.es2022.d.ts'),
    fileExists: (name) => own(name) !== undefined || host.fileExists(name),
    readFile: (name) => own(name) ?? host.readFile(name),
    getSourceFile: (name, target) => (own(name) === undefined ? library(name) : ts.createSourceFile(name, own(name)!, target, true)),
  });
  const sources = Object.keys(files).map((path) => program.getSourceFile(`/repo/${path}`)!);
  const found = sources.flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).sort();
}

interface Planned {
  readonly files: Files;
  readonly order: EditOrder;
  patch?: Patch;
}

/** Edits of all tests: each in a folder of its own, and made together. */
const planned: Planned[] = [];
let made: Promise<void> | undefined;

async function make(): Promise<void> {
  const files = Object.assign({}, ...planned.map((each) => each.files)) as Record<string, string>;
  const { ask } = await createHarness(files);
  const { patches, complete } = await ask({ kind: 'edits', edits: planned.map(({ order }) => order), budgetMs: 1_000_000 });
  expect(complete).toBe(true);
  for (const patch of patches) planned[patch.at]!.patch = patch;
}

beforeAll(() => (made ??= make()));

/** Plans an edit that starts where the text `at` stands. The answer is the file after it, or why it was refused. */
function plan(given: Files | string, kind: EditOrder['kind'], at: string, path = 'a.ts'): () => string {
  const folder = `case${planned.length}`;
  const own = typeof given === 'string' ? { [path]: given } : given;
  const text = own[path]!;
  if (!text.includes(at)) throw new Error(`no "${at}" in ${path}`);
  const lines = text.slice(0, text.indexOf(at)).split('\n');
  const files = Object.fromEntries(Object.entries(own).map(([name, content]) => [`${folder}/${name}`, content]));
  const order = { at: planned.length, kind, path: `${folder}/${path}`, line: lines.length, column: lines[lines.length - 1]!.length + 1 };
  const entry: Planned = { files, order };
  planned.push(entry);
  return () => {
    const { diff, refused } = entry.patch!;
    if (diff === undefined) return `refused: ${refused}`;
    const before = problemsOf(files);
    const after = applied(files, diff);
    expect(problemsOf(after).filter((problem) => !before.includes(problem))).toEqual([]);
    return after[order.path]!;
  };
}

describe('unused imports', () => {
  const lib = 'export const a = 1, b = 2;\nexport interface T { x: number }\nexport default function main(): void {}\n';
  const remove = (text: string, at: string, path = 'a.ts') => plan({ 'lib.ts': lib, [path]: text }, 'import', at, path);

  const REMOVED = [
    ['the whole statement', "import { a } from './lib';\nexport const x = 1;\n", 'export const x = 1;\n'],
    ['one of several', "import { a, b } from './lib';\nexport const x = b;\n", "import { b } from './lib';\nexport const x = b;\n"],
    ['the default', "import main, { b } from './lib';\nexport const x = b;\n", "import { b } from './lib';\nexport const x = b;\n"],
    ['all names in braces', "import main, { a, b } from './lib';\nexport const x = main;\n", "import main from './lib';\nexport const x = main;\n"],
    ['one over several lines', "import {\n  a,\n  b,\n  type T,\n} from './lib';\nexport const x = a + b;\n", "import {\n  a,\n  b,\n} from './lib';\nexport const x = a + b;\n"],
    ['with the comment of the file left', "/** The file. */\nimport { a } from './lib';\n\nexport const x = 1;\n", '/** The file. */\n\nexport const x = 1;\n'],
    ['beside other code', "import { a } from './lib'; export const x = 1;\n", ' export const x = 1;\n'],
    ['with Windows line ends', "import { a } from './lib';\r\nimport { b } from './lib';\r\nexport const x = b;\r\n", "import { b } from './lib';\r\nexport const x = b;\r\n"],
    ['in a file without a last line end', "import { a } from './lib';\nexport const x = 1;", 'export const x = 1;'],
  ] as const;
  for (const [name, text, expected] of REMOVED) {
    const result = remove(text, 'import');
    it(name, () => expect(result()).toBe(expected));
  }

  {
    const results = [
      remove("// @ts-ignore\nimport { a } from './lib';\nexport const x = 1;\n", 'import'),
      remove("import { a } from './lib';\nexport const x = a;\n", 'import'),
    ];
    it('not where a comment speaks to a tool, nor where it is used', () => {
      expect(results[0]!()).toMatch(/^refused: the place/);
      expect(results[1]!()).toBe('refused: the import is used');
    });
  }

  {
    const results = [
      remove("import { a } from './lib';\nexport const x = 1;\n", 'import', 'use.js'),
      remove("import { a, b } from './lib';\nexport const x = b;\n", 'import', 'use.js'),
      remove("import { a } from './lib';\nimport { b } from './lib';\nexport const x = b;\n", 'import', 'use.js'),
    ];
    it('in JavaScript a module stays loaded', () => {
      expect(results[0]!()).toMatch(/^refused: the place/);
      expect(results[1]!()).toBe("import { b } from './lib';\nexport const x = b;\n");
      expect(results[2]!()).toBe("import { b } from './lib';\nexport const x = b;\n");
    });
  }
});

describe('dead exports', () => {
  const GONE = [
    ['used in its own file', 'export function f() { return 1; }\nexport const x = f();\n', 'f()', 'function f() { return 1; }\nexport const x = f();\n'],
    ['a constant used in its file', 'export const a = 1;\nexport const x = a;\n', 'a =', 'const a = 1;\nexport const x = a;\n'],
    ['named at the end', 'const a = 1, b = a;\nexport { a, b };\n', 'a =', 'const a = 1, b = a;\nexport { b };\n'],
    ['unused: away with its comment', 'export const x = 1;\n\n/** Old. */\nexport function f() { return 1; }\n\nexport const y = 2;\n', 'f()', 'export const x = 1;\n\nexport const y = 2;\n'],
    ['unused, and the last of the file', 'export const x = 1;\n\n// Old.\nexport type T = 1;\n', 'T =', 'export const x = 1;\n'],
    ['unused and recursive', 'export const x = 1;\nexport function f(n: number): number { return f(n - 1); }\n', 'f(n: ', 'export const x = 1;\n'],
    ['with what only it used', "import { y } from './lib';\n\nconst helper = (z: number) => z;\n\nexport function f() { return helper(y); }\n\nexport const x = 1;\n", 'f()', 'export const x = 1;\n'],
    ['an enum, a class and an interface', 'export enum E { A = 1, B }\nexport const x = 1;\n', 'E {', 'export const x = 1;\n'],
    ['a class', 'export class C { static a = 1; b = 2; m() {} }\nexport const x = 1;\n', 'C {', 'export const x = 1;\n'],
    ['data', "export const d = { a: [1, -2], b: { c: () => 1 }, 'e': x1 as string };\nimport { x1 } from './lib';\nexport const x = x1;\n", 'd =', "import { x1 } from './lib';\nexport const x = x1;\n"],
  ] as const;
  for (const [name, text, at, expected] of GONE) {
    const result = plan({ 'lib.ts': "export const y = 1;\nexport const x1 = 'a';\n", 'a.ts': text }, 'export', at);
    it(name, () => expect(result()).toBe(expected));
  }

  const KEPT = [
    ['that does something where it stands', 'export const x = 1;\nexport const y = console.log(1);\n', 'y ='],
    ['with a static block', 'export const x = 1;\nexport class C { static { console.log(1); } }\n', 'C {'],
    ['with a decorator', 'declare const dec: any;\nexport const x = 1;\n@dec\nexport class C { }\n', 'C {'],
    ['one of several in a statement', 'export const x = 1, y = 2;\nexport const z = x;\n', 'y ='],
    ['the only thing that makes the file a module', 'export const x = 1;\nconsole.log(x);\n', 'x ='],
    ['whose last import goes with it, so that no module is left', "import { y } from './lib';\nexport const f = () => y;\n", 'f ='],
    ['overloaded', 'export const x = 1;\nexport function f(a: number): void;\nexport function f(a: string): void;\nexport function f(a: unknown): void { console.log(a); }\n', 'f(a: number'],
    ['the default', 'export const x = 1;\nexport default function f() {}\n', 'f()'],
    ['under another name', 'export const x = 1;\nconst y = 1;\nexport { y as z };\nconsole.log(y);\n', 'y ='],
    ['whose removal leaves something unused that does something', 'const h = console.log(1);\nexport const x = 1;\nexport function f() { return h; }\n', 'f()'],
  ] as const;
  for (const [name, text, at] of KEPT) {
    const result = plan({ 'lib.ts': 'export const y = 1;\n', 'a.ts': text }, 'export', at);
    it(`not one ${name}`, () => expect(result()).toMatch(/^refused: /));
  }

  {
    const results = [
      plan({ 'a.ts': 'export const x = 1;\nexport const y = x;\n', 'b.ts': "export { x } from './a';\n" }, 'export', 'x ='),
    ];
    it('not one that another file uses after all', () => {
      expect(results[0]!()).toBe('refused: another file uses it');
    });
  }
});

describe('parameters', () => {
  const CHANGED = [
    ['goes, with what calls give for it', 'function f(a: number, b: number) { return a; }\nexport const x = f(1, 2) + f(3, 4);\n', 'b: number', 'function f(a: number) { return a; }\nexport const x = f(1) + f(3);\n'],
    ['goes from nested calls', 'const f = (a: number, b: string) => a;\nexport const x = f(f(1, "x"), "y");\n', 'b: string', 'const f = (a: number) => a;\nexport const x = f(f(1));\n'],
    ['gets an underscore where calls do something for it', 'function f(a: number, b: void) { return a; }\nexport const x = f(1, console.log(2));\n', 'b: void', 'function f(a: number, _b: void) { return a; }\nexport const x = f(1, console.log(2));\n'],
    ['gets an underscore where others may call', 'export function f(a: number, b: number) { return a; }\nf(1, 2);\n', 'b: number', 'export function f(a: number, _b: number) { return a; }\nf(1, 2);\n'],
    ['gets an underscore where a later one would move', 'function f(a: number, b: number) { return 1; }\nexport const x = f(1, 2);\n', 'a: number', 'function f(_a: number, b: number) { return 1; }\nexport const x = f(1, 2);\n'],
    ['goes from private methods', 'export class A { private f(a: number) { return 1; } g() { return this.f(2); } }\n', 'a: number', 'export class A { private f() { return 1; } g() { return this.f(); } }\n'],
  ] as const;
  for (const [name, text, at, expected] of CHANGED) {
    const result = plan(text, 'parameter', at);
    it(name, () => expect(result()).toBe(expected));
  }

  {
    const results = [
      plan('const two = 2;\nfunction f(a: number, b: number) { return a; }\nexport const x = f(1, two);\n', 'parameter', 'b: number'),
      plan('function f(a: number) { return 1; }\nexport const x = [f, f(1)];\n', 'parameter', 'a: number'),
      plan('export function f(_b: number, b: number) { return _b; }\nf(1, 2);\n', 'parameter', 'b: number) {'),
    ];
    it('stays where its absence leaves something unused, where it is not only called, where it clashes', () => {
      expect(results[0]!()).toBe('refused: a name would no longer be used');
      expect(results[1]!()).toBe('refused: the function is not only called');
      expect(results[2]!()).toMatch(/^refused: /);
    });
  }
});

describe('promises', () => {
  {
    const results = [
      plan('declare function go(): Promise<void>;\nexport async function f() {\n  go();\n}\n', 'await', 'go();\n}'),
      plan('declare const a: { b?(): Promise<void> };\nexport const f = async () => { a.b?.(); };\n', 'await', 'a.b?.()'),
    ];
    it('are awaited', () => {
      expect(results[0]!()).toBe('declare function go(): Promise<void>;\nexport async function f() {\n  await go();\n}\n');
      expect(results[1]!()).toContain('{ await a.b?.(); }');
    });
  }
  {
    const results = [
      plan('declare function go(): Promise<void>;\nexport function f() {\n  go();\n}\n', 'await', 'go();\n}'),
      plan('export async function f() {\n  const x = 1; return x;\n}\n', 'await', 'const x'),
    ];
    it('not where await may not stand', () => {
      expect(results[0]!()).toBe('refused: the file would have an error');
      expect(results[1]!()).toMatch(/^refused: the place/);
    });
  }
});

describe('several', () => {
  const files = { 'a.ts': "import { x, y } from './b';\nexport const z = x;\nexport const old = 1;\nexport async function f() { g(); }\nasync function g() {}\n", 'b.ts': 'export const x = 1;\nexport const y = 2;\nexport const dead = 3;\n' };

  const ask = async (edits: readonly EditOrder[], texts: Files = files, budgetMs = 60_000) => (await createHarness(texts)).ask({ kind: 'edits', edits, budgetMs });
  const order = (at: number, kind: EditOrder['kind'], path: string, line: number, column: number): EditOrder => ({ at, kind, path, line, column });

  it('stand for themselves, each on the files as they are', async () => {
    const { patches } = await ask([order(0, 'import', 'a.ts', 1, 1), order(1, 'export', 'a.ts', 3, 14), order(2, 'await', 'a.ts', 4, 29), order(3, 'export', 'b.ts', 3, 14)]);
    const sorted = [...patches].sort((a, b) => a.at - b.at);
    for (const { diff } of sorted) expect(problemsOf(applied(files, diff!)).length).toBeLessThanOrEqual(problemsOf(files).length);
    expect(sorted.map(({ diff }) => diff!.split('\n').filter((line) => /^[+-][^+-]/.test(line)))).toEqual([
      ["-import { x, y } from './b';", "+import { x } from './b';"],
      ['-export const old = 1;'],
      ['-export async function f() { g(); }', '+export async function f() { await g(); }'],
      ['-export const dead = 3;'],
    ]);
  });

  it('leave the checker as it was, and go on when time is up', async () => {
    const harness = await createHarness(files);
    const orders = Array.from({ length: 45 }, (_, at) => order(at, 'export', 'b.ts', 3, 14));
    const first = await harness.ask({ kind: 'edits', edits: orders, budgetMs: -1 });
    expect(first.complete).toBe(false);
    expect(first.patches.length).toBe(20);
    expect(new Set(first.patches.map(({ diff }) => diff)).size).toBe(1);
    const { references } = await harness.ask({ kind: 'references', place: { path: 'b.ts', line: 3, column: 14 } });
    expect(references).toHaveLength(1);
  });

  it('not for files that are gone, have a mark, or a name that no patch can hold', async () => {
    const odd = { ...files, 'a"b.ts': 'export const x = 1;\nexport const y = 2;\n' };
    const { patches } = await ask([order(0, 'export', 'none.ts', 1, 1), order(1, 'export', 'a.ts', 900, 1), order(2, 'parameter', 'a.ts', 1, 1), order(3, 'export', 'a.ts', 1, 1), order(4, 'export', 'a"b.ts', 2, 14)], odd);
    expect(patches.map(({ refused }) => refused)).toEqual([
      'the file is not there any more', 'the place is not there any more', 'the parameter is not there any more', 'the definition has no name of its own', 'its path cannot stand in a patch',
    ]);
    const text = 'export const x = 1;\nexport const y = 2;\n';
    const marked = { ...universeOf({ 'a.ts': text }), files: [{ path: 'a.ts', hash: hashOf(`\uFEFF${text}`), content: Buffer.from(`\uFEFF${text}`) }] };
    const question = { kind: 'edits' as const, edits: [order(0, 'export', 'a.ts', 2, 14)], budgetMs: 60_000 };
    const reply = await createCheckerThread().check({ workspace: 'w', revision: '1', universe: marked, roots: ['a.ts'], limits: LIMITS, question });
    expect(reply).toMatchObject({ patches: [{ at: 0, refused: 'the file is not plain UTF-8' }] });
  });
});
