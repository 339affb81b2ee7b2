import type { Node } from 'web-tree-sitter';
import type { ImportFact } from '../../../kernel';
import { childOf, childrenOf, plainParameter } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const PHP: LanguageRules = {
  modifiers: new Set('public protected private static abstract final readonly var'.split(' ')),
  selves: { $this: 'this', self: 'this', static: 'this', parent: 'super' },
  keywords: new Set(['self', 'static', 'parent', 'true', 'false', 'null']),
  arrow: true,
  assignmentDefines: true,
  kindOf: ({ kind, name }) => (kind === 'method' && name === '__construct' ? 'constructor' : kind),
  isExported: ({ modifiers }) => !modifiers.includes('private') && !modifiers.includes('protected'),
  parametersOf(node, read) {
    return plainParameter(node, read).map((fact) => ({ ...fact, name: (node.type === 'variadic_parameter' ? '...' : '') + fact.name }));
  },
  importsOf,
};

type Import = Omit<ImportFact, 'line' | 'typeOnly'>;

function importsOf(statement: Node, read: Read): Import[] {
  if (statement.type !== 'namespace_use_declaration') return includedFile(statement, read);
  const group = childOf(statement, 'namespace_use_group');
  const prefix = childOf(statement, 'namespace_name');
  const clauses = childrenOf(group ?? statement, 'namespace_use_clause', 'namespace_use_group_clause');
  return clauses.flatMap((clause) => {
    const path = childOf(clause, 'qualified_name', 'namespace_name', 'name');
    if (!path) return [];
    const whole = [group && prefix ? read(prefix) : '', read(path)].filter((part) => part !== '').join('\\').replace(/^\\|\s+/g, '');
    const cut = whole.lastIndexOf('\\');
    const name = whole.slice(cut + 1);
    const alias = childOf(clause, 'namespace_aliasing_clause');
    const local = alias ? read(alias).replace(/^as\s+/i, '') : name;
    return [{ specifier: cut < 0 ? '' : whole.slice(0, cut), names: [name], locals: [local] }];
  });
}

/** Only the written part of a path: `__DIR__ . '/a.php'` is `./a.php`. */
function includedFile(expression: Node, read: Read): Import[] {
  const text = /'([^'\n]*)'|"([^"\n$]*)"/.exec(read(expression));
  const path = text?.[1] ?? text?.[2];
  if (!path) return [];
  return [{ specifier: path.startsWith('/') && /__DIR__|dirname/.test(read(expression)) ? `.${path}` : path, names: ['*'], locals: ['*'] }];
}
