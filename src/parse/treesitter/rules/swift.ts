import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, childrenOf, field, readTypeParameters } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const SWIFT: LanguageRules = {
  modifiers: new Set(
    ('public private fileprivate internal open static final override mutating nonmutating convenience required lazy weak ' +
      'unowned dynamic optional indirect async throws rethrows nonisolated isolated prefix postfix infix').split(' '),
  ),
  selves: { self: 'this', Self: 'this', super: 'super' },
  keywords: new Set(['self', 'Self', 'super', 'newValue', 'oldValue']),
  reserved: new Set('case return let var in if where else throw switch is as try await guard while'.split(' ')),
  oddNames: true,
  // Without a word a name is internal: seen in the whole module, which is what a repository mostly is.
  isExported: ({ modifiers }) => !modifiers.includes('private') && !modifiers.includes('fileprivate'),
  relationOf: (_, kind) => (kind === 'class' ? 'extends' : kind === 'interface' ? 'extends' : 'implements'),
  parametersOfDefinition: (node, read) => childrenOf(node, 'parameter').map((parameter) => parameterOf(parameter, read)),
  typeParametersOf: (node, read) => readTypeParameters(childOf(node, 'type_parameters'), read),
  returnTypeOf: ({ node, read }) => returnType(node, read),
  importsOf,
};

/** The outer name (`in` of `in options`) is what callers write; the inner one is the parameter. */
function parameterOf(node: Node, read: Read): ParameterFact {
  const [name, type] = node.childrenForFieldName('name');
  const spread = /\.\.\.\s*$/.test(read(node)) ? '...' : '';
  return {
    name: spread + (name ? read(name) : ''),
    type: type ? typeText(read(type)) : '',
    optional: node.nextSibling?.type === '=',
  };
}

/** A function's type stands under the field `name`, behind the name itself. */
function returnType(node: Node, read: Read): string {
  if (node.type === 'enum_entry') return '';
  const annotation = childOf(node, 'type_annotation');
  const type = annotation ? field(annotation, ['name']) : node.childrenForFieldName('name').find((child, i) => i > 0 && child !== null);
  return type && type.type !== 'pattern' ? typeText(read(type)) : '';
}

/** `import struct Shop.Money` takes one name, `import Shop` all. */
function importsOf(statement: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const path = childOf(statement, 'identifier');
  if (!path) return [];
  const whole = read(path).replace(/\s+/g, '');
  const dot = whole.lastIndexOf('.');
  const takesOne = dot >= 0 && /\bimport\s+(?:struct|class|enum|protocol|typealias|func|let|var)\b/.test(read(statement));
  if (!takesOne) return [{ specifier: whole, names: ['*'], locals: ['*'] }];
  const name = whole.slice(dot + 1);
  return [{ specifier: whole.slice(0, dot), names: [name], locals: [name] }];
}
