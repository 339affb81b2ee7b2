import fc from 'fast-check';
import { testBlocks } from '../../../src/parse/treesitter/test-blocks';

const always = (): boolean => true;

test.each([
  ['TEST(Suite, Name) {', 'TEST Suite::Name(){'],
  ['  LIB_TEST_F(Suite, Name)  {', '  LIB_TEST_F Suite::Name() {'],
  ['TEST_IMPL(name) {', 'TEST_IMPL name(){'],
  ['TEST_CASE("title", "[tag]") {', 'TEST_CASE(                ) {'],
  ['  SCENARIO_METHOD(Quay, "title")\n{', '  SCENARIO_METHOD(             )\n{'],
])('%j is read as %j', (text, made) => {
  expect(testBlocks(text, always).text).toBe(made);
});

test.each(['TEST(Suite, Name)\n{', 'TEST(Suite,Name) {', '  EACH(item) {', '  SECTION("title") {', 'check("a") {', 'TEST_CASE(name);', 'TEST(1, 2) {'])('%j stays', (text) => {
  expect(testBlocks(text, always)).toEqual({ text, names: [], emptied: [] });
});

test('blocks inside functions stay', () => {
  for (const text of ['EACH(item) {', 'TEST_CASE("title") {']) expect(testBlocks(text, () => false).text).toBe(text);
});

test('titles are told as emptied, names beside them as uses', () => {
  const text = 'TEMPLATE_TEST_CASE("a (b", "[c]", Small, (Large<int>)) {';
  const { names, emptied } = testBlocks(text, always);
  expect(names.map((start) => /^\w+/.exec(text.slice(start))![0])).toEqual(['Small', 'Large', 'int']);
  expect(emptied.map(({ start, end }) => text.slice(start, end))).toEqual(['"a (b", "[c]", Small, (Large<int>)']);
});

test('lines and length stay, and time is short, whatever stands in the text', () => {
  const piece = fc.constantFrom('TEST(', 'TEST_CASE(', 'SCENARIO (', 'A, b', '"', '"x"', '\\', '(', ')', ') {', ')\n{', ',', ' ', '\n', 'ABC(', 'x');
  const check = (text: string): void => {
    const { text: made } = testBlocks(text, always);
    expect(made).toHaveLength(text.length);
    expect(made.split('\n')).toHaveLength(text.split('\n').length);
  };
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => check(pieces.join(''))));
  for (const text of ['TEST_CASE('.repeat(5_000), `TEST_CASE(${'"a" '.repeat(5_000)}`, `TEST_CASE(${'(a)'.repeat(5_000)}`, `A${'_TEST'.repeat(5_000)}`]) check(text);
});
