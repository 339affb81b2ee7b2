import type { Node } from 'web-tree-sitter';
import type { ExportFact, ImportFact, ParameterFact } from '../../../kernel';
import { typeText } from '../heads';
import { childOf, childrenOf, field, plainParameter } from '../parameters';
import type { LanguageRules, Read } from '../rules';

export const RUST: LanguageRules = {
  modifiers: new Set('pub async unsafe const extern static mut default'.split(' ')),
  selves: { self: 'this', Self: 'this' },
  keywords: new Set(['Self']),
  kindOf: ({ kind, name, owner, node, outer }) => {
    if (kind !== 'method' || !outer) return kind;
    return owner === '' && name === 'new' && !childOf(field(node, ['parameters']) ?? node, 'self_parameter') ? 'constructor' : kind;
  },
  isExported({ modifiers, kind, node, outer, decorators }) {
    if (kind === 'macro') return decorators.includes('macro_export');
    // What a trait or an enum holds is as public as they are; so is what a type does for a trait.
    if (outer?.kind === 'trait' || outer?.kind === 'enum') return true;
    if (outer && outer.node.type === 'impl_item' && field(outer.node, ['trait'])) return true;
    return modifiers.some((modifier) => modifier === 'pub') && node.type !== 'macro_definition';
  },
  parametersOf(node, read): ParameterFact[] {
    if (node.type === 'attribute_item') return [];
    if (node.type === 'self_parameter') return [{ name: typeText(read(node)), type: '', optional: false }];
    return plainParameter(node, read);
  },
  importsOf,
  exportsOf(statement, read): Omit<ExportFact, 'line'>[] {
    const visibility = childOf(statement, 'visibility_modifier');
    if (!visibility || read(visibility) !== 'pub' || statement.type !== 'use_declaration') return [];
    return importsOf(statement, read).flatMap(({ specifier, names, locals }) =>
      names.map((name, i) => ({ name: locals[i]!, local: name, from: specifier })),
    );
  },
};

type Import = Omit<ImportFact, 'line' | 'typeOnly'>;

function importsOf(statement: Node, read: Read): Import[] {
  const name = field(statement, ['name']);
  if (statement.type === 'mod_item' && name) return [{ specifier: `self::${read(name)}`, names: ['*'], locals: [read(name)] }];
  if (statement.type === 'extern_crate_declaration' && name) {
    const alias = field(statement, ['alias']);
    return [{ specifier: read(name), names: ['*'], locals: [read(alias ?? name)] }];
  }
  const tree = field(statement, ['argument']);
  return tree ? pathsOf(tree, '', read, 0) : [];
}

const USE_DEPTH_MAX = 20;

/** `a::{b as c, d::*}` is `b` as `c` of `a`, and all of `a::d`. */
function pathsOf(node: Node, prefix: string, read: Read, depth: number): Import[] {
  if (depth > USE_DEPTH_MAX) return [];
  switch (node.type) {
    case 'use_as_clause': {
      const path = field(node, ['path']);
      const alias = field(node, ['alias']);
      return path ? [leaf(join(prefix, textOf(path, read)), alias && read(alias))] : [];
    }
    case 'use_wildcard': {
      const path = node.firstNamedChild;
      return [{ specifier: join(prefix, path ? textOf(path, read) : ''), names: ['*'], locals: ['*'] }];
    }
    case 'scoped_use_list': {
      const path = field(node, ['path']);
      const list = field(node, ['list']);
      return list ? pathsOf(list, join(prefix, path ? textOf(path, read) : ''), read, depth + 1) : [];
    }
    case 'use_list':
      return childrenOf(node, ...USE_TREES).flatMap((child) => pathsOf(child, prefix, read, depth + 1));
    default:
      return [leaf(join(prefix, textOf(node, read)))];
  }
}

const USE_TREES = ['identifier', 'scoped_identifier', 'self', 'crate', 'super', 'use_as_clause', 'use_wildcard', 'scoped_use_list', 'use_list'];

function leaf(path: string, alias?: string): Import {
  const clean = path.replace(/::self$/, '');
  const cut = clean.lastIndexOf('::');
  const name = clean.slice(cut < 0 ? 0 : cut + 2);
  // `use a::b::{self}` and `use a` bring in a module by its own name.
  if (cut < 0 || clean !== path) return { specifier: clean, names: ['*'], locals: [alias ?? name] };
  return { specifier: clean.slice(0, cut), names: [name], locals: [alias ?? name] };
}

const join = (prefix: string, path: string): string => [prefix, path].filter((part) => part !== '').join('::');
const textOf = (node: Node, read: Read): string => read(node).replace(/\s+/g, '');
