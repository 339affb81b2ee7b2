import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact, SymbolKind } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, field } from '../parameters';
import type { Place } from '../places';
import type { Described, LanguageRules, Prepared, Read } from '../rules';

export const CSHARP: LanguageRules = {
  prepare,
  isNone: ({ kind, node }) => kind === 'class' && field(node, ['name'])?.text === EXTENSION_NAME,
  modifiers: new Set(
    ('public protected internal private static readonly const abstract sealed virtual override async partial extern unsafe ' +
      'volatile new required file').split(' '),
  ),
  selves: { this: 'this', base: 'super' },
  // Words of the language that may stand where a name could.
  keywords: new Set(['var', 'value', 'nameof', 'dynamic']),
  isExported({ modifiers, outer, kind, node }) {
    if (kind === 'namespace') return true;
    if (modifiers.includes('private') || modifiers.includes('internal')) return false;
    if (modifiers.includes('public') || modifiers.includes('protected')) return true;
    return outer?.kind === 'interface' || outer?.kind === 'enum' || node.type === 'parameter';
  },
  relationOf: (base, kind) => (kind !== 'interface' && /(?:^|\.)I[A-Z]\w*$/.test(base) ? 'implements' : 'extends'),
  kindOf,
  parametersOf,
  importsOf,
};

/**
 * The grammar knows parameters behind the name of a record only: behind those of classes and structs they are
 * emptied, and so is what they give to the base. Names in them are uses. A block `extension(Type value) { … }`
 * becomes a class of which nothing is told but its members.
 */
function prepare(text: string): Prepared {
  const names: number[] = [];
  const emptied: Place[] = [];
  let prepared = text;
  for (const { start, end, keyword } of primaryParts(text)) {
    const inside = text.slice(start, end).replace(LITERAL, (literal: string, offset: number) => {
      emptied.push({ start: start + offset, end: start + offset + literal.length });
      return blank(literal);
    });
    for (const { index } of inside.matchAll(/(?<![\w@])[A-Za-z_]\w{0,200}/g)) names.push(start + index);
    prepared = prepared.slice(0, start) + blank(inside) + prepared.slice(end);
    if (keyword !== undefined) prepared = `${prepared.slice(0, keyword)}class ${EXTENSION_NAME}${prepared.slice(keyword + 'extension'.length)}`;
  }
  return { text: bodilessAsRecords(prepared), names, emptied };
}

/** Of all types the grammar knows only records without a body: a longer keyword has room for it, a shorter one ends where it ended and a word in front gives it room. */
function bodilessAsRecords(text: string): string {
  let made = text;
  for (const { index, 1: keyword = '' } of text.matchAll(BODILESS)) {
    if (keyword.length > 'record'.length) {
      // Its declaration begins where it began, whatever stands in front.
      made = `${made.slice(0, index)}${'record'.padEnd(keyword.length)}${made.slice(index + keyword.length)}`;
      continue;
    }
    const [before = '', word = ''] = BEFORE.exec(text.slice(Math.max(0, index - BEFORE_MAX), index)) ?? [];
    const room = before.length - word.length + keyword.length - 'record'.length;
    const spare = word.length + room - 'new'.length;
    const head = word === '' || room > 0 ? word + ' '.repeat(Math.max(0, room)) : `new${' '.repeat(Math.max(0, spare))}`;
    if (room < (word === '' ? 0 : 1) && !(MODIFIER.test(word) && spare > 0)) continue;
    made = `${made.slice(0, index - before.length)}${head}record${made.slice(index + keyword.length)}`;
  }
  return made;
}

/** What is written in front of the name of what is read as a record. */
function kindOf({ kind, name, node, read }: Omit<Described, 'modifiers' | 'decorators'>): SymbolKind {
  if (node.type !== 'record_declaration') return kind;
  const [, keyword] = new RegExp(String.raw`\b(class|struct|interface)\s+@?${name}\b`).exec(read(node)) ?? [];
  return (keyword as SymbolKind | undefined) ?? kind;
}

/** Lists of parameters and of what the base is given; with a block of extensions, where its keyword stands. */
function primaryParts(text: string): (Place & { keyword?: number })[] {
  return [...text.matchAll(PRIMARY_HEAD)].flatMap(({ index, 0: head }) => {
    const start = index + head.length - 1;
    const end = closing(text, start);
    if (end === undefined) return [];
    const base = BASE_HEAD.exec(text.slice(end, end + HEAD_MAX));
    const baseStart = base ? end + base[0].length - 1 : undefined;
    const baseEnd = baseStart === undefined ? undefined : closing(text, baseStart);
    const parameters = { start, end, ...(head.startsWith('extension') && { keyword: index }) };
    if (baseStart === undefined || baseEnd === undefined) return BODY_OR_BASE.test(text.slice(end, end + HEAD_MAX)) ? [parameters] : [];
    return BODY.test(text.slice(baseEnd, baseEnd + HEAD_MAX)) ? [parameters, { start: baseStart, end: baseEnd }] : [];
  });
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
const LITERAL = /"(?:[^"\\\n]|\\.){0,1000}"|\/\/[^\n]*|\/\*[^]*?\*\//g;
/** `public class A<T> : B;` */
const BODILESS = /\b(?<!record\s{1,20})(class|struct|interface)(?=\s{1,100}@?[A-Za-z_]\w{0,200}(?:\s{0,100}<[\w\s,]{1,300}>)?\s{0,2000}(?::\s{0,100}[\w.]{1,200}(?:<[\w\s,.<>?[\]]{1,300}>)?(?:,\s{0,100}[\w.]{1,200}(?:<[\w\s,.<>?[\]]{1,300}>)?){0,20}\s{0,2000})?;)/g;
/** A word and the blanks behind it. */
const BEFORE = /(\w{0,40})[ \t]{0,100}$/;
const BEFORE_MAX = 140;
const MODIFIER = /^(?:public|internal|private|protected|static|sealed|abstract|partial|unsafe|file|readonly)$/;
const HEAD_MAX = 2000;
/** As long as `extension` together with `class`. */
const EXTENSION_NAME = '__E';
const PRIMARY_HEAD = /(?:\b(?:class|(?<!record\s{1,20})struct)\s{1,100}@?\w{1,200}|(?<=^[ \t]*)extension)\s{0,100}(?:<[\w\s,]{1,300}>\s{0,100})?\(/gm;
const BASE_HEAD = /^\s{0,200}:\s{0,200}[\w.]{1,200}(?:<[\w\s,.<>?[\]]{1,300}>)?\s{0,100}\(/;
const BODY = /^\s{0,200}(?:[{;,]|where\b)/;
const BODY_OR_BASE = /^\s{0,200}(?:[{;:]|where\b)/;

/** Just behind the parenthesis that closes the one at `open`; undefined when it is far away. */
function closing(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(text.length, open + HEAD_MAX); at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return undefined;
}

function parametersOf(node: Node, read: Read): ParameterFact[] {
  // `params string[] names`: the grammar puts type and name into the list itself.
  if (node.type === 'identifier') return [{ name: read(node), type: '', optional: false }];
  const name = field(node, ['name']);
  if (node.type !== 'parameter' || !name) return [];
  const type = field(node, ['type']);
  return [{ name: read(name), type: type ? typeText(read(type)) : '', optional: childOf(node, 'equals_value_clause') !== undefined }];
}

/** `using A.B` brings in all of a namespace, `using static A.B` all of a type, `using C = A.B` one thing. */
function importsOf(statement: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const alias = childOf(statement, 'name_equals');
  const path = statement.namedChildren.filter((child) => child && child.type !== 'name_equals').pop();
  if (!path) return [];
  const whole = read(path).replace(/\s+/g, '');
  if (!alias) return [{ specifier: whole, names: ['*'], locals: ['*'] }];
  const plain = whole.replace(/<.*$/, '');
  const dot = plain.lastIndexOf('.');
  const local = read(alias).replace(/[\s=]+/g, '');
  if (dot < 0) return [{ specifier: plain, names: ['*'], locals: [local] }];
  return [{ specifier: plain.slice(0, dot), names: [plain.slice(dot + 1)], locals: [local] }];
}
