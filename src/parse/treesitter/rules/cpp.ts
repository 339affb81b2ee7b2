import type { Node } from 'web-tree-sitter';
import type { ImportFact, SymbolKind } from '../../../kernel';
import { childOf, field } from '../parameters';
import { TYPES, type Described, type LanguageRules, type Read } from '../rules';
import { C, declaredType, importsOf as includesOf, isStatic, valueKind } from './c';

type Kinded = Omit<Described, 'modifiers' | 'decorators'>;

export const CPP: LanguageRules = {
  ...C,
  modifiers: new Set([
    ...C.modifiers!,
    ...'virtual explicit friend constexpr consteval constinit mutable override final noexcept thread_local'.split(' '),
  ]),
  selves: { this: 'this' },
  // `operator bool() const` is `operator bool`.
  nameOf: (written) => (/^operator\b[^]*[^(]\s*\(/.test(written) ? written.replace(/\s*\(\s*\)[^]*$/, '') : written),
  kindOf,
  isExported: (definition) => {
    const { outer, access } = definition;
    // Classes start private, structs public.
    if (outer && TYPES.has(outer.kind)) return access === '' ? outer.kind !== 'class' : !access.startsWith('private');
    return !isStatic(definition);
  },
  returnTypeOf: (definition) => (definition.kind === 'constructor' ? '' : declaredType(unwrapped(definition.node), definition.read)),
  typeParametersOf: (node, read) => (node.type === 'template_declaration' ? templateParameters(node, read) : []),
  importsOf(statement, read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
    if (statement.type === 'preproc_include') return includesOf(statement, read);
    return usingOf(statement, read);
  },
};

function kindOf(definition: Kinded): SymbolKind {
  const { kind, node, name, owner, outer, read } = definition;
  const own = (owner || (outer && TYPES.has(outer.kind) ? outer.name : '')).replace(/<[^]*$/, '').split('::').pop();
  if ((kind === 'method' || kind === 'function') && own !== undefined && own !== '' && name === own) return 'constructor';
  return valueKind(kind, unwrapped(node), read);
}

/** What a template is about. */
function unwrapped(node: Node): Node {
  if (node.type !== 'template_declaration') return node;
  return node.namedChildren[node.namedChildren.length - 1] ?? node;
}

/** The last word in front of a default: `typename T`, `int N = 3`, `class... Rest`. */
function templateParameters(template: Node, read: Read): string[] {
  const list = field(template, ['parameters']);
  const texts = list?.namedChildren.map((child) => (child ? read(child) : '')) ?? [];
  return texts.flatMap((text) => /([A-Za-z_]\w*)\s*$/.exec(text.split('=')[0]!)?.[1] ?? []);
}

/** `using a::b;` brings in a name, `using namespace a;` all of it. */
function usingOf(statement: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const path = childOf(statement, 'qualified_identifier', 'identifier', 'nested_namespace_specifier');
  if (!path) return [];
  const whole = read(path).replace(/\s+/g, '');
  if (/^using\s+namespace\b/.test(read(statement))) return [{ specifier: whole, names: ['*'], locals: ['*'] }];
  const cut = whole.lastIndexOf('::');
  if (cut < 0) return [];
  const name = whole.slice(cut + 2);
  return [{ specifier: whole.slice(0, cut), names: [name], locals: [name] }];
}
