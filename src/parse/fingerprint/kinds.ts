/**
 * What of a tree-sitter tree counts for its shape, told by the names of node types: grammars name alike what
 * is alike. Names and values are alike; types, modifiers, annotations, comments, brackets and keywords
 * (which the node around them stands for) say nothing; operators do.
 */
import type { Language } from 'web-tree-sitter';
import { hashText } from './builder';

/** How a type of node counts. */
export const PLAIN = 0;
/** It does not count, what is in it does. */
export const CLEAR = 1;
/** Neither it nor what is in it counts. */
export const MUTE = 2;
/** A value: what is in it counts as far as it is code. */
export const VALUE = 3;
export const NAME = 4;
/** A statement that is an expression; one that is only a string is a comment. */
export const EXPRESSION = 5;
/** An operator that the grammar takes for a name: what is written counts. */
export const SIGN = 6;

export interface NodeKinds {
  roleOf(type: number): number;
  /** Stands for the type of node; the same in grammars of the same family. */
  codeOf(type: number): number;
}

const VALUES = new RegExp(
  [
    '(?:^|_)(?:string|integer|float|number|character|char|boolean|bool|true|false|null|nil|none|regex|rune|imaginary|real|symbol)$',
    '^(?!(?:array|composite|func|function|object|dictionary|collection|lambda|list|class|negative|literal)_)\\w+_literal$',
    '^(?:heredoc(?:_body)?|nowdoc|ansi_c_string|raw_string|text|line|file|rational|complex|bare_string|bare_symbol|unit|interpolated_\\w*string_expression)$',
  ].join('|'),
);

const NAMES = new RegExp(
  [
    '(?:^|_)identifier$',
    '^(?:name|word|constant|variable_name|special_variable_name|dynamic_variable_name|(?:instance|class|global)_variable|label|label_name)$',
    '^(?:metavariable|hash_key_symbol|setter|discard|statement_label|loop_label)$',
  ].join('|'),
);

/** Types and what only they hold, what stands in front of definitions, and pieces of text. */
const MUTED = new RegExp(
  [
    'comment',
    '(?:^|_)types?$',
    '^(?:scoped_|stable_)?type_identifier$',
    '^type_(?:arguments?|argument_list|parameters?|parameter_list|parameter_constraints?(?:_clause)?|parameter_constraints_clause|annotation|constraints?|bound|list|qualifier|elem|projection|spec|alias)$',
    '^(?!(?:if|unless|while|until|rescue)_)\\w*modifiers?$',
    '^(?:decorator|annotation|marker_annotation|attribute_(?:item|list|group|specifier)|inner_attribute_item|attribute_declaration)$',
    '^(?!(?:class|struct|union|enum|format)_)\\w+_specifier$',
    '^(?:lifetime|where_predicate|trait_bounds|throws|superclass|superclasses|super_interfaces|extends_interfaces|permits|base_list|base_clause|base_class_clause)$',
    '^(?:class_interface_clause|delegation_specifiers?|extends_clause|derives_clause|inheritance_specifier|type_conversion)$',
    '(?:^|_)(?:content|fragment|str_text|str_escaped_char|str_part|string_text)$',
    '^(?:string|heredoc)_(?:start|end|beginning)$',
    '^escape_(?:sequence|interpolation)$',
    '^(?:empty_statement|line_continuation|attribute_argument_list|dimensions|bang)$',
  ].join('|'),
);

const CLEARED = /^(?:parenthesized_(?:expression|statements)|decorated_definition|statements|typed_parameter)$/;

/** Signs that compute; brackets, commas, dots and arrows only join. */
const OPERATORS = /^(?:[-+*/%&|^~!<>=]+|\?\?=?|\?\.|\?:|&\.|\.\.[.<=]?|:=|<-|!!|@)$/;
const JOINTS = new Set(['=>', '->', '=', '</', '/>']);
const WORD_OPERATORS = new Set(['and', 'or', 'not', 'xor', 'in', 'not in', 'is', 'is not', 'await', 'async', 'yield', 'instanceof', 'as', 'typeof', 'delete', '!in', '!is', 'as?']);

export function createNodeKinds(language: Language): NodeKinds {
  const count = language.nodeTypeCount;
  const roles = new Uint8Array(count);
  const codes = new Int32Array(count);
  for (let type = 0; type < count; type += 1) {
    const name = language.nodeTypeForId(type) ?? '';
    roles[type] = language.nodeTypeIsNamed(type) ? roleOfName(name) : isOperator(name) ? PLAIN : MUTE;
    // A type behind a parameter's name is left out, and so is what tells that there is one.
    codes[type] = hashText(name.replace(/^typed_default_/, 'default_'));
  }
  return {
    // What does not fit the grammar has a number of its own.
    roleOf: (type) => (type < count ? roles[type]! : PLAIN),
    codeOf: (type) => (type < count ? codes[type]! : 1),
  };
}

/** How a named type of node counts. */
export function roleOfName(name: string): number {
  if (name === 'expression_statement') return EXPRESSION;
  if (name === 'operator_identifier' || name === 'custom_operator') return SIGN;
  if (CLEARED.test(name)) return CLEAR;
  if (MUTED.test(name)) return MUTE;
  if (NAMES.test(name)) return NAME;
  return VALUES.test(name) ? VALUE : PLAIN;
}

const isOperator = (sign: string): boolean => (OPERATORS.test(sign) && !JOINTS.has(sign)) || WORD_OPERATORS.has(sign);
