/** Literals that universal-ctags reads as code, emptied: lines and everything around stay in place. */

const empty = (text: string): string => text.replace(/[^\n]/g, ' ');
const COMMENTS = String.raw`\/\/[^\n]*|\/\*[^]*?\*\/`;
const CHARACTERS = String.raw`'(?:[^'\\\n]|\\[^\n]+?)'`;

/** Strings of Rust over several lines, raw ones, and the lifetime that ctags takes for the name of a constant. */
const RUST = new RegExp(String.raw`${COMMENTS}|b?r(#*)"([^]*?)"\1|b?"((?:[^"\\]|\\[^])*)"|&'static\b(?!')|${CHARACTERS}`, 'g');
export const blankRust = (text: string): string =>
  text.replace(RUST, (whole: string, _hashes?: string, raw?: string, body?: string) => {
    const inside = raw ?? body;
    if (inside !== undefined) return `"${empty(inside)}"`;
    return whole === "&'static" ? '&' : whole;
  });

/** `TEST(Suite, Name) {` as the function that it makes; the literals of `TEST_CASE("title") {` emptied, for ctags does not take it for one. */
const TESTS: readonly [RegExp, (all: string, head: string, first: string, second: string) => string][] = [
  [/^([ \t]*(?:\w+_)?TEST(?:_[A-Z])?)\(([A-Za-z_]\w*), (\s*[A-Za-z_]\w*)\)[ \t](?=[ \t]*\{)/gm, (_, macro, suite, name) => `${macro} ${suite}::${name}()`],
  [/^([A-Z][A-Z0-9_]{2,80})\(([A-Za-z_]\w*)\)[ \t](?=[ \t]*\{)/gm, (_, macro, name) => `${macro} ${name}()`],
  [/^((?:[ \t]*(?:\w+_)?(?:TEST|SCENARIO)(?:_[A-Z]+)*|[A-Z][A-Z0-9_]+)[ \t]*\()(?=[^{};]*")((?:[^()"{};]|\([^()"{};]*\)|"(?:[^"\\\n]|\\.)*")*)\)(?=\s*\{)/gm, (_, head, list) => `${head}${empty(list)})`],
];

/** Macros that ctags takes for the name: calling conventions in `int (API_CALLBACK *name)(…)`, what stands around a type in `API(int) name(…)`. */
export const blankC = (text: string): string =>
  TESTS.reduce((made, [pattern, by]) => made.replace(pattern, by), text)
    .replace(/(\([ \t]*)[A-Z][A-Z0-9_]{2,80}(?=[ \t]*\*+[ \t]*\w+[ \t]*\)\s*\()/g, (all: string, head: string) => head + empty(all.slice(head.length)))
    .replace(/^((?:extern\s+|static\s+)?)([A-Z][A-Z0-9_]{2,80}\()([\w \t*]+)\)(?=[ \t]+\*?\w+[ \t]*\(|\s+\*?\w*[a-z]\w*[ \t]*\()/gm, (_, head: string, macro: string, type: string) => `${head}${empty(macro)}${type} `);
