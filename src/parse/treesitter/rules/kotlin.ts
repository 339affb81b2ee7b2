import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, childrenOf, readTypeParameters } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const KOTLIN: LanguageRules = {
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
