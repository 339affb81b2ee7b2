import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextPack, EnrichedAction, FileAnalysis, FindSymbolAnswer, StructuralContext, SyncReport } from '../../src';
import { useEngineBundle } from '../support/engine-bundle';
import { makeRepository, run, type Ran } from './sample';

let root: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  await useEngineBundle();
  ({ root, remove } = await makeRepository());
});
afterAll(() => remove());

const parse = (ran: Ran): unknown => {
  expect(ran).toMatchObject({ code: 0, err: '' });
  return JSON.parse(ran.out);
};

describe('feedback', () => {
  it('is recorded, counted and forgotten', async () => {
    const about = ['feedback', 'src/store.ts', '--query', 'who keeps the orders?', '--root', root];
    expect(parse(await run([...about, '--verdict', 'needed', '--json']))).toMatchObject({ recorded: 1, known: 1, warnings: [] });
    expect((await run([...about, '--verdict', 'useful'])).out).toMatch(/^recorded 1; 2 are known/);
    expect(await run([...about, '--verdict', 'splendid'])).toMatchObject({ code: 2, out: '' });
    expect((await run(['feedback', '--reset', '--root', root])).out).toMatch(/^forgot 2 pieces/);
  });
});

describe('query', () => {
  const question = ['query', 'where', 'are', 'webhook', 'signatures', 'checked?', '--root'];

  it('prints the code in markdown and nothing else', async () => {
    const { code, out, err } = await run([...question, root]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('src/webhook.ts');
    expect(out).toContain('timingSafeEqual(expected');
    expect(out.endsWith('\n')).toBe(true);
  });

  it('answers programs in JSON and passes its options on', async () => {
    const options = ['--mode', 'rag', '--limit', '1', '--budget', '500', '--json', '--exclude', 'src/store.ts'];
    const pack = parse(await run([...question, root, ...options])) as ContextPack;
    expect(pack.query).toBe('where are webhook signatures checked?');
    expect(pack.mode).toMatchObject({ requested: 'rag', mode: 'rag' });
    expect(pack.items).toHaveLength(1);
    expect(pack.budgetTokens).toBe(500);
    expect(pack.workspace.files).toBe(2);
  });

  it('joins by places where it is told to', async () => {
    const pack = parse(await run([...question, root, '--json', '--mode', 'parallel', '--fusion', 'reciprocal_ranks'])) as ContextPack;
    for (const { why } of pack.items) expect(['ast', 'rag']).toEqual(expect.arrayContaining(Object.keys(why)));
    expect((await run([...question, root, '--fusion', 'magic'])).err).toContain('fusion');
  });

  it('keeps to paths, languages and kinds', async () => {
    const pathsOf = async (...filter: string[]) => {
      const pack = parse(await run([...question, root, '--json', ...filter])) as ContextPack;
      return [...new Set(pack.items.map(({ path }) => path))];
    };
    expect(await pathsOf('--only-path', 'src/store.ts')).toEqual(['src/store.ts']);
    expect(await pathsOf('--only-language', 'python')).toEqual([]);
    expect((await run([...question, root, '--only-kind', 'widget'])).err).toContain('VALUE_INVALID');
  });

  it.each([
    ['markdown', /^```/m],
    ['xml', /^<context/m],
    ['json', /^\{/],
  ])('writes %s', async (format, start) => {
    const { code, out, err } = await run([...question, root, '--format', format]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(start);
    expect(out).toContain('timingSafeEqual(expected');
    if (format === 'json') expect(JSON.stringify(JSON.parse(out))).toContain('src/webhook.ts');
  });

  it('knows no other format', async () => {
    expect(await run([...question, root, '--format', 'yaml'])).toMatchObject({ code: 2, out: '' });
  });

  it('tells a person at a terminal how it goes', async () => {
    const { err } = await run([...question, root], { isTTY: true });
    expect(err).toMatch(/Analysing \d\/3/);
    expect(err).toMatch(/\d+ items, \d+ tokens, mode \w+, quality [01]\.\d\d, \d+ ms\n$/);
  });

  it.each([
    ['no root', ['query', 'x'], 'ROOT_MISSING'],
    ['a root that is not there', ['query', 'x', '--root', '/does/not/exist'], 'ROOT_NOT_FOUND'],
    ['an empty query', ['query', '', '--root', '.'], 'QUERY_EMPTY'],
    ['a limit out of range', ['query', 'x', '--root', '.', '--limit', '0'], 'VALUE_OUT_OF_RANGE'],
    ['missing settings', ['query', 'x', '--root', '.', '--config', '/none.yaml'], 'SETTINGS_NOT_FOUND'],
  ])('says what is wrong with %s', async (_, args, code) => {
    const ran = await run(args);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(new RegExp(`^error ${code}: .+\\nfix: .+\\n$`));
  });

  it('stops when it is interrupted', async () => {
    const ran = await run([...question, root], { signal: AbortSignal.abort() });
    expect(ran).toEqual({ code: 130, out: '', err: '' });
  });
});

describe('sync', () => {
  it('reports what is indexed and what was left out', async () => {
    const { code, out } = await run(['sync', '--root', root]);
    expect(code).toBe(0);
    expect(out).toMatch(/^3 files, \d+ symbols, \d+ chunks in \d+ ms\nadded 3, changed 0, removed 0/);
    expect(out).toMatch(/^problem: src\/broken\.ts: .+$/m);
    expect(out).toMatch(/^skipped: logo\.png: .+$/m);
  });

  it('answers programs in JSON', async () => {
    const report = parse(await run(['sync', '--root', root, '--json', '--include', '*.ts'])) as SyncReport;
    expect(report).toMatchObject({ files: 3, added: 3 });
  });
});

describe('analyze-file', () => {
  it('lists symbols, imports, exports and problems', async () => {
    const { out } = await run(['analyze-file', 'src/webhook.ts', '--root', root]);
    expect(out).toMatch(/^src\/webhook\.ts: typescript, \d+ lines/);
    expect(out).toMatch(/^9-15 +class +WebhookQueue/m);
    expect(out).toMatch(/^1: import createHmac, timingSafeEqual from node:crypto$/m);
    const reexport = await run(['analyze-file', 'src/store.ts', '--root', root]);
    expect(reexport.out).toContain('1: export WebhookQueue from ./webhook');
    const broken = await run(['analyze-file', 'src/broken.ts', '--root', root]);
    expect(broken.out).toMatch(/^problem in line \d+: /m);
  });

  it('answers programs in JSON', async () => {
    const analysis = parse(await run(['analyze-file', 'src/store.ts', '--root', root, '--json'])) as FileAnalysis;
    expect(analysis.symbols.map(({ name }) => name)).toContain('readEntry');
  });

  it('refuses a binary file and a path that leaves the root', async () => {
    const binary = await run(['analyze-file', 'logo.png', '--root', root]);
    expect(binary).toMatchObject({ code: 1, err: expect.stringContaining('error FILE_BINARY') as string });
    const outside = await run(['analyze-file', '../../etc/passwd', '--root', root]);
    expect(outside).toMatchObject({ code: 1, err: expect.stringContaining('error PATH_OUTSIDE_ROOT') as string });
  });
});

describe('find-symbol', () => {
  it('says where a symbol is defined', async () => {
    const { code, out } = await run(['find-symbol', 'readEntry', '--root', root]);
    expect(code).toBe(0);
    expect(out).toMatch(/^src\/store\.ts: 8-10 +function +readEntry {2}/);
  });

  it('finds by parts of the name when asked to', async () => {
    const exact = await run(['find-symbol', 'Entri', '--root', root]);
    expect(exact).toEqual({ code: 1, out: '', err: 'No symbol "Entri" was found.\n' });
    const fuzzy = parse(
      await run(['find-symbol', 'WebhookQue', '--fuzzy', '--limit', '1', '--root', root, '--json']),
    ) as FindSymbolAnswer;
    expect(fuzzy.matches).toMatchObject([{ name: 'WebhookQueue' }]);
  });
});

describe('structure', () => {
  it('shows what is around a line', async () => {
    const { out } = await run(['structure', 'src/webhook.ts:13', '--root', root]);
    const lines = out.split('\n');
    expect(lines[0]).toBe('src/webhook.ts:13');
    expect(lines[1]).toMatch(/^9-15 +class +WebhookQueue/);
    expect(lines[2]).toMatch(/^ {2}12-14 +method +WebhookQueue\.enqueue/);
    expect(out).toContain('    13      return this.waiting.push(body);');
  });

  it('answers programs in JSON', async () => {
    const context = parse(await run(['structure', 'src/webhook.ts:13', '--root', root, '--json'])) as StructuralContext;
    expect(context.enclosing.map(({ name }) => name)).toEqual(['WebhookQueue', 'enqueue']);
  });
});

describe('enrich', () => {
  const action = { type: 'issue', text: 'verifySignature throws on a short signature', extra: [1] };

  it('adds context to an action on stdin and removes nothing', async () => {
    const stdin = JSON.stringify(action);
    const enriched = parse(await run(['enrich', '--root', root], { stdin })) as EnrichedAction;
    expect(enriched).toMatchObject(action);
    expect(enriched.context.items.map(({ path }) => path)).toContain('src/webhook.ts');
  });

  it('reads an action from a file', async () => {
    const file = join(root, 'action.json');
    await writeFile(file, JSON.stringify(action));
    const options = ['--action', file, '--limit', '1', '--mode', 'ast', '--budget', '300'];
    const { context } = parse(await run(['enrich', '--root', root, ...options])) as EnrichedAction;
    expect(context).toMatchObject({ budgetTokens: 300, mode: { requested: 'ast' } });
  });

  it.each([
    ['not JSON', '{"text": ', 'VALUE_INVALID'],
    ['nothing', '', 'VALUE_INVALID'],
    ['a list', '[]', 'VALUE_INVALID'],
    ['an object that says nothing', '{"a": {}}', 'ACTION_INVALID'],
  ])('refuses %s', async (_, stdin, code) => {
    const ran = await run(['enrich', '--root', root], { stdin });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(`error ${code}: `);
  });

  it('names the file that is wrong', async () => {
    const file = join(root, 'wrong.json');
    await writeFile(file, 'null');
    const ran = await run(['enrich', '--root', root, '--action', file]);
    expect(ran.err).toContain(`The action in ${file} is not valid: it must be a JSON object.`);
  });
});
