import type { Engine, ImpactAnswer } from '../../../src/kernel';
import { DIFF_LIMITS } from '../../../src/impact';
import { changeOf, git, replaceTree, type Tree } from '../../impact/git';
import { cleanUp, codeOfRejection, FRESH, openTestEngine, tempFolder } from '../../engine/support';

let engine: Engine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(cleanUp);

const SHOP: Tree = {
  'package.json': JSON.stringify({ name: 'shop', bin: { shop: 'src/cli.ts' } }),
  'src/rates.ts': `/** The rate of a country. */
export function rateOf(country: string): number {
  return country === 'DE' ? 0.19 : 0.2;
}

export function oldRate(): number {
  return 0.16;
}
`,
  'src/cart.ts': `import { oldRate, rateOf } from './rates';

export class Cart {
  total(country: string): number {
    return 100 * rateOf(country);
  }

  past(): number {
    return oldRate();
  }
}
`,
  'src/checkout.ts': `import { Cart } from './cart';

export function checkout(country: string): number {
  const cart = new Cart();
  return cart.total(country);
}
`,
  'src/cli.ts': `import { checkout } from './checkout';

console.log(checkout('DE'));
`,
  'test/checkout.test.ts': `import { checkout } from '../src/checkout';

test('total', () => {
  expect(checkout('DE')).toBe(19);
});
`,
  'src/rates.spec.ts': `import { rateOf } from './rates';

test('rate', () => {
  expect(rateOf('DE')).toBe(0.19);
});
`,
  'src/unrelated.ts': 'export function elsewhere(): string {\n  return "x";\n}\n',
  'docs/rates.md': '# Rates\n\nSee the code.\n',
};

const edit = (path: string, from: string, to: string, tree: Tree = SHOP): Tree => {
  expect(tree[path]).toContain(from);
  return { ...tree, [path]: String(tree[path]).replace(from, to) };
};

/** The impact with the workspace in the state after the change, and in the one before it. */
async function impacts(after: Tree, request: object = {}): Promise<{ after: ImpactAnswer; before: ImpactAnswer; root: string; diff: string }> {
  const { root, diff } = changeOf(SHOP, after);
  const first = await engine.impactOfChange({ root, diff, settings: FRESH, ...request });
  replaceTree(root, after, SHOP);
  const second = await engine.impactOfChange({ root, diff, settings: FRESH, ...request });
  return { after: first, before: second, root, diff };
}

const changesOf = ({ changes }: ImpactAnswer): string[] => changes.map(({ change, symbol, path, breaking }) => `${breaking ? '! ' : ''}${change} ${path}#${symbol}`);
const callersOf = ({ callers }: ImpactAnswer): string[] => callers.map(({ distance, path, symbol, via }) => `${distance} ${path}#${symbol} via ${via}`);

describe('a signature that changes', () => {
  test('in both states of the workspace: the same changes, callers, tests and entry points', async () => {
    const { after, before } = await impacts(edit('src/rates.ts', 'country: string', 'country: string, year: number'));
    expect([after.base, before.base]).toEqual(['after', 'before']);
    for (const answer of [after, before]) {
      expect(answer.files).toEqual([{ path: 'src/rates.ts', change: 'modified', additions: 1, deletions: 1 }]);
      expect(answer.changes).toEqual([
        expect.objectContaining({
          path: 'src/rates.ts', symbol: 'rateOf', change: 'signature', breaking: true, startLine: 2, language: 'typescript',
          why: 'the parameter year was added without a default',
          before: 'export function rateOf(country: string): number',
          signature: 'export function rateOf(country: string, year: number): number',
        }),
      ]);
      expect(callersOf(answer)).toEqual(expect.arrayContaining(['1 src/cart.ts#Cart.total via rateOf', '1 src/rates.spec.ts# via rateOf', '2 src/checkout.ts#checkout via Cart.total']));
      expect(answer.callers.every(({ confidence, path }) => confidence > 0 && confidence <= 1 && path !== 'src/unrelated.ts')).toBe(true);
      expect(answer.tests).toEqual([
        { path: 'src/rates.spec.ts', reason: 'it uses rateOf' },
        { path: 'test/checkout.test.ts', reason: expect.stringContaining('steps') as string },
      ]);
      expect(answer.entryPoints).toEqual([{ path: 'src/cli.ts', reason: expect.stringContaining('a command of package.json') as string }]);
      expect(answer.risk.reasons).toEqual(expect.arrayContaining(['1 breaking change with callers that did not follow', '1 breaking change of what is exported']));
      expect(answer.risk.score).toBeGreaterThan(0.2);
    }
    expect({ ...after, base: '' }).toEqual({ ...before, base: '' });
  });

  test('callers that follow in the same diff lower the risk', async () => {
    const alone = edit('src/rates.ts', 'country: string', 'country: string, year: number');
    const followed = edit('src/rates.spec.ts', "rateOf('DE')", "rateOf('DE', 2026)", edit('src/cart.ts', 'rateOf(country)', 'rateOf(country, 2026)', alone));
    const [a, b] = [(await impacts(alone)).after, (await impacts(followed)).after];
    expect(changesOf(b)).toContain('body src/cart.ts#Cart.total');
    expect(b.risk.reasons).not.toContain('1 breaking change with callers that did not follow');
    expect(b.risk.score).toBeLessThan(a.risk.score);
    expect(b.tests[0]).toEqual({ path: 'src/rates.spec.ts', reason: 'the change touches it' });
  });
});

describe('other changes', () => {
  test('what was removed is followed in the state before, as far as its callers are still there', async () => {
    const removed = edit('src/rates.ts', 'export function oldRate(): number {\n  return 0.16;\n}\n', '');
    const { after, before } = await impacts(removed);
    expect(changesOf(after)).toEqual(['! removed src/rates.ts#oldRate']);
    for (const answer of [after, before]) expect(callersOf(answer)).toContain('1 src/cart.ts#Cart.past via oldRate');
    const both = edit('src/cart.ts', '    return oldRate();', '    return 0;', edit('src/cart.ts', 'oldRate, ', '', removed));
    const clean = (await impacts(both)).after;
    expect(callersOf(clean).filter((line) => line.includes('oldRate'))).toEqual([]);
    expect(clean.risk.score).toBeLessThan(after.risk.score);
  });

  test('a rename names the old name and finds who still uses it', async () => {
    const { after } = await impacts(edit('src/rates.ts', 'export function rateOf', 'export function taxOf'));
    expect(after.changes[0]).toMatchObject({ change: 'signature', symbol: 'taxOf', breaking: true, why: 'it was renamed from rateOf to taxOf' });
    expect(callersOf(after)).toContain('1 src/cart.ts#Cart.total via rateOf');
    expect(after.tests.map(({ path }) => path)).toContain('src/rates.spec.ts');
  });

  test('a body alone: callers, no breaking change', async () => {
    const { after } = await impacts(edit('src/rates.ts', '0.19', '0.18'));
    expect(changesOf(after)).toEqual(['body src/rates.ts#rateOf']);
    expect(callersOf(after)).toContain('1 src/cart.ts#Cart.total via rateOf');
    expect(after.risk.level).not.toBe('high');
  });

  test('comments, blanks and documents change nothing that runs', async () => {
    const { after } = await impacts(edit('src/rates.ts', '/** The rate of a country. */', '/**\n * The rate.\n */\n'));
    expect(after).toMatchObject({ changes: [], callers: [], tests: [], entryPoints: [], risk: { score: 0, level: 'low', reasons: [] } });
    const docs = (await impacts(edit('docs/rates.md', 'See the code.', 'Read the code.'))).after;
    expect(docs.risk.level).toBe('low');
    expect(docs.callers).toEqual([]);
  });

  test('a new file, a removed one and one that moved', async () => {
    const { 'src/unrelated.ts': gone, 'src/checkout.ts': moved, ...rest } = SHOP;
    expect(gone).toBeDefined();
    const { after, before } = await impacts({ ...rest, 'src/pay/checkout.ts': String(moved).replace('./cart', '../cart'), 'src/new.ts': 'export const fresh = 1;\n' });
    for (const answer of [after, before]) {
      expect(answer.files.map(({ path, change }) => [path, change])).toEqual([
        ['src/new.ts', 'added'],
        ['src/pay/checkout.ts', 'renamed'],
        ['src/unrelated.ts', 'removed'],
      ]);
      expect(changesOf(answer)).toEqual(
        expect.arrayContaining(['! moved src/pay/checkout.ts#checkout', '! removed src/unrelated.ts#elsewhere', 'added src/new.ts#fresh']),
      );
      expect(answer.callers.map(({ path, via }) => `${path} via ${via}`)).toContain('src/cli.ts via checkout');
    }
  });

  test('an empty diff has no impact', async () => {
    const { root } = changeOf(SHOP, SHOP);
    const answer = await engine.impactOfChange({ root, diff: 'nothing to see' });
    expect(answer).toMatchObject({ files: [], changes: [], callers: [], tests: [], entryPoints: [], base: 'unknown', risk: { score: 0, level: 'low' } });
    expect(answer.steps).toEqual([{ step: 'diff', status: 'note', detail: 'the diff names no file' }]);
  });

  test('a diff of binary files, modes and files that are not there', async () => {
    const root = tempFolder({ 'a.ts': 'export const a = 1;\n' });
    const diff = [
      'diff --git a/p.png b/p.png', 'index 1..2 100644', 'Binary files a/p.png and b/p.png differ',
      'diff --git a/no.ts b/no.ts', '--- a/no.ts', '+++ b/no.ts', '@@ -1 +1 @@', '-x', '+y',
      'diff --git a/../../etc/passwd b/../../etc/passwd', '--- a/../../etc/passwd', '+++ b/../../etc/passwd', '@@ -1 +1 @@', '-x', '+y', '',
    ].join('\n');
    const answer = await engine.impactOfChange({ root, diff });
    expect(answer.files.map(({ change }) => change)).toEqual(['binary', 'modified', 'modified']);
    expect(answer.base).toBe('unknown');
    expect(answer.steps.map(({ detail }) => detail)).toEqual(['no.ts: it is not in the workspace', '../../etc/passwd: it is not in the workspace']);
    expect(answer.risk.reasons).toEqual(['2 files of the diff could not be compared']);
  });

  test('a workspace in neither state: what the lines of the diff fall into', async () => {
    const { root, diff } = changeOf(SHOP, edit('src/rates.ts', '0.19', '0.18'));
    replaceTree(root, {}, edit('src/rates.ts', '0.19', '0.07'));
    const answer = await engine.impactOfChange({ root, diff });
    expect(answer.base).toBe('unknown');
    expect(changesOf(answer)).toEqual(['body src/rates.ts#rateOf', expect.any(String)].slice(0, answer.changes.length));
    expect(answer.changes[0]!.why).toContain('fits neither state');
    expect(callersOf(answer)).toContain('1 src/cart.ts#Cart.total via rateOf');
  });
});

describe('two workspaces instead of a diff', () => {
  test('tell the same as the diff between them', async () => {
    const after = edit('src/rates.ts', 'country: string', 'country: string, year: number');
    const { 'src/checkout.ts': moved, ...rest } = after;
    const target: Tree = { ...rest, 'src/pay.ts': moved! };
    const { root, diff } = changeOf(SHOP, target);
    const against = tempFolder();
    replaceTree(against, {}, SHOP);
    const [byDiff, byRoots] = [await engine.impactOfChange({ root, diff }), await engine.impactOfChange({ root, against: { root: against } })];
    expect(byRoots).toEqual(byDiff);
  });

  test('a workspace of items, and one that is equal', async () => {
    const files = Object.entries(SHOP).map(([path, content]) => ({ path, content: String(content) }));
    const after = Object.entries(edit('src/rates.ts', '0.19', '0.18')).map(([path, content]) => ({ path, content: String(content) }));
    const answer = await engine.impactOfChange({ source: { kind: 'items', files: after }, against: { source: { kind: 'items', files } } });
    expect(changesOf(answer)).toEqual(['body src/rates.ts#rateOf']);
    expect(await engine.impactOfChange({ source: { kind: 'items', files }, against: { source: { kind: 'items', files } } })).toMatchObject({ files: [], changes: [] });
  });

  test('a diff works on items, too', async () => {
    const { diff } = changeOf(SHOP, edit('src/rates.ts', '0.19', '0.18'));
    const files = Object.entries(SHOP).map(([path, content]) => ({ path, content: String(content) }));
    expect(await engine.impactOfChange({ source: { kind: 'items', files }, diff })).toMatchObject({ base: 'before', changes: [{ symbol: 'rateOf', change: 'body' }] });
  });
});

describe('bounds', () => {
  test('depth and limit', async () => {
    const { root, diff } = changeOf(SHOP, edit('src/rates.ts', 'country: string', 'country: string, year: number'));
    const near = await engine.impactOfChange({ root, diff, depth: 1 });
    expect(near.callers.every(({ distance }) => distance === 1)).toBe(true);
    expect(near.tests.map(({ path }) => path)).toContain('test/checkout.test.ts');
    const few = await engine.impactOfChange({ root, diff, limit: 1 });
    expect([few.callers.length, few.tests.length]).toEqual([1, 1]);
    expect(few.steps.map(({ detail }) => detail)).toContain('1 of 2 are listed');
  });

  test.each([
    [{ diff: '' }, 'VALUE_INVALID'],
    [{ diff: 7 }, 'VALUE_INVALID'],
    [{}, 'VALUE_INVALID'],
    [{ diff: 'x', against: { root: '/x' } }, 'VALUE_INVALID'],
    [{ against: 'x' }, 'VALUE_INVALID'],
    [{ against: { root: 'relative' } }, 'ROOT_NOT_ABSOLUTE'],
    [{ diff: 'x', depth: 0 }, 'VALUE_OUT_OF_RANGE'],
    [{ diff: 'x', limit: 'many' }, 'VALUE_OUT_OF_RANGE'],
    [{ diff: 'x'.repeat(DIFF_LIMITS.chars + 1) }, 'VALUE_INVALID'],
  ])('refuses what is not a request, number %#', async (request, code) => {
    const root = tempFolder({ 'a.ts': 'export const a = 1;\n' });
    const short = JSON.stringify(request).slice(0, 50);
    expect([short, await codeOfRejection(engine.impactOfChange({ root, ...request } as never))]).toEqual([short, code]);
  });

  test('files that the caller may not read are neither read nor named', async () => {
    const { root, diff } = changeOf(SHOP, edit('src/rates.ts', 'country: string', 'country: string, year: number'));
    const access = { isAllowed: async (paths: readonly string[]) => paths.map((path) => !path.includes('rates') && !path.includes('cli')) };
    const answer = await engine.impactOfChange({ root, diff }, { access });
    expect(answer.base).toBe('unknown');
    expect(answer.changes).toEqual([]);
    expect(JSON.stringify([answer.callers, answer.tests, answer.entryPoints])).not.toMatch(/rates|cli/);
  });

  test('cancellation ends it', async () => {
    const { root, diff } = changeOf(SHOP, edit('src/rates.ts', '0.19', '0.18'));
    const stop = new AbortController();
    const asked = engine.impactOfChange({ root, diff }, { signal: stop.signal });
    stop.abort();
    expect(await codeOfRejection(asked)).toBe('CANCELLED');
  });

  test('the diff of a whole history is answered', async () => {
    const { root } = changeOf({}, SHOP);
    git(root, 'commit', '-qam', 'all');
    const diff = git(root, 'diff', git(root, 'hash-object', '-t', 'tree', '/dev/null').trim(), 'HEAD');
    const answer = await engine.impactOfChange({ root, diff });
    expect(answer.files.every(({ change }) => change === 'added')).toBe(true);
    expect(answer.changes.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(['rateOf', 'Cart', 'checkout']));
  });
});
