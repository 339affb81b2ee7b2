import fc from 'fast-check';
import { createTextTable, hashText } from '../../src/kernel';

const text = fc.oneof(fc.constantFrom('', 'constructor', '__proto__', 'a', 'b', 'é', '日本', '\u{1f600}', '\ud800'), fc.string({ maxLength: 6 }));

test('texts get numbers in the order in which they come first', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
      const table = createTextTable();
      const model = new Map<string, number>();
      for (const each of texts) {
        if (!model.has(each)) {
          expect(table.find(each)).toBeUndefined();
          model.set(each, model.size);
        }
        expect(table.numberOf(each)).toBe(model.get(each));
        expect(table.find(each)).toBe(model.get(each));
        const around = `<${each}>`;
        expect(table.numberAt(around, 1, around.length - 1, hashText(around, 1, around.length - 1, table.seed))).toBe(model.get(each));
      }
      expect([...table.all()]).toEqual([...model.keys()]);
      for (const [each, number] of model) expect(table.text(number)).toBe(each);
      expect(table.size()).toBe(model.size);
    }),
  );
});

test('lines of a text are numbered in order', () => {
  fc.assert(
    fc.property(fc.array(text.filter((each) => !each.includes('\n')), { minLength: 1, maxLength: 30 }), (lines) => {
      const table = createTextTable();
      const numbers: number[] = [];
      table.forEachLine(lines.join('\n'), (number) => numbers.push(number));
      expect(numbers.map(table.text)).toEqual(lines);
    }),
  );
});

test('it grows, and starts anew when it is cleared', () => {
  const table = createTextTable();
  const names = Array.from({ length: 5_000 }, (_, i) => `name${i % 2_500}`);
  for (let round = 0; round < 2; round += 1) {
    expect(names.map(table.numberOf)).toEqual(names.map((_, i) => i % 2_500));
    expect(table.find('name2500')).toBeUndefined();
    expect(table.bytes()).toBeGreaterThan(2_500 * 10);
    table.clear();
    expect([table.size(), table.find('name1')]).toEqual([0, undefined]);
  }
});

test('texts whose hashes are equal are told apart', () => {
  const table = createTextTable();
  expect([table.numberAt('xone', 1, 4, 7), table.numberAt('two', 0, 3, 7), table.numberAt('onetwo', 3, 6, 7), table.numberAt('one', 0, 3, 7)]).toEqual([0, 1, 1, 0]);
});
