import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { field } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const GO: LanguageRules = {
  selves: {},
  isExported: ({ name }) => /^\p{Lu}/u.test(name),
  parametersOf,
  importsOf,
};

/** `a, b int` is two parameters, `int` in a type's method one without a name. */
function parametersOf(node: Node, read: Read): ParameterFact[] {
  const type = field(node, ['type']);
  const written = (node.type === 'variadic_parameter_declaration' ? '...' : '') + (type ? typeText(read(type)) : '');
  const names = node.childrenForFieldName('name').flatMap((name) => (name ? [read(name)] : []));
  return (names.length > 0 ? names : ['']).map((name) => ({ name, type: written, optional: false }));
}

function importsOf(spec: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const path = field(spec, ['path']);
  if (!path) return [];
  const specifier = read(path).slice(1, -1);
  const alias = field(spec, ['name']);
  const local = alias ? read(alias) : packageName(specifier);
  if (local === '_') return [{ specifier, names: [], locals: [] }];
  return [{ specifier, names: ['*'], locals: [local === '.' ? '*' : local] }];
}

/** By custom the last part of the path, version suffixes apart. */
function packageName(specifier: string): string {
  const parts = specifier.split('/').filter((part) => !/^v\d+$/.test(part));
  return (parts[parts.length - 1] ?? specifier).replace(/\.v\d+$/, '').replace(/^go-|-go$/g, '');
}
