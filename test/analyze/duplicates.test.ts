import { findDuplicates } from '../../src/analyze';
import { viewOf } from './sample';

const SUM = (name: string, list: string, field: string, limit: string): string => `
export function ${name}(${list}: { ${field}: number }[]): number {
  let result = 0;
  for (const each of ${list}) {
    if (each.${field} > ${limit}) result += each.${field} * 2;
    else if (each.${field} < 0) throw new Error('negative ' + each.${field});
  }
  return result;
}
`;
const OTHER = `
export async function load(path: string): Promise<string[]> {
  const found: string[] = [];
  while (found.length < 10) {
    const next = await fetch(path + '?page=' + found.length);
    if (!next.ok) break;
    try {
      found.push(...(await next.json()).items.map((item: { id: string }) => item.id));
    } catch {
      return [];
    }
  }
  return found;
}
`;

const namesOf = (group: { members: readonly { path: string; symbol: string }[] }): string[] => group.members.map(({ path, symbol }) => `${path}#${symbol}`);

test('equal, renamed and similar code is told apart; unlike code stays out', async () => {
  const view = await viewOf({
    'a.ts': SUM('sum', 'rows', 'amount', '10') + OTHER,
    'b.ts': SUM('sumAgain', 'rows', 'amount', '10'),
    'c.ts': SUM('total', 'prices', 'value', '99').replace('return result;', 'console.log(result);\n  return result;'),
    'd.js': SUM('plain', 'entries', 'cost', '1').replace(/: \{.*?\}\[\]|: number/g, ''),
  });
  const { groups, complete } = await findDuplicates(view, { minSimilarity: 0.75 });
  expect(complete).toBe(true);
  expect(groups.map(({ match }) => match)).toEqual(['renamed', 'similar']);
  const [same, near] = groups;
  expect(namesOf(same!)).toEqual(['a.ts#sum', 'b.ts#sumAgain', 'd.js#plain']);
  expect(same!.members.map(({ match }) => match)).toEqual(['identical', 'identical', 'renamed']);
  expect(same!.similarity).toBe(1);
  expect(namesOf(near!).sort()).toEqual(['a.ts#sum', 'c.ts#total']);
  expect(near!.similarity).toBeLessThan(1);
  expect(near!.similarity).toBeGreaterThan(0.75);
});

test('of classes that are alike, methods are not listed again', async () => {
  const code = (name: string): string => `export class ${name} {\n${SUM('sum', 'rows', 'amount', '10').replace('export function ', '')}\n  other() { return this.sum([]) + this.sum([{ amount: 1 }]); }\n}`;
  const view = await viewOf({ 'a.ts': code('A'), 'b.ts': code('B'), 'c.ts': SUM('sum', 'rows', 'amount', '10') });
  const { groups } = await findDuplicates(view);
  expect(groups.map(namesOf)).toEqual([
    ['a.ts#A.sum', 'b.ts#B.sum', 'c.ts#sum'],
    ['a.ts#A', 'b.ts#B'],
  ]);
  const { groups: without } = await findDuplicates(await viewOf({ 'a.ts': code('A'), 'b.ts': code('B') }));
  expect(without.map(namesOf)).toEqual([['a.ts#A', 'b.ts#B']]);
});

test('small code is nobody’s duplicate, and what a caller may not see is none', async () => {
  const getter = 'export class Box { get value() { return this.inner; } set value(x) { this.inner = x; } }';
  const small = await viewOf({ 'a.ts': getter, 'b.ts': getter });
  expect((await findDuplicates(small)).groups).toEqual([]);
  const hidden = await viewOf({ 'a.ts': OTHER, 'b.ts': OTHER }, ['a.ts']);
  expect((await findDuplicates(hidden)).groups).toEqual([]);
});

test('it pauses between steps, and ends when the pause says so', async () => {
  const view = await viewOf({ 'a.ts': SUM('sum', 'rows', 'amount', '10') + OTHER, 'b.ts': SUM('sumAgain', 'rows', 'amount', '10') });
  let pauses = 0;
  const paced = await findDuplicates(view, {}, async () => {
    pauses += 1;
    await new Promise(setImmediate);
  });
  expect(pauses).toBeGreaterThan(2);
  expect(paced).toEqual(await findDuplicates(view));
  const stopped = findDuplicates(view, {}, () => {
    throw new Error('nobody wants it any more');
  });
  await expect(stopped).rejects.toThrow('nobody wants it any more');
});
