import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, field, plainParameter } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const JAVA: LanguageRules = {
  modifiers: new Set(
    'public protected private static final abstract native synchronized transient volatile strictfp default sealed non-sealed'.split(' '),
  ),
  keywords: new Set(['var']),
  isExported: ({ modifiers, outer, kind }) => {
    if (modifiers.includes('public') || modifiers.includes('protected')) return true;
    if (modifiers.includes('private')) return false;
    // Members of interfaces and constants of enums are public without saying so.
    return outer?.kind === 'interface' || (outer?.kind === 'enum' && kind === 'constant');
  },
  parametersOf,
  importsOf,
};

function parametersOf(node: Node, read: Read): ParameterFact[] {
  if (node.type === 'receiver_parameter') return [];
  if (node.type !== 'spread_parameter') return plainParameter(node, read);
  const declarator = childOf(node, 'variable_declarator');
  const type = node.namedChildren.find((child) => child && child.type !== 'modifiers' && child.id !== declarator?.id);
  const name = declarator && field(declarator, ['name']);
  return [{ name: name ? read(name) : '', type: type ? `${typeText(read(type))}...` : '', optional: false }];
}

/** `import a.b.C` takes C from `a.b`; `import a.b.*` takes all. */
function importsOf(statement: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const path = childOf(statement, 'scoped_identifier', 'identifier');
  if (!path) return [];
  const whole = read(path).replace(/\s+/g, '');
  if (childOf(statement, 'asterisk')) return [{ specifier: whole, names: ['*'], locals: ['*'] }];
  const dot = whole.lastIndexOf('.');
  const name = whole.slice(dot + 1);
  return [{ specifier: dot < 0 ? '' : whole.slice(0, dot), names: [name], locals: [name] }];
}
