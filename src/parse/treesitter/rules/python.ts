import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact, SymbolKind } from '../../../kernel';
import { typeText } from '../heads';
import { childrenOf, field } from '../parameters';
import { CALLABLES, TYPES, type LanguageRules, type Read } from '../rules';

export const PYTHON: LanguageRules = {
  modifiers: new Set(['async']),
  selves: { self: 'this', cls: 'this', super: 'super' },
  assignmentDefines: true,
  kindOf: ({ name, kind, outer }) => kindOf(name, kind, outer?.kind),
  isExported: ({ name, outer }) => !isPrivate(name) && !(outer && CALLABLES.has(outer.kind)),
  parametersOf,
  importsOf,
  exportsOf(statement, read, path) {
    // A package's own file is what others import from: what it imports is what it offers.
    if (!path.endsWith('/__init__.py') && path !== '__init__.py') return [];
    return importsOf(statement, read)
      .filter(({ specifier, names }) => specifier.startsWith('.') && names.length > 0)
      .flatMap(({ specifier, names, locals }) =>
        names.flatMap((name, i) => (isPrivate(locals[i]!) ? [] : [{ name: locals[i]!, local: name, from: specifier }])),
      );
  },
};

function kindOf(name: string, kind: SymbolKind, outer: SymbolKind | undefined): SymbolKind {
  if (kind === 'method') return name === '__init__' ? 'constructor' : 'method';
  if (kind === 'variable' && !(outer && TYPES.has(outer)) && /^_*[A-Z][A-Z0-9_]*$/.test(name)) return 'constant';
  return kind;
}

/** One underscore in front hides a name; `__name__` is a protocol's. */
const isPrivate = (name: string): boolean => name.startsWith('_') && !/^__\w+__$/.test(name);

function parametersOf(node: Node, read: Read): ParameterFact[] {
  if (node.type === 'keyword_separator' || node.type === 'positional_separator') return [];
  const name = field(node, ['name']) ?? (node.type === 'typed_parameter' ? node.firstNamedChild : null) ?? node;
  const type = field(node, ['type']);
  return [{ name: typeText(read(name)), type: type ? typeText(read(type)) : '', optional: field(node, ['value']) !== undefined }];
}

type Import = Omit<ImportFact, 'line' | 'typeOnly'>;

function importsOf(statement: Node, read: Read): Import[] {
  const from = statement.type === 'future_import_statement' ? '__future__' : undefined;
  const module = from ?? textOf(field(statement, ['module_name']), read);
  if (module === undefined) {
    return namesOf(statement, read).map(([name, local]) => ({ specifier: name, names: ['*'], locals: [local] }));
  }
  const pairs = childrenOf(statement, 'wildcard_import').length > 0 ? [['*', '*'] as const] : namesOf(statement, read);
  return [{ specifier: module, names: pairs.map(([name]) => name), locals: pairs.map(([, local]) => local) }];
}

function namesOf(statement: Node, read: Read): (readonly [name: string, local: string])[] {
  return statement.childrenForFieldName('name').flatMap((node) => {
    if (!node) return [];
    const name = textOf(field(node, ['name']) ?? node, read)!;
    return [[name, textOf(field(node, ['alias']), read) ?? name]];
  });
}

const textOf = (node: Node | undefined, read: Read): string | undefined => node && read(node).replace(/\s+/g, '');
