/** References, callers, callees and implementations through a real engine and its type checker's thread. */
import type { Engine, ReferencesAnswer, RelatedAnswer, SymbolQuery } from '../../../src/kernel';
import { addFiles, cleanUp, codeOfRejection, FRESH, openTestEngine, tempFolder } from '../../engine/support';

const FILES = {
  'src/store.ts': 'export interface Store {\n  load(id: string): string;\n}\nexport class MemoryStore implements Store {\n  constructor(readonly name: string) {}\n  load(id: string): string {\n    return id + this.name;\n  }\n}\n',
  'src/make.ts': "import { MemoryStore, type Store } from './store';\n\nexport function make(): Store {\n  return new MemoryStore('x');\n}\nexport class Loud extends MemoryStore {\n  override load(id: string): string {\n    return super.load(id);\n  }\n}\n",
  'src/use.ts': "import { make } from './make';\n\nexport function run(): string {\n  const load = make();\n  return load.load('a');\n}\nrun();\nmake();\n",
  'src/other.ts': "export class Queue {\n  load(): void {}\n}\nexport function make(): Queue {\n  return new Queue();\n}\n",
  'tools/report.py': 'class Report:\n    def load(self):\n        return 1\n\n\ndef main():\n    return Report()\n',
};

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = tempFolder(FILES);
});
afterAll(cleanUp);

/** The answer once types are there: they are never waited for too long, so a busy machine may need to ask again. */
async function settled<Answer extends ReferencesAnswer | RelatedAnswer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let round = 0; round < 20; round += 1) {
    const answer = await ask();
    if (!answer.steps.some(({ step }) => step === 'types')) return answer;
  }
  throw new Error('types never came');
}

const references = (query: SymbolQuery): Promise<ReferencesAnswer> => settled(() => engine.findReferences({ root, settings: FRESH, ...query }));
const usesOf = ({ uses }: ReferencesAnswer): string[] => uses.map(({ path, line, column, kind, inSymbol, certainty }) => `${path}:${line}:${column} ${kind} ${certainty} in ${inSymbol}`);
const namesOf = ({ symbols }: RelatedAnswer): string[] => symbols.map(({ path, symbol, lines, certainty }) => `${path}#${symbol} at ${lines.join()} ${certainty}`);

describe('findReferences', () => {
  test('of a member: exact through types, with what overrides it', async () => {
    const answer = await references({ name: 'Store.load' });
    expect(answer.target).toMatchObject({ path: 'src/store.ts', symbol: 'Store.load', kind: 'method', startLine: 2 });
    expect(usesOf(answer)).toEqual(['src/make.ts:8:18 call exact in Loud.load', 'src/use.ts:5:15 call exact in run']);
    expect(answer).toMatchObject({ method: 'index', total: 2, alternatives: [] });
    expect(usesOf(await references({ name: 'Queue.load' }))).toEqual([]);
  });

  test('exactly what the language service says, declarations and imports too', async () => {
    const exact = await references({ name: 'Store.load', exact: true });
    expect(exact.method).toBe('language-service');
    expect(exact.steps).toEqual([{ step: 'checker', status: 'ok', detail: expect.stringMatching(/^4 files, \d+ of at most \d+ MB of memory, made ready in \d+ ms$/) as string }]);
    expect(usesOf(exact)).toEqual([
      'src/make.ts:7:12 declaration exact in Loud.load',
      'src/make.ts:8:18 call exact in Loud.load',
      'src/store.ts:2:3 declaration exact in Store.load',
      'src/store.ts:6:3 declaration exact in MemoryStore.load',
      'src/use.ts:5:15 call exact in run',
    ]);
    expect(usesOf(await references({ name: 'MemoryStore', exact: true }))).toContain('src/make.ts:1:10 import exact in ');
    expect(usesOf(await references({ name: 'MemoryStore.constructor', exact: true }))).toContain('src/make.ts:4:14 new exact in make');
  });

  test('after an edit both know the new lines', async () => {
    const own = tempFolder(FILES);
    const ask = (exact: boolean) => settled(() => engine.findReferences({ root: own, settings: FRESH, name: 'Store.load', exact }));
    await ask(false);
    addFiles(own, { 'src/use.ts': `// moved\n${FILES['src/use.ts']}` });
    expect(usesOf(await ask(false))).toContain('src/use.ts:6:15 call exact in run');
    expect(usesOf(await ask(true))).toContain('src/use.ts:6:15 call exact in run');
    addFiles(own, { 'src/make.ts': "import { Queue } from './other';\nexport const make = () => new Queue();\n" });
    expect(usesOf(await ask(false))).toEqual([]);
    expect(usesOf(await ask(true))).not.toContain('src/use.ts:6:15 call exact in run');
  });

  test('by place: the definition whose name stands there, else the innermost around it', async () => {
    expect((await references({ filePath: 'src/store.ts', line: 2 })).target).toMatchObject({ symbol: 'Store.load' });
    expect((await references({ filePath: 'src/store.ts', line: 7 })).target).toMatchObject({ symbol: 'MemoryStore.load' });
    expect((await references({ filePath: 'src/store.ts', line: 7, name: 'MemoryStore' })).target).toMatchObject({ symbol: 'MemoryStore' });
    expect((await references({ filePath: 'src/use.ts', line: 2 }))).toMatchObject({ uses: [], steps: [{ step: 'target', detail: expect.stringContaining('line 2') as string }] });
  });

  test('a constructor is used by the name of its class', async () => {
    expect(usesOf(await references({ name: 'MemoryStore.constructor' }))).toEqual(['src/make.ts:4:14 new exact in make', 'src/make.ts:6:27 extends exact in Loud']);
  });

  test('several definitions of one name: one is taken, the others are named', async () => {
    const answer = await references({ name: 'make' });
    expect(answer.target).toMatchObject({ path: 'src/make.ts' });
    expect(answer.alternatives).toMatchObject([{ path: 'src/other.ts', symbol: 'make' }]);
    for (const query of [{ name: 'make', filePath: 'src/other.ts' }, { name: 'src/other.ts#make' }]) {
      expect(await references(query)).toMatchObject({ target: { path: 'src/other.ts' }, alternatives: [], total: 0 });
    }
  });

  test('no definition of the name: what comes near is named', async () => {
    const answer = await references({ name: 'MemoryStroe' });
    expect(answer.target).toBeUndefined();
    expect(answer.alternatives[0]).toMatchObject({ symbol: 'MemoryStore' });
    expect(await references({ name: 'qqqqqqqq' })).toMatchObject({ alternatives: [], uses: [], total: 0 });
  });

  test('exact of another language: told, and answered by the index', async () => {
    const answer = await engine.findReferences({ root, name: 'Report', exact: true });
    expect(answer).toMatchObject({ method: 'index', total: 1, uses: [{ path: 'tools/report.py', line: 7, kind: 'call' }] });
    expect(answer.steps).toEqual([expect.objectContaining({ step: 'types', status: 'fallback' })]);
  });

  test('limits, and what the caller may not see', async () => {
    const query = { root, name: 'make', filePath: 'src/make.ts' };
    expect(await references({ ...query, limit: 1 })).toMatchObject({ total: 2, uses: [{ line: 4 }] });
    const access = { isAllowed: async (paths: readonly string[]) => paths.map((path) => !path.endsWith('use.ts')) };
    for (const exact of [false, true]) {
      expect((await engine.findReferences({ ...query, exact }, { access })).uses.filter(({ path }) => path === 'src/use.ts')).toEqual([]);
    }
    expect(await codeOfRejection(engine.findReferences({ root, filePath: 'src/use.ts', line: 3 }, { access }))).toBe('FILE_NOT_FOUND');
  });

  test.each([
    [{}, 'VALUE_INVALID'],
    [{ name: '' }, 'VALUE_INVALID'],
    [{ name: 7 }, 'VALUE_INVALID'],
    [{ name: 'x'.repeat(501) }, 'VALUE_INVALID'],
    [{ line: 3 }, 'VALUE_INVALID'],
    [{ filePath: 'src/none.ts', line: 3 }, 'FILE_NOT_FOUND'],
    [{ filePath: '../etc/passwd', line: 3 }, 'PATH_OUTSIDE_ROOT'],
    [{ name: 'x', limit: 0 }, 'VALUE_OUT_OF_RANGE'],
    [{ name: 'x', exact: 'yes' }, 'VALUE_INVALID'],
    [{ filePath: 'src/use.ts', line: 0 }, 'VALUE_OUT_OF_RANGE'],
  ])('%j is refused with %s', async (query, code) => {
    for (const method of ['findReferences', 'findCallers', 'findCallees', 'findImplementations'] as const) {
      expect(await codeOfRejection(engine[method]({ root, ...query } as SymbolQuery & { root: string }))).toBe(code);
    }
  });

  test('a source in memory is checked as a folder is', async () => {
    const items = Object.entries(FILES).map(([path, content]) => ({ path, content }));
    const answer = await settled(() => engine.findReferences({ source: { kind: 'items', files: items }, name: 'Store.load' }));
    expect(usesOf(answer)).toEqual(['src/make.ts:8:18 call exact in Loud.load', 'src/use.ts:5:15 call exact in run']);
  });
});

describe('places of all kinds', () => {
  const KINDS = {
    'a.ts': "/** See {@link Shape} and {@link area}. */\nexport interface Shape { area(): number }\nexport const area = (shape: Shape): number => shape.area();\nexport const square: Shape = { area: () => 4 }; export const half = area(square);\n",
    'b.ts': "import * as all from './a';\nexport default function () { return all.area(all.square); }\nexport class Base { #hidden = 1; peek() { return this.#hidden; } }\nexport class Wide extends Base { peek() { return super.peek() + [1].map((one) => all.area({ area: () => one }))[0]!; } }\n",
    'c.ts': "import run from './b';\nrun();\nfunction twice() { run(); run(); return twice; }\n",
  };
  let folder: string;
  beforeAll(() => {
    folder = tempFolder(KINDS);
  });
  const ask = (query: SymbolQuery): Promise<ReferencesAnswer> => settled(() => engine.findReferences({ root: folder, settings: FRESH, ...query }));

  test('the language service also tells of comments; where facts have no use, the code around is named', async () => {
    const { uses } = await ask({ name: 'Shape', exact: true });
    expect(uses.map(({ path, line, kind, inSymbol }) => `${path}:${line} ${kind} ${inSymbol}`)).toContain('a.ts:1 read ');
    const area = await ask({ filePath: 'a.ts', line: 3, exact: true });
    expect(area.target).toMatchObject({ symbol: 'area', kind: 'function' });
    expect(usesOf(area).filter((use) => use.includes('b.ts'))).toEqual(['b.ts:2:41 call exact in default', 'b.ts:4:86 call exact in Wide.peek']);
  });

  test('several definitions on one line: the others are named', async () => {
    const answer = await ask({ filePath: 'a.ts', line: 4 });
    expect([answer.target?.symbol, ...answer.alternatives.map(({ symbol }) => symbol)].sort()).toEqual(['half', 'square', 'square.area']);
  });

  test('unnamed defaults, private members, overriding', async () => {
    expect(usesOf(await ask({ name: 'default', filePath: 'b.ts' }))).toEqual(['c.ts:2:1 call exact in ', 'c.ts:3:20 call exact in twice', 'c.ts:3:27 call exact in twice']);
    const callers = await settled(() => engine.findCallers({ root: folder, settings: FRESH, name: 'default', filePath: 'b.ts' }));
    expect(namesOf(callers)).toEqual(['c.ts# at 2 exact', 'c.ts#twice at 3 exact']);
    expect(namesOf(await engine.findCallers({ root: folder, settings: FRESH, name: 'default', filePath: 'b.ts', exact: true }))).toEqual(namesOf(callers));
    expect(usesOf(await ask({ name: 'Base.#hidden' }))).toEqual(['b.ts:3:55 read exact in Base.peek']);
    expect(usesOf(await ask({ name: 'Base#peek' }))).toEqual(['b.ts:4:56 call exact in Wide.peek']);
    expect(namesOf(await engine.findImplementations({ root: folder, name: 'Shape', exact: true }))).toEqual(['a.ts#square at 4 exact']);
    expect(namesOf(await engine.findCallees({ root: folder, name: 'Wide.peek', exact: true }))).toEqual(['a.ts#area at 4 exact', 'b.ts#Base.peek at 4 exact']);
  });
});

describe('related definitions', () => {
  test('callers, and the module for calls outside of any', async () => {
    const callers = await settled(() => engine.findCallers({ root, name: 'make', filePath: 'src/make.ts' }));
    expect(namesOf(callers)).toEqual(['src/use.ts# at 8 exact', 'src/use.ts#run at 4 exact']);
    const exact = await engine.findCallers({ root, name: 'make', filePath: 'src/make.ts', exact: true });
    expect(exact).toMatchObject({ method: 'language-service', total: 2 });
    expect(namesOf(exact)).toEqual(namesOf(callers));
    expect(namesOf(await settled(() => engine.findCallers({ root, name: 'MemoryStore' })))).toEqual(['src/make.ts#make at 4 exact']);
    expect(namesOf(await settled(() => engine.findCallers({ root, name: 'Store.load' })))).toEqual(['src/make.ts#Loud.load at 8 exact', 'src/use.ts#run at 5 exact']);
  });

  test('callees', async () => {
    const callees = await settled(() => engine.findCallees({ root, name: 'run' }));
    expect(namesOf(callees)).toEqual(['src/make.ts#make at 4 exact', 'src/store.ts#Store.load at 5 exact']);
    expect(namesOf(await engine.findCallees({ root, name: 'run', exact: true }))).toEqual(namesOf(callees));
    expect(namesOf(await settled(() => engine.findCallees({ root, name: 'make', filePath: 'src/make.ts' })))).toEqual(['src/store.ts#MemoryStore at 4 exact']);
  });

  test('what is certain comes before what only might be meant', async () => {
    const folder = tempFolder({
      'a.py': 'class A:\n    def send(self): pass\n',
      'b.py': 'class B:\n    def send(self): pass\n',
      'go.py': 'from z import pack\n\ndef go(x):\n    x.send()\n    pack()\n',
      'z.py': 'def pack(): pass\n',
    });
    const { symbols } = await engine.findCallees({ root: folder, name: 'go' });
    expect(symbols.map(({ symbol }) => symbol)).toEqual(['pack', 'A.send', 'B.send']);
    expect((await engine.findCallees({ root: folder, name: 'go', limit: 1 })).symbols).toEqual(symbols.slice(0, 1));
  });

  test('implementations of types and of members', async () => {
    expect(namesOf(await engine.findImplementations({ root, name: 'Store' }))).toEqual(['src/make.ts#Loud at 6 exact', 'src/store.ts#MemoryStore at 4 exact']);
    expect(namesOf(await engine.findImplementations({ root, name: 'Store.load' }))).toEqual(['src/make.ts#Loud.load at 7 exact', 'src/store.ts#MemoryStore.load at 6 exact']);
    expect(namesOf(await engine.findImplementations({ root, name: 'Store', exact: true }))).toEqual(['src/make.ts#Loud at 6 exact', 'src/store.ts#MemoryStore at 4 exact']);
    expect(namesOf(await engine.findImplementations({ root, name: 'Loud', exact: true }))).toEqual([]);
  });

  test('nothing found, limits, other languages', async () => {
    expect(await engine.findCallers({ root, name: 'qqqqqqqq' })).toMatchObject({ symbols: [], total: 0 });
    expect(await settled(() => engine.findCallers({ root, name: 'make', filePath: 'src/make.ts', limit: 1 }))).toMatchObject({ total: 2, symbols: [{ path: 'src/use.ts' }] });
    const python = await engine.findCallers({ root, name: 'Report', exact: true });
    expect(python).toMatchObject({ method: 'index', symbols: [{ path: 'tools/report.py', symbol: 'main' }], steps: [{ step: 'types', status: 'fallback' }] });
  });
});
