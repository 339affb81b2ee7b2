import fc from 'fast-check';
import { SYMBOL_KINDS, type FileFacts, type SymbolKind } from '../../src/kernel';
import { createShelf, sizeOfFacts } from '../../src/corpus/held-facts';
import { parseFile } from '../../src/parse';

const text = fc.oneof(fc.constantFrom('', 'a', 'name', 'longer name', 'with\nline', 'naïve – ünïcode 漢字', '\0'), fc.string({ maxLength: 12 }));
const texts = fc.array(text, { maxLength: 3 });
const line = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 3_000_000 }));
const range = { startLine: line, endLine: line };

const symbol = fc.record(
  {
    name: text, qualifiedName: text, kind: fc.constantFrom<SymbolKind>(...SYMBOL_KINDS), signature: text, exported: fc.boolean(), parent: fc.nat({ max: 40 }),
    ...range, doc: fc.record(range), nameLine: line, nameColumn: line,
    parameters: fc.array(fc.record({ name: text, type: text, optional: fc.boolean() }), { maxLength: 3 }),
    returnType: text, typeParameters: texts, modifiers: texts, decorators: texts,
    heritage: fc.array(fc.record({ relation: fc.constantFrom('extends' as const, 'implements' as const), name: text }), { maxLength: 2 }),
    complexity: fc.nat({ max: 90 }),
  },
  { noNullPrototype: true, requiredKeys: ['name', 'qualifiedName', 'kind', 'signature', 'exported', 'parent', 'startLine', 'endLine', 'nameLine', 'nameColumn', 'parameters', 'returnType', 'typeParameters', 'modifiers', 'decorators', 'heritage', 'complexity'] },
);
const facts = fc.record({
  path: fc.constant('a.ts'), hash: fc.constant('00'), language: text, structure: fc.constant('ts-morph' as const), module: text, lineCount: line,
  // A parent stands before what it holds, or there is none.
  symbols: fc.array(symbol, { maxLength: 6 }).map((all) => all.map((each, index) => ({ ...each, parent: each.parent < index ? each.parent : -1 }))),
  imports: fc.array(fc.record({ specifier: text, names: texts, locals: texts, line, typeOnly: fc.boolean() }), { maxLength: 4 }),
  exports: fc.array(fc.record({ name: text, local: text, line, from: text }, { noNullPrototype: true, requiredKeys: ['name', 'local', 'line'] }), { maxLength: 4 }),
  references: fc.record({
    names: fc.array(fc.string({ maxLength: 8 }).filter((name) => !name.includes('\n')), { maxLength: 4 }).map((names) => names.join('\n')),
    data: fc.array(fc.nat({ max: 90_000 }), { maxLength: 12 }).map((numbers) => Uint32Array.from(numbers)),
  }),
  problems: fc.constant([]), invalidUtf8: fc.boolean(),
});

/** Numbers alone: an array of them may be narrower than it was. */
const plain = (given: FileFacts): unknown => ({ ...given, references: { names: given.references.names, data: [...given.references.data] } });

test('what is held says what was given, however often and in whatever order it is looked at', () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: 4 }), fc.nat({ max: 20 }), fc.array(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom('symbols', 'imports', 'exports')), { maxLength: 20 }), (all, openRows, looks) => {
      const shelf = createShelf(openRows);
      const held = all.map((each) => shelf.hold(each));
      for (const [which, list] of looks) {
        const at = which % all.length;
        expect(held[at]![list as 'symbols']).toEqual(all[at]![list as 'symbols']);
      }
      all.forEach((each, at) => expect(plain(held[at]!)).toEqual(plain(each)));
    }),
  );
});

test('it can be copied and sent like any object, and is held once', async () => {
  const given = await parseFile({ path: 'a.ts', text: 'import { b } from "./b";\nexport class A extends b { run(x?: string): void {} }\n', hash: '1', size: 1, invalidUtf8: false });
  const shelf = createShelf();
  const held = shelf.hold(given);
  expect(shelf.hold(held)).toBe(held);
  expect(createShelf().hold(held)).toBe(held);
  expect(plain({ ...held })).toEqual(plain(given));
  expect(plain(structuredClone(held))).toEqual(plain(given));
  expect(Object.keys(held).sort()).toEqual(Object.keys(given).sort());
  expect(JSON.parse(JSON.stringify(held.symbols))).toEqual(JSON.parse(JSON.stringify(given.symbols)));
  expect(sizeOfFacts(held)).toBeLessThan(sizeOfFacts(given) + 500);
});

test('what is looked at stays open until there is too much of it', async () => {
  const given = await Promise.all(['a.ts', 'b.ts', 'c.ts'].map((path) => parseFile({ path, text: 'export const one = 1, two = 2;', hash: path, size: 1, invalidUtf8: false })));
  const shelf = createShelf(8);
  const [a, b, c] = given.map((each) => shelf.hold(each)) as [FileFacts, FileFacts, FileFacts];
  const before = a.symbols;
  expect(a.symbols).toBe(before);
  for (const other of [b, c, b, c]) expect(other.symbols).toHaveLength(2);
  expect(a.symbols).not.toBe(before);
  expect(a.symbols).toEqual(before);
});
