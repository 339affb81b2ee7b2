/**
 * Blocks that a macro makes a function of, as tests are written in C and C++: `TEST(Suite, Name) {`,
 * `TEST_IMPL(name) {`, `TEST_CASE("title") {`. They are written as the function that they are, in their own place.
 */
import type { Place } from './places';

const MACRO = '[A-Z][A-Z0-9_]{2,80}';
const PARENTHESES = String.raw`\([^()"{};]{0,200}\)`;
const LITERAL = String.raw`"(?:[^"\\\n]|\\.){0,500}"`;
/** `TEST_F(Suite, Name) {`, as `TEST_F Suite::Name(){`: what has no blank behind it stays. */
const IN_SUITE = /^([ \t]*(?:[A-Z0-9]{1,40}_){0,4}TEST(?:_[A-Z])?)\(((?!\d)\w{1,200}), ([ \t]*(?:\r?\n[ \t]*)?(?!\d)\w{1,200})\)[ \t](?=[ \t]*\{)/gm;
/** `TEST_IMPL(name) {`, as `TEST_IMPL name(){`. */
const NAMED = new RegExp(String.raw`^(${MACRO})\(((?!\d)\w{1,200})\)[ \t](?=[ \t]*\{)`, 'gm');
/** `TEST_CASE("title", "[tag]") {`: without its literals the grammar reads a function. */
const TITLED = new RegExp(String.raw`^((?:[ \t]*(?:[A-Z0-9]{1,40}_){0,4}(?:TEST|SCENARIO)(?:_[A-Z]{1,40}){0,4}|${MACRO})[ \t]{0,4}\()((?:[^()"{};]|${PARENTHESES}|${LITERAL}){1,100})\)(?=\s{0,200}\{)`, 'gm');
const WORD = /"(?:[^"\\\n]|\\.)*"|(?<!\w)[A-Za-z_]\w*/g;

export interface Blocks {
  readonly text: string;
  /** Where names stand that the parser does not see. */
  readonly names: readonly number[];
  /** What it does not see. */
  readonly emptied: readonly Place[];
}

/** `isDeclared` tells whether a declaration can stand at an offset: blocks in functions are none. */
export function testBlocks(text: string, isDeclared: (text: string, offset: number) => boolean): Blocks {
  const names: number[] = [];
  const emptied: Place[] = [];
  const made = text
    .replace(IN_SUITE, '$1 $2::$3()')
    .replace(NAMED, (all: string, macro: string, name: string, offset: number, whole: string) => (isDeclared(whole, offset) ? `${macro} ${name}()` : all))
    .replace(TITLED, (all: string, head: string, list: string, offset: number, whole: string) => {
      if (!list.includes('"') || !isDeclared(whole, offset)) return all;
      const start = offset + head.length;
      for (const { 0: word, index } of list.matchAll(WORD)) if (!word.startsWith('"')) names.push(start + index);
      emptied.push({ start, end: start + list.length });
      return `${head}${list.replace(/[^\n]/g, ' ')})`;
    });
  return { text: made, names, emptied };
}
