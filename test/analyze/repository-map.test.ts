import fc from 'fast-check';
import { renderMap, type CodeView } from '../../src/analyze';
import { loadTokenizer } from '../../src/pack';
import { removeTempFolders } from '../io/temp-folder';
import { SHOP, viewOf } from './sample';

let view: CodeView;
let countTokens: (text: string) => number;
beforeAll(async () => {
  [view, countTokens] = await Promise.all([viewOf(), loadTokenizer()]);
});
afterAll(removeTempFolders);

const map = (budget: number, of = view) => renderMap(of, budget, countTokens);

test('shows skeletons of all files when there is room', () => {
  const { text, tokens, files } = map(5_000);
  expect(files).toBe(Object.keys(SHOP).length);
  expect(tokens).toBe(countTokens(text));
  expect(text).toContain('src/price.ts\n  export interface Price\n    amount: number\n    currency: string\n  export function addPrices(prices: Price[]): Price\n  export const EUR\n');
  expect(text).toContain('def total(rows: list) -> float');
  expect(text).not.toContain('reduce');
  expect(text).not.toContain('Takes an order');
});

test('leaves out private members, and shows that something is left out', () => {
  const { text } = map(5_000);
  expect(text).not.toContain('open: Price[]');
  expect(text).toMatch(/export class OrderService[^\n]*\n {4}⋮\n {4}@Get\('…'\) async total\(/);
});

test('what the rest leans on most comes first', () => {
  const paths = map(5_000).text.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  expect(paths[0]).toBe('src/price.ts');
  expect(paths.indexOf('src/orders.ts')).toBeLessThan(paths.indexOf('src/cli.ts'));
  const small = map(40).text;
  expect(small).toContain('src/price.ts');
  expect(small).toContain('⋮');
});

test.each([0, 1, 5])('a budget of %i gives what fits', (budget) => {
  const { text, tokens } = map(budget);
  expect(tokens).toBeLessThanOrEqual(budget);
  expect(text === '').toBe(tokens === 0);
});

test('a larger budget shows more, and uses most of itself', () => {
  const [small, large] = [map(60), map(120)];
  expect(large.text.length).toBeGreaterThan(small.text.length);
  expect(large.tokens).toBeGreaterThan(60);
});

test('is the same whatever the order in which files came', async () => {
  const reversed = await viewOf(Object.fromEntries(Object.entries(SHOP).reverse()));
  expect(map(150, reversed)).toEqual(map(150));
});

test('a hostile name draws no lines of its own', async () => {
  const hostile = await viewOf({ 'a\nsrc/fake.ts': 'x\n', 'b\u202e.ts': 'export function f(a = `\n`): void {}\n' });
  const { text } = map(500, hostile);
  expect(text.split('\n')).not.toContain('src/fake.ts');
  expect(text).not.toContain('\u202e');
});

const identifier = fc.stringMatching(/^[a-zA-Z_$][\w$]{0,40}$/);
const type = fc.oneof(identifier, fc.constantFrom('string', '{ a: [number, "漢字"] }', 'Map<string, Set<number>>'));
const definition = fc.tuple(identifier, identifier, type, fc.boolean()).map(
  ([name, parameter, of, isClass]) =>
    isClass ? `export class ${name} { ${parameter}(${parameter}: ${of}): void {} }` : `export function ${name}(${parameter}: ${of}): ${of} { return ${parameter}; }`,
);
const repository = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,12}(\/[a-z]{1,8}){0,3}$/).map((path) => `${path}.ts`),
  fc.array(definition, { maxLength: 12 }).map((lines) => lines.join('\n')),
  { minKeys: 1, maxKeys: 6 },
);

test('never takes more tokens than its budget', async () => {
  await fc.assert(
    fc.asyncProperty(repository, fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 3, maxLength: 3 }), async (files, budgets) => {
      // `a.ts` and `a.ts/b.ts` cannot both be files.
      const paths = Object.keys(files).filter((path) => !Object.keys(files).some((other) => path.startsWith(`${other}/`)));
      const of = await viewOf(Object.fromEntries(paths.map((path) => [path, files[path]!])));
      for (const budget of budgets) {
        const { text, tokens } = map(budget, of);
        expect(countTokens(text)).toBe(tokens);
        expect(tokens).toBeLessThanOrEqual(budget);
      }
    }),
    { numRuns: 60 },
  );
});

test('holds its budget when a counter says more of the whole than of the parts', () => {
  // No tokenizer is additive; the worst one must not break the promise.
  const greedy = (text: string): number => text.length + text.split('\n').length ** 2;
  for (const budget of [10, 100, 700, 3_000]) expect(greedy(renderMap(view, budget, greedy).text)).toBeLessThanOrEqual(budget);
});
