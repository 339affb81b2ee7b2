import type { Lesson } from '../../src/graph';
import { createWorkspace, type TestWorkspace } from './workspace';

const FILES = {
  'types.ts': 'export interface Store { load(): void }\nexport interface Other { load(): void }',
  'make.ts': "import type { Store } from './types';\nexport const make = (): Store => ({ load() {} });",
  'use.ts': "import { make } from './make';\nmake().load();",
  'far.ts': "import { make } from './make';\nexport {};\nmake().load();",
  'alone.ts': 'export const alone = { load() {} };\nexport {};',
};
const IMPORTS = new Map([
  ['make.ts', ['types.ts']],
  ['use.ts', ['make.ts']],
  ['far.ts', ['make.ts']],
  ['types.ts', []],
  ['alone.ts', []],
]);

/** What a checker would say of FILES: both `load()` mean the store's. */
function teach({ graph, definition, file }: TestWorkspace): boolean {
  const { symbol } = definition('types.ts#Store.load');
  const place = { path: 'types.ts', line: symbol.nameLine, column: symbol.nameColumn };
  const questions = graph.questionsAbout(definition('types.ts#Store.load'));
  const answers = questions
    .filter(({ file: { path }, key }) => !key && path !== 'types.ts' && file(path))
    .map(({ file: { path }, at }) => ({ path, at, own: [place], bases: [] }));
  const lesson: Lesson = { version: graph.version(), answers, imports: IMPORTS };
  return graph.learn(lesson);
}

const exactUses = (workspace: TestWorkspace): string[] => workspace.uses('types.ts#Store.load').filter((use) => use.endsWith('exact'));

test('what is asked: the definition, and every use that a name alone does not settle', async () => {
  const { graph, definition } = await createWorkspace({ ...FILES, 'notes.md': 'load' });
  const questions = graph.questionsAbout(definition('types.ts#Store.load'));
  expect(questions.map(({ file: { path }, line, column, key }) => `${path}:${line}:${column}${key ? ' key' : ''}`)).toEqual([
    'types.ts:1:26',
    'make.ts:2:37 key',
    'use.ts:2:8',
    'far.ts:3:8',
    'alone.ts:1:24 key',
  ]);
  expect(graph.questionsAbout(definition('make.ts#make'))).toEqual([]);
  expect(graph.questionsInside(definition('make.ts#make')).map(({ column }) => column)).toEqual([37]);
});

test('answers make uses exact, and are asked for no more', async () => {
  const workspace = await createWorkspace(FILES);
  expect(exactUses(workspace)).toEqual([]);
  expect(teach(workspace)).toBe(true);
  expect(exactUses(workspace)).toEqual(['far.ts:3:8 call exact', 'use.ts:2:8 call exact']);
  const { graph, definition } = workspace;
  expect(graph.questionsAbout(definition('types.ts#Store.load')).map(({ file: { path } }) => path)).toEqual(['types.ts', 'make.ts', 'alone.ts']);
  // An answer also says what a use is not.
  expect(workspace.uses('types.ts#Other.load')).toEqual([]);
  expect(workspace.uses('alone.ts#alone.load')).toEqual([]);
});

test('keys and definitions: what is expected there, what is overridden, what no facts know', async () => {
  const workspace = await createWorkspace({ 'a.ts': 'export interface I { x(): void }\nexport const one: I = { x() {} };\nexport const two: I = { x() {} };\ntwo.x();' });
  const { graph, definition, file } = workspace;
  const placeOf = (name: string) => ({ path: 'a.ts', line: definition(name).symbol.nameLine, column: definition(name).symbol.nameColumn });
  const [, oneKey, twoKey] = graph.questionsAbout(definition('a.ts#I.x'));
  const at = (name: string) => -1 - definition(name).index;
  const outside = { path: 'lib:lib.es5.d.ts', line: 1, column: 1 };
  const said = [
    { path: 'a.ts', at: oneKey!.at, own: [placeOf('a.ts#one.x')], bases: [placeOf('a.ts#I.x'), outside] },
    { path: 'a.ts', at: twoKey!.at, own: [placeOf('a.ts#two.x')], bases: [placeOf('a.ts#I.x'), outside] },
    { path: 'a.ts', at: at('a.ts#one.x'), own: [placeOf('a.ts#one.x')], bases: [placeOf('a.ts#I.x'), outside] },
  ];
  expect(graph.learn({ version: graph.version(), answers: said, imports: new Map() })).toBe(true);
  // `two.x` is known by its name: the object is at hand. The key that is a definition's own name is no use of it.
  expect(workspace.uses('a.ts#I.x')).toEqual(['a.ts:2:25 write exact', 'a.ts:3:25 write exact']);
  expect(workspace.uses('a.ts#one.x')).toEqual([]);
  expect(workspace.uses('a.ts#one.x', { beside: true })).toEqual(['a.ts:3:25 write exact']);
  const used = graph.usedBy({ file: file('a.ts').id, index: definition('a.ts#two').index, symbol: definition('a.ts#two').symbol });
  expect(used.map(({ definition: each }) => workspace.nameOf(each))).toEqual(['a.ts#I']);
});

describe('answers go with whatever they looked at', () => {
  const taught = async (): Promise<TestWorkspace> => {
    const workspace = await createWorkspace({ ...FILES, 'package.json': '{"name":"x"}', 'data.py': 'x = 1' });
    expect(teach(workspace)).toBe(true);
    return workspace;
  };

  test.each([
    ['the file itself', 'use.ts', `${FILES['use.ts']}\n`, ['far.ts:3:8 call exact']],
    ['what it imports', 'make.ts', `${FILES['make.ts']}\n`, []],
    ['what that imports', 'types.ts', `${FILES['types.ts']}\n`, []],
    ['something else', 'alone.ts', 'export const other = 1;', ['far.ts:3:8 call exact', 'use.ts:2:8 call exact']],
    ['a file of another language', 'data.py', 'x = 2', ['far.ts:3:8 call exact', 'use.ts:2:8 call exact']],
    ['a new file, which imports may lead to', 'new.ts', 'export const n = 1;', []],
    ['a project file', 'package.json', '{"name":"y"}', []],
    ['a script, which declares for all', 'alone.ts', 'var alone = 1;', []],
    ['declarations for all', 'alone.ts', 'export {};\ndeclare global { interface Store { load(): number } }', []],
    ['declarations for a module', 'alone.ts', "export {};\ndeclare module './types' { interface Store { save(): void } }", []],
  ])('%s', async (_, path, text, expected) => {
    const workspace = await taught();
    await workspace.put(path, text);
    expect(exactUses(workspace)).toEqual(expected);
  });

  test('a removed file, and one that comes back after another lesson', async () => {
    const workspace = await taught();
    workspace.remove('use.ts');
    expect(exactUses(workspace)).toEqual(['far.ts:3:8 call exact']);
    expect(teach(workspace)).toBe(true);
    await workspace.put('use.ts', FILES['use.ts']);
    // It was not there when the second lesson was given: another file of that path may change anything.
    expect(exactUses(workspace)).toEqual([]);
  });

  test('a removed script takes all with it', async () => {
    const workspace = await createWorkspace({ ...FILES, 'global.ts': 'interface Everywhere {}' });
    expect(teach(workspace)).toBe(true);
    workspace.remove('global.ts');
    expect(exactUses(workspace)).toEqual([]);
  });

  test('answers to questions of a former state are not taken', async () => {
    const workspace = await createWorkspace(FILES);
    const version = workspace.graph.version();
    await workspace.put('alone.ts', 'export const changed = 1;');
    expect(workspace.graph.learn({ version, answers: [], imports: new Map() })).toBe(false);
    await workspace.put('notes.md', 'no matter');
    expect(workspace.graph.learn({ version: workspace.graph.version(), answers: [{ path: 'gone.ts', at: 0, own: [], bases: [] }], imports: new Map() })).toBe(true);
  });

  test('types may come another way than by imports: an answer goes with its target, too', async () => {
    const workspace = await createWorkspace(FILES);
    const { graph, definition, file } = workspace;
    const { symbol } = definition('alone.ts#alone.load');
    const at = graph.questionsAbout(definition('types.ts#Store.load')).find(({ file: each }) => each.path === 'use.ts')!.at;
    const own = [{ path: 'alone.ts', line: symbol.nameLine, column: symbol.nameColumn }];
    graph.learn({ version: graph.version(), answers: [{ path: 'use.ts', at, own, bases: [] }], imports: new Map() });
    expect(workspace.uses('alone.ts#alone.load')).toContain('use.ts:2:8 call exact');
    await workspace.put('alone.ts', `${FILES['alone.ts']}\n`);
    expect(workspace.uses('alone.ts#alone.load').filter((use) => use.startsWith('use.ts'))).toEqual(['use.ts:2:8 call ambiguous']);
    expect(file('use.ts')).toBeDefined();
  });
});
