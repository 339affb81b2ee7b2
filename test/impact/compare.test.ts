import { compareStates } from '../../src/impact';
import { compareTexts, moveBetween, stateOf } from './states';

const CART = `import { rateOf } from './rates';

/** A cart. */
export class Cart {
  private count = 0;

  /** Sums up. */
  total(country: string, rounded = true): number {
    const rate = rateOf(country);
    return rounded ? Math.round(rate) : rate;
  }
}

export interface Line {
  readonly price: number;
}

export type Money = { readonly cents: number };
export const RATE = 0.2;
export enum Kind { Food, Book }
function hidden(): number { return RATE; }
export default function main(): void { hidden(); }
`;

const edit = (...edits: [string, string][]): Promise<string[]> => {
  let after = CART;
  for (const [from, to] of edits) {
    expect(after).toContain(from);
    after = after.replace(from, to);
  }
  return compareTexts('src/cart.ts', CART, after);
};

describe('no change', () => {
  test('none', async () => expect(await compareTexts('a.ts', CART, CART)).toEqual([]));
  test('comments, doc comments, blanks, line breaks', async () => {
    expect(await edit(['/** Sums up. */', '/**\n   * Adds.\n   */'])).toEqual([]);
    expect(await edit(['const rate = rateOf(country);', '// the rate\n    const rate =\n      rateOf(country);\n'])).toEqual([]);
    expect(await compareTexts('a.ts', CART, `// head\n\n\n${CART.replace(/\n/g, '\r\n')}`)).toEqual([]);
    expect(await compareTexts('a.py', 'def f(x):\n    """Doc."""\n    return x\n', 'def f(x):\n    """Other\n    words."""\n\n    # why\n    return x\n')).toEqual([]);
  });
  test('neither state', () => expect(compareStates(undefined, undefined)).toEqual([]));
});

describe('bodies', () => {
  test('the innermost definition alone', async () => {
    expect(await edit(['Math.round', 'Math.floor'])).toEqual(['body Cart.total: its code changed, its head did not']);
    expect(await edit(['return RATE', 'return 2 * RATE'])).toEqual(['body hidden: its code changed, its head did not']);
    expect(await edit(['RATE = 0.2', 'RATE = 0.3'])).toEqual(['body RATE: its code changed, its head did not']);
  });
  test('code outside of definitions', async () => {
    expect(await edit(["'./rates'", "'./tax'"])).toEqual(['body (module): code outside of definitions changed, such as imports']);
    expect(await compareTexts('notes.txt', 'a\n', 'b\n')).toEqual(['body (module): its text changed; its language has no parsed structure here']);
  });
});

describe('heads', () => {
  test.each<[string, string, string]>([
    ['country: string', 'country: string, when: Date', '! signature Cart.total: the parameter when was added without a default'],
    ['country: string', 'country: string, when = 0', '! signature Cart.total: a parameter was added in front of others'],
    ['rounded = true', 'rounded = true, when = 0', 'signature Cart.total: its head changed in a way that callers need not follow'],
    ['country: string, rounded = true', 'country: string', '! signature Cart.total: the parameter rounded was removed'],
    ['country: string', 'country: string | undefined', '! signature Cart.total: the type of country changed from string to string | undefined'],
    ['country: string, rounded = true', 'rounded = true, country: string', '! signature Cart.total: the order of its parameters changed'],
    ['rounded = true', 'rounded: boolean', '! signature Cart.total: the type of rounded changed from none to boolean; the parameter rounded must now be given'],
    ['country: string', 'land: string', 'signature Cart.total: its head changed in a way that callers need not follow'],
    ['): number {\n    const', '): Promise<number> {\n    const', '! signature Cart.total: what it returns changed from number to Promise<number>'],
    ['  total(', '  static total(', '! signature Cart.total: it is now static'],
    ['  total(', '  private total(', '! signature Cart.total: total is no longer exported'],
    ['price: number', 'price: bigint', '! signature Line.price: its type changed from number to bigint'],
    ['export interface Line', 'interface Line', '! signature Line: Line is no longer exported'],
    ['export default function main', 'export function main', '! signature main: it is no longer default'],
    ['hidden(): number', 'hidden(x: number): number', 'signature hidden: its head changed in a way that callers need not follow'],
    ['class Cart {', 'class Cart<T> {', '! signature Cart: its type parameters changed'],
  ])('%s → %s', async (from, to, expected) => {
    expect((await edit([from, to]))[0]).toBe(expected);
  });

  test('asynchronous, abstract, without its base', async () => {
    expect(await compareTexts('a.ts', 'export function f() { return 1; }', 'export async function f() { return 1; }')).toEqual(['! signature f: it is now asynchronous']);
    expect(await compareTexts('a.ts', 'export async function f() { return 1; }', 'export function f() { return 1; }')).toEqual(['! signature f: it is no longer asynchronous']);
    expect(await compareTexts('a.ts', 'export class A extends B {}', 'export abstract class A {}')).toEqual(['! signature A: it is now abstract; it no longer extends B']);
    expect(await compareTexts('a.ts', 'export const f = 1;', 'export function f() {}')).toEqual([expect.stringContaining('! signature f: it was a constant and is a function')]);
  });

  test('names of arguments count where callers may write them', async () => {
    expect(await compareTexts('a.py', 'def f(a, b=1):\n    return 1\n', 'def f(x, b=1):\n    return 1\n')).toEqual(['! signature f: the parameter a is now called x, which callers may name']);
    expect(await compareTexts('a.py', 'class A:\n    def f(self):\n        return 1\n', 'class A:\n    def f(self, *rest):\n        return 1\n')).toEqual([expect.stringMatching(/^signature A\.f/)]);
  });
});

describe('definitions that come and go', () => {
  test('removed and added ones', async () => {
    expect(await edit(['export const RATE = 0.2;\n', ''])).toEqual(['! removed RATE: it was exported and is gone']);
    expect(await edit(['export const RATE', 'export const NEW = 1;\nexport const RATE'])).toEqual(['added NEW: it is new']);
    expect(await edit(['function hidden(): number { return RATE; }\n', ''])).toEqual(['removed hidden: it is gone']);
  });
  test('members of types that others build or implement', async () => {
    expect(await edit(['readonly price: number;', 'readonly price: number;\n  readonly tax: number;'])).toEqual(['! added Line.tax: objects made as Line elsewhere lack the new required tax']);
    expect(await edit(['readonly price: number;', 'readonly price: number;\n  readonly tax?: number;'])).toEqual(['added Line.tax: it is new']);
    expect(await edit(['readonly price: number;', 'readonly price: number;\n  sum(): number;'])).toEqual(['! added Line.sum: types that implement Line lack the new sum']);
    expect(await edit(['  readonly price: number;\n', ''])).toEqual(['! removed Line.price: it was exported and is gone']);
    const whole = await edit(['export const RATE', 'export interface Other {\n  readonly a: number;\n}\nexport const RATE']);
    expect(whole.filter((line) => line.startsWith('!'))).toEqual([]);
  });
  test('what a type stands for', async () => {
    const changes = await compareTexts('a.ts', 'export type A =\n  | "a"\n  | "b";\n', 'export type A =\n  | "a"\n  | "c";\n');
    expect(changes).toEqual([expect.stringMatching(/^! (?:body|signature) A/)]);
  });
  test('renamed in place', async () => {
    const changes = await edit(['  total(', '  sum(']);
    expect(changes).toEqual(['! signature Cart.sum: it was renamed from total to sum']);
  });
  test('a type that is renamed keeps its members', async () => {
    expect(await compareTexts('src/cart.ts', CART, CART.replace('class Cart', 'class Basket'))).toEqual(['! signature Basket: it was renamed from Cart to Basket']);
  });
  test('members come and go with their type', async () => {
    const changes = await edit(['export interface Line {\n  readonly price: number;\n}\n', 'export interface Order {\n  readonly when: Date;\n}\n']);
    expect(changes.sort()).toEqual(['! removed Line: it was exported and is gone', 'added Order.when: it came with Order', 'added Order: it is new', 'removed Line.price: it went with Line']);
  });
  test('overloads belong together by their heads', async () => {
    const before = 'export function f(a: string): string;\nexport function f(a: number): number;\nexport function f(a: unknown): unknown { return a; }\n';
    const changes = await compareTexts('a.ts', before, before.replace('export function f(a: number): number;\n', ''));
    expect(changes).toEqual(['! removed f: it was exported and is gone']);
  });
});

describe('moves', () => {
  const TOTAL = 'export function total(a: number, b: number): number {\n  return a * b + 12345;\n}\n';

  test('to another file: who imports it must follow', async () => {
    expect(await moveBetween({ 'a.ts': TOTAL, 'b.ts': 'export {};\n' }, { 'a.ts': 'export {};\n', 'b.ts': TOTAL })).toContain('! moved total: it moved from a.ts: who imports it must follow');
  });
  test('passed on by the old file', async () => {
    const changes = await moveBetween({ 'a.ts': TOTAL, 'b.ts': '' }, { 'a.ts': "export { total } from './b';\n", 'b.ts': TOTAL });
    expect(changes).toContain('moved total: it moved from a.ts, which passes it on');
    expect(changes.filter((line) => line.startsWith('!'))).toEqual([]);
  });
  test('with its members, and not member by member', async () => {
    const type = 'export interface Line {\n  readonly price: number;\n  sum(of: readonly number[]): number;\n}\n';
    const other = 'export interface Other {\n  sum(of: readonly number[]): number;\n}\n';
    expect(await moveBetween({ 'a.ts': type, 'b.ts': '' }, { 'a.ts': '', 'b.ts': type })).toEqual(['! moved Line: it moved from a.ts: who imports it must follow']);
    expect((await moveBetween({ 'a.ts': type, 'b.ts': '' }, { 'a.ts': '', 'b.ts': other })).filter((line) => line.includes(' moved') || line.startsWith('moved'))).toEqual([]);
  });
  test('inside a package of a language that imports packages', async () => {
    const java = (name: string): string => `package com.shop;\n\nclass ${name} {\n  static int total(int a) { return a * 12345 + 6789; }\n}\n`;
    const changes = await moveBetween({ 'A.java': java('Cart') }, { 'B.java': java('Cart') });
    expect(changes.some((line) => line.startsWith('! moved'))).toBe(false);
  });
  test('what is too short to be told apart did not move', async () => {
    expect(await moveBetween({ 'a.ts': 'export const a = 1;\n', 'b.ts': '' }, { 'a.ts': '', 'b.ts': 'export const a = 1;\n' })).toEqual(
      expect.arrayContaining(['! removed a: it was exported and is gone', 'added a: it is new']),
    );
  });
});

test('a file that comes or goes as a whole', async () => {
  const state = await stateOf('a.ts', 'export function f() {}\n');
  expect(compareStates(undefined, state).map(({ change }) => change)).toEqual(['added']);
  expect(compareStates(state, undefined).map(({ change, breaking }) => [change, breaking])).toEqual([['removed', true]]);
});
