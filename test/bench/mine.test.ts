/** Cases mined from a repository that git itself makes here. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mineCases, type Mined } from '../../bench/mine/cases';
import { questionOf } from '../../bench/mine/question';
import { openRepository, parseDiff } from '../../bench/mine/repository';
import { readCases } from '../../bench/cases';
import { makeRepository, type TestRepository } from '../source/git/repository';

const CART = ['export class Cart {', '  private total = 0;', '', '  add(price: number): void {', '    this.total += price;', '  }', '', '  sum(): number {', '    return this.total;', '  }', '}', ''];
const TAX = ['def tax(net):', '    return net * 0.2', '', '', 'def round_up(value):', '    return value', ''];
const ROUNDED = TAX.map((line, at) => (at === 1 ? '    return round_up(net * 0.2)' : line));
const edited = (lines: readonly string[], at: number, ...texts: string[]): string => [...lines.slice(0, at - 1), ...texts, ...lines.slice(at)].join('\n');

let repository: TestRepository;
let base: string;
let mined: Mined;
const mine = (more: object = {}) => mineCases(openRepository(join(repository.folder, '.git')), { name: 'shop', base, head: repository.git('rev-parse', 'HEAD'), cases: 50, ...more });
const bySubject = (start: string) => mined.cases.find(({ subject }) => subject.startsWith(start));

beforeAll(async () => {
  repository = makeRepository();
  base = repository.commit({ 'src/cart.ts': CART.join('\n'), 'src/tax.py': TAX.join('\n'), 'test/cart.test.ts': 'test();\n', 'README.md': '# Shop\n', 'vendor/lib.js': 'x();\n', 'types.d.ts': 'declare const a: 1;\n' }, 'first');
  repository.commit({ 'src/cart.ts': edited(CART, 5, '    if (price > 0) this.total += price;'), 'test/cart.test.ts': 'test(1);\n' }, 'fix(cart): negative prices lower the amount (#12)\n\nA discount was taken for a price.\n\nFixes #11\nSigned-off-by: A <a@example.com>');
  repository.commit({ 'src/tax.py': ROUNDED.join('\n') }, 'docs: say how taxes are rounded');
  repository.commit({ 'README.md': '# The shop\n' }, 'Say what the shop sells and to whom');
  repository.commit({ 'src/tax.py': edited(ROUNDED, 6, '    # to whole cents', '    return -(-value // 0.01) * 0.01') }, 'round_up in tax.py gives whole cents');
  repository.commit({ 'src/new.ts': 'export const fresh = 1;\n' }, 'Introduce something that is fresh');
  repository.commit({ 'src/new.ts': 'export const fresh = 2;\n' }, 'Make the fresh thing even fresher');
  repository.commit(Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`src/n${at}.ts`, `export const n${at} = ${at};\n`])), 'Add numbers from one to five');
  repository.git('checkout', '-q', '-b', 'topic');
  repository.commit({ 'src/cart.ts': edited(CART, 7, '', '  clear(): void {', '    this.total = 0;', '  }', '') }, 'wip');
  repository.git('checkout', '-q', 'main');
  repository.git('merge', '-q', '--no-ff', '-X', 'theirs', '-m', 'Merge pull request #20 from a/topic\n\nCarts can be emptied by customers', 'topic');
  repository.commit({ 'src/cart.ts': edited(CART, 1, 'export class Cart implements Basket {') }, 'Merge branch main of elsewhere');
  mined = await mine();
});
afterAll(() => repository.remove());

test('a fix becomes its message without what only trackers need, and the definition that it changed', () => {
  expect(bySubject('negative prices')).toMatchObject({
    query: 'cart: negative prices lower the amount. A discount was taken for a price.',
    query_without_scope: 'negative prices lower the amount. A discount was taken for a price.',
    scope: 'cart',
    base_commit: base,
    fix_parent: base,
    gold_files: ['src/cart.ts'],
    gold_symbols: [{ file: 'src/cart.ts', name: 'add', qualified: 'Cart.add', kind: 'method', start: 4, end: 6 }],
    changed_lines: 1,
    unchanged_since_snapshot: true,
    names_gold_file: true,
    names_gold_symbol: false,
  });
});

test('symbols stand where the snapshot has them, whatever moved them since', () => {
  expect(bySubject('round_up')).toMatchObject({
    gold_symbols: [{ qualified: 'round_up', start: 5, end: 6 }],
    unchanged_since_snapshot: false,
    names_gold_file: true,
    names_gold_symbol: true,
  });
});

test('a merge is asked by its title and answered by all that it brought; what is put between members names none of them', () => {
  const merge = bySubject('Carts can be emptied');
  expect(merge).toMatchObject({ query: 'Carts can be emptied by customers', gold_files: ['src/cart.ts'] });
  expect(merge!.gold_symbols.map(({ qualified }) => qualified)).not.toContain('Cart');
});

test('what is no question or has no answer in the snapshot is left out and counted', () => {
  expect(mined.cases).toHaveLength(3);
  expect(mined.dropped).toEqual({ message: 2, 'no source': 1, 'not in the snapshot': 2, 'too much at once': 1 });
});

test('the tree is the sources of the snapshot: no tests, documents, declarations or code of others', () => {
  expect(mined.tree.map(({ path }) => path)).toEqual(['src/cart.ts', 'src/tax.py']);
});

test('the same history gives the same cases, the oldest first, which the bench reads', async () => {
  expect(await mine()).toEqual(mined);
  expect((await mine({ cases: 1 })).cases).toEqual(mined.cases.slice(0, 1));
  const folder = mkdtempSync(join(tmpdir(), 'hybrid-context-mine-'));
  try {
    const file = join(folder, 'shop.jsonl');
    writeFileSync(file, mined.cases.map((each) => `${JSON.stringify(each)}\n`).join(''));
    expect(readCases(file)).toMatchObject(mined.cases.map(({ query, gold_files, names_gold_file, names_gold_symbol }) => ({ query, gold_files, leaksName: names_gold_file || names_gold_symbol })));
    expect(readFileSync(file, 'utf8')).not.toContain(repository.folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('objects that a clone lacks cost their commits, not the others', async () => {
  const whole = openRepository(join(repository.folder, '.git'));
  const lost = mined.cases[0]!;
  const changes = (parent: string, commit: string) => {
    if (commit === lost.fix_commit) whole.read(['0'.repeat(40)]);
    return whole.changes(parent, commit);
  };
  const partial = { ...whole, changes };
  const { cases, dropped } = await mineCases(partial, { name: 'shop', base, head: 'HEAD', cases: 50 });
  expect(cases).toEqual(mined.cases.slice(1));
  expect(dropped).toMatchObject({ 'objects missing (a partial clone)': 1 });
});

test('names that look like options are none', () => {
  const { resolve } = openRepository(join(repository.folder, '.git'));
  expect(() => resolve('--help')).toThrow();
  expect(resolve('HEAD')).toMatch(/^[0-9a-f]{40}$/);
});

test('lines of a diff are counted, whatever they look like', () => {
  const diff = ['diff --git a b', '--- a.c', '+++ a.c', '@@ -3,2 +3 @@ int x', '--- old', '-@@ -9 +9 @@', '+++ new', '@@ -8,0 +8,2 @@', '+a', '+b', 'diff --git b b', 'new file mode 100644', '--- /dev/null', '+++ b.c', '@@ -0,0 +1 @@', '+x', 'diff --git c c', '--- c d.c\t', '+++ /dev/null', '@@ -1 +0,0 @@', '-y', ''].join('\n');
  expect(parseDiff(diff)).toEqual([
    { path: 'a.c', kind: 'changed', hunks: [{ line: 3, count: 2, added: 1 }, { line: 8, count: 0, added: 2 }] },
    { path: 'b.c', kind: 'added', hunks: [{ line: 0, count: 0, added: 1 }] },
    { path: 'c d.c', kind: 'deleted', hunks: [{ line: 1, count: 1, added: 0 }] },
  ]);
});

test.each([
  ['http: close idle connections on shutdown', 'http: close idle connections on shutdown'],
  ['[HttpKernel] Keep the session of sub-requests', 'HttpKernel: Keep the session of sub-requests'],
  ['feat!: accept any iterable of rows', 'accept any iterable of rows'],
  ['Auto merge of #12 - a:b, r=c\n\nKeep the order of keys in maps', 'Keep the order of keys in maps'],
  ['Keep order of keys\n\n<!-- say why -->\n- [x] tested\n## Why\nUse https://example.com/a for it.\nCloses #4', 'Keep order of keys. Use for it.'],
  [`Keep the order of keys\n\n${'word '.repeat(200)}`, expect.stringMatching(/^Keep the order of keys\. (?:word )*word$/)],
])('%j asks %j', (message, query) => {
  expect(questionOf(message)?.query).toEqual(query);
  expect(questionOf(message)!.query.length).toBeLessThan(700);
});

test.each(['', '\n', 'fix', 'Bump lodash from 1.0 to 2.0', 'chore(deps): update the lock file of npm', 'Merge branch main into topic', 'Revert "Keep the order of keys"', 'v1.2.3 is released now', 'Fix typo in a comment', 'Update the changelog for 1.4', 'test: cover the order of keys', 'Merge pull request #3 from a/b'])('%j asks nothing', (message) => {
  expect(questionOf(message)).toBeUndefined();
});
