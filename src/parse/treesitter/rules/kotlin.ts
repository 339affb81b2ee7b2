import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, childrenOf, readTypeParameters } from '../parameters';
import { byPlace, type Place } from '../places';
import type { LanguageRules, Prepared, Read } from '../rules';

export const KOTLIN: LanguageRules = {
  prepare,
  modifiers: new Set(
    ('public private protected internal open abstract final sealed data inner enum annotation value inline suspend override ' +
      'lateinit const operator infix tailrec external vararg companion expect actual').split(' '),
  ),
  // The grammar takes these words for names.
  keywords: new Set(['true', 'false', 'null', 'break', 'continue', 'it', 'field', 'class']),
  oddNames: true,
  // A companion without a name is called so.
  nameOf: (written) => (written === 'companion' ? 'Companion' : written),
  isExported: ({ modifiers }) => !modifiers.includes('private') && !modifiers.includes('internal'),
  relationOf: (_, kind, relation) => (kind === 'interface' ? 'extends' : relation),
  parametersOf,
  typeParametersOf: (node, read) => readTypeParameters(childOf(node, 'type_parameters'), read),
  returnTypeOf: ({ node, read }) => returnType(node, read),
  importsOf,
};

/**
 * At the top of a file the grammar takes `data`, `enum` and the like behind an annotation for names of an
 * expression. Words it always knows stand in for them, as long at most; and `constructor` with words in
 * front of it belongs to the class though it starts a line. Accessors it knows without annotations only.
 * Values and functions called `final`, `by` and the like it takes for those words where a statement starts
 * with them, and calls of `get` and `set` behind a value for its accessors: to the parser they get other names.
 */
function prepare(text: string): Prepared {
  const names: number[] = [];
  const emptied: Place[] = [];
  const prepared = text
    .replace(SOFT_AFTER_ANNOTATION, (_, annotation: string, word: string) => annotation + (word.length < 6 ? 'open' : 'public').padEnd(word.length))
    .replace(ENUM_AFTER_ANNOTATION, (_, indent: string, annotation: string, offset: number) => `${indent}public${empty(indent, annotation, offset).slice(6)}`)
    .replace(CONSTRUCTOR_ON_NEXT_LINE, (_, name: string, space: string) => name + ' '.repeat(space.length))
    .replace(ACCESSOR_ANNOTATION, (_, indent: string, annotation: string, offset: number) => indent + empty(indent, annotation, offset))
    .replace(SOFT_AS_NAME, (word) => `${word.slice(0, -1)}_`);
  return { text: prepared, names, emptied: emptied.sort(byPlace) };

  function empty(indent: string, annotation: string, offset: number): string {
    const start = offset + indent.length;
    names.push(start + 1);
    emptied.push({ start, end: start + annotation.length });
    return annotation.replace(/[^\n]/g, ' ');
  }
}

const ANNOTATION = String.raw`@[\w.:]{1,200}(?:\([^()\n]{0,300}(?:\([^()\n]{0,100}\)[^()\n]{0,100}){0,3}\))?`;
const DECLARED = String.raw`(?:[a-z]{2,12}[ \t]+){0,5}(?:class|interface|object|fun|val|var|typealias)\b`;
const SOFT_AFTER_ANNOTATION = new RegExp(String.raw`^((?:${ANNOTATION}|\))[ \t]*\r?\n?[ \t]*)(annotation|actual|expect|value|data|inner|operator|const)(?=[ \t]+${DECLARED})`, 'gm');
const ENUM_AFTER_ANNOTATION = new RegExp(String.raw`^([ \t]*)(${ANNOTATION}[ \t]*\r?\n?[ \t]*)(?=enum[ \t]+class\b)`, 'gm');
const ACCESSOR_ANNOTATION = new RegExp(String.raw`^([ \t]*)(${ANNOTATION})(?=\s{1,50}(?:[a-z]{2,12}[ \t]+)?(?:get|set)[ \t]*\()`, 'gm');
const MODIFIERS = 'final|open|sealed|abstract|internal|public|private|protected|override|lateinit|vararg|inline|infix|suspend|tailrec|external|crossinline|noinline';
const WRITTEN_OR_TAKEN_OF = String.raw`[ \t]*(?:=(?!=)|\??\.[a-z])`;
const SOFT_AS_NAME = new RegExp(
  String.raw`(?<=^[ \t]*)(?:(?:${MODIFIERS})(?=${WRITTEN_OR_TAKEN_OF}|[([{]|\+\+|--|[ \t]*[-+*/]=)|(?:by|where)(?=${WRITTEN_OR_TAKEN_OF})` +
    String.raw`|get(?=\(\s{0,100}[^)\s])|set(?=\((?![\w\s:<>?.]{0,200}\)\s{0,100}[={])))`,
  'gm',
);
const CONSTRUCTOR_ON_NEXT_LINE = /(\bclass[ \t]+\w{1,200}(?:<[^<>\n]{0,200}>)?)([ \t]*\r?\n[ \t]*)(?=(?:[a-z]{2,12}[ \t]+){1,3}constructor\b)/g;

const TYPE_NODES = ['user_type', 'nullable_type', 'function_type', 'parenthesized_type', 'non_nullable_type'];

/** Of a function the type behind its parameters, of a property the one behind its name. */
function returnType(node: Node, read: Read): string {
  const holder = node.type === 'property_declaration' ? childOf(node, 'variable_declaration') : node;
  if (!holder) return '';
  const from = childOf(holder, 'function_value_parameters')?.endIndex ?? holder.startIndex;
  const type = childrenOf(holder, ...TYPE_NODES).find(({ startIndex }) => startIndex >= from);
  return type ? typeText(read(type)) : '';
}

/** A default value stands beside its parameter in the list, not in it. */
function parametersOf(node: Node, read: Read): ParameterFact[] {
  if (node.type !== 'parameter') return [];
  const name = childOf(node, 'identifier');
  const type = childOf(node, ...TYPE_NODES);
  const vararg = node.previousNamedSibling?.type === 'parameter_modifiers' && /\bvararg\b/.test(read(node.previousNamedSibling));
  return [
    {
      name: (vararg ? '...' : '') + (name ? read(name) : ''),
      type: type ? typeText(read(type)) : '',
      optional: node.nextSibling?.type === '=',
    },
  ];
}

function importsOf(statement: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const path = childOf(statement, 'qualified_identifier', 'identifier');
  if (!path) return [];
  const whole = read(path).replace(/[\s`]+/g, '');
  if (/\.\s*\*\s*;?\s*$/.test(read(statement))) return [{ specifier: whole, names: ['*'], locals: ['*'] }];
  const dot = whole.lastIndexOf('.');
  const name = whole.slice(dot + 1);
  const alias = childrenOf(statement, 'identifier').find(({ id }) => id !== path.id);
  return [{ specifier: dot < 0 ? '' : whole.slice(0, dot), names: [name], locals: [alias ? read(alias) : name] }];
}
