import { createHarness, LIMITS, universeOf } from './harness';
import { createChecker, type CheckQuestion, type CheckReply, type CheckTask } from '../../src/checker';
import { createCheckedFiles } from '../../src/checker/files';
import { openLibrary } from '../../src/checker/library';
import { findReferences } from '../../src/checker/references';
import { createService } from '../../src/checker/service';
import { createWarmer } from '../../src/checker/warm';
import type { Pool } from '../../src/pool';

const FILES = {
  'shape.ts': "export interface Shape { name: string; 'line width': number; at?: { x: number } }\nexport default class { constructor(readonly name = 'a') {} }\nexport const enum Side { left = 1 }",
  'draw.ts': "import Base, { Side, type Shape } from './shape';\nexport class Circle extends Base implements Shape { 'line width' = 2; }\nexport function draw({ name, at: { x } = { x: 0 } }: Shape): Shape {\n  const made: Shape = { name, 'line width': x, at: { x } };\n  return made.name === new Circle().name && Side.left ? made : { ...made, name: document.title };\n}\nmodule.exports = draw;",
  'view.tsx': "import { draw } from './draw';\nimport type { Shape } from './shape';\nexport const View = (props: Shape) => <View {...draw(props)} name='x' line width={1} />;\n/** @see {@link View} and {@link Shape.name} */\nexport { View as default };",
  'plain.js': "const { draw } = require('./draw');\n/** @param {import('./shape').Shape} shape @returns {string} */\nfunction label(shape) { return draw(shape).name; }\nexports.label = label;\nexports.label.width = function () { return this.x; };",
  'broken.ts': "import { Shape } from './shape';\nexport const wrong: Shape = { name: , at. };\nwrong.name.",
};

async function openFiles() {
  const files = createCheckedFiles();
  await files.setUniverse(universeOf(FILES));
  await files.load(Object.keys(FILES), LIMITS);
  return { files, service: createService(files, openLibrary()) };
}

test('every identifier has the references that the language service lists, with the same role', async () => {
  const { service } = await openFiles();
  let places = 0;
  for (const [path, text] of Object.entries(FILES)) {
    for (const [at, line] of text.split('\n').entries()) {
      for (const { index } of line.matchAll(/[\w$]+/g)) {
        const place = { path, line: at + 1, column: index + 1 };
        const offset = service.offsetOf(place)!;
        const listed = (service.language.findReferences(service.nameOf(path), offset) ?? []).flatMap(({ references }) => references);
        const own = listed.filter(({ fileName }) => service.pathOf(fileName) !== undefined);
        const expected = new Set(own.map(({ fileName, textSpan }) => `${service.pathOf(fileName)} ${textSpan.start}`));
        const defined = new Set(own.filter(({ isDefinition }) => isDefinition).map(({ fileName, textSpan }) => `${service.pathOf(fileName)} ${textSpan.start}`));
        const found = findReferences(service, place);
        expect([place, new Set(found.map((each) => `${each.path} ${service.offsetOf(each)}`))]).toEqual([place, expected]);
        for (const each of found) if (defined.has(`${each.path} ${service.offsetOf(each)}`)) expect(each.role).not.toBe('use');
        places += found.length > 0 ? 1 : 0;
      }
    }
  }
  expect(places).toBeGreaterThan(50);
});

describe('types in advance', () => {
  test('file by file, until all is done; files that change begin anew; a broken file holds up nothing', async () => {
    const { files, service } = await openFiles();
    const warmer = createWarmer(service);
    expect(warmer.warm(() => true)).toBe(false);
    expect(warmer.isWarm()).toBe(false);
    let looks = 0;
    expect(warmer.warm(() => (looks += 1) > 2)).toBe(false);
    expect(warmer.warm(() => false)).toBe(true);
    expect(warmer.isWarm()).toBe(true);
    await files.setUniverse(universeOf({ ...FILES, 'shape.ts': 'export interface Shape { name: number }' }));
    await files.load(Object.keys(FILES), LIMITS);
    expect(warmer.isWarm()).toBe(false);
  });

  test('the thread says whether it is warm, and what it may hold; answers are the same, and new ones after a change', async () => {
    const { ask, put } = await createHarness(FILES);
    const question: CheckQuestion = { kind: 'references', place: { path: 'shape.ts', line: 1, column: 26 } };
    const cold = await ask(question);
    expect(cold.state).toMatchObject({ warm: false });
    expect(cold.state.heapLimit).toBeGreaterThan(cold.state.heapBytes);
    expect(await ask({ kind: 'warm', budgetMs: -1 })).toMatchObject({ complete: false });
    expect(await ask({ kind: 'warm', budgetMs: 60_000 })).toMatchObject({ complete: true, state: { warm: true } });
    const warm = await ask(question);
    expect(warm.references).toEqual(cold.references);
    expect(warm.references.length).toBeGreaterThan(3);
    await put('more.ts', "import type { Shape } from './shape';\nexport const nameOf = (shape: Shape) => shape.name;");
    expect((await ask(question, [...Object.keys(FILES), 'more.ts'])).references.filter(({ path }) => path === 'more.ts')).toHaveLength(1);
  });

  test('only the latest answers are kept', async () => {
    const { ask } = await createHarness({ 'a.ts': Array.from({ length: 250 }, (_, at) => `export const v${at} = ${at};`).join('\n') });
    for (let line = 1; line <= 250; line += 1) expect((await ask({ kind: 'references', place: { path: 'a.ts', line, column: 14 } })).references).toHaveLength(1);
  });
});

describe('while nobody asks', () => {
  const state = { files: 1, heapBytes: 1, heapLimit: 2, loadMs: 0, warm: false };
  const findings = { meanings: [], references: [], calls: [], reviews: [], patches: [], imports: new Map(), changed: [] };
  const search: CheckQuestion = { kind: 'callers', place: { path: 'a.ts', line: 1, column: 1 } };

  function open(replies: (task: CheckTask, count: number) => Promise<CheckReply>) {
    const tasks: { kind: string; priority: string }[] = [];
    const over = { resolve: (): void => undefined };
    const done = new Promise<void>((resolve) => (over.resolve = resolve));
    const pool = {
      run: async (task: CheckTask, { priority }: { priority: string }) => {
        tasks.push({ kind: task.question.kind, priority });
        return replies(task, tasks.length);
      },
    } as unknown as Pool<CheckTask, CheckReply>;
    const checker = createChecker({ pool: () => pool });
    const ask = (question: CheckQuestion, revision = '1') => checker.ask({ key: 'w', revision, universe: () => universeOf({}) }, [], question);
    return { ask, tasks, over, done, checker };
  }

  const answered = (complete: boolean, warm = complete): CheckReply => ({ status: 'answered', ...findings, complete, state: { ...state, warm } });

  test('a search is followed by slices of work behind other questions, until all is worked out', async () => {
    const { ask, tasks, over, done, checker } = open(async ({ question }, count) => {
      if (question.kind !== 'warm') return answered(true, false);
      if (count === 4) over.resolve();
      return answered(count === 4);
    });
    await ask(search);
    await done;
    // What follows the last slice takes a turn of the event loop.
    await new Promise(setImmediate);
    expect(tasks.map(({ kind, priority }) => `${kind} ${priority}`)).toEqual(['callers interactive', 'warm bulk', 'warm bulk', 'warm bulk']);
    expect(checker.state()).toMatchObject({ warm: true });
  });

  test('none follows other questions, or a thread that is warm; failures and other files end it', async () => {
    const { ask, tasks } = open(async ({ question }) => {
      if (question.kind === 'warm') throw new Error('the thread ended');
      return answered(true, question.kind === 'callees');
    });
    await ask({ kind: 'meaning', places: [], budgetMs: 1 });
    await ask({ kind: 'callees', place: search.place });
    await ask(search);
    await new Promise(setImmediate);
    expect(tasks.map(({ kind }) => kind)).toEqual(['meaning', 'callees', 'callers', 'warm']);
    const other = open(async ({ question }) => (question.kind === 'warm' ? { status: 'universe-needed' } : answered(true, false)));
    await other.ask(search);
    await new Promise(setImmediate);
    expect(other.tasks.map(({ kind }) => kind)).toEqual(['callers', 'warm']);
  });
});
