import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, field } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const CSHARP: LanguageRules = {
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
  parametersOf,
  importsOf,
};

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
