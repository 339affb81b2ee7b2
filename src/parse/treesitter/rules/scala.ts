import type { Node } from 'web-tree-sitter';
import type { ImportFact, SymbolKind } from '../../../kernel';
import { childrenOf, field, readParameters, readTypeParameters } from '../parameters';
import type { Described, LanguageRules, Read } from '../rules';

export const SCALA: LanguageRules = {
  modifiers: new Set('abstract final sealed implicit lazy override private protected case inline opaque open transparent infix given'.split(' ')),
  keywords: new Set(['this', 'super']),
  oddNames: true,
  nestedModules: true,
  kindOf,
  isExported: ({ modifiers }) => !modifiers.some((modifier) => /^(?:private|protected)/.test(modifier)),
  parametersOfDefinition(node, read) {
    // Curried functions have several lists; type parameters come under the same field name.
    return node.childrenForFieldName('parameters').flatMap((list) => (list?.type === 'parameters' ? readParameters(list, read, {}) : []));
  },
  typeParametersOf(node, read) {
    const list = field(node, ['type_parameters']) ?? childrenOf(node, 'type_parameters')[0];
    return readTypeParameters(list, read);
  },
  importsOf,
};

function kindOf({ kind, name, outer }: Omit<Described, 'modifiers' | 'decorators'>): SymbolKind {
  if (kind === 'method' && name === 'this') return 'constructor';
  // Values of a type are its properties; capital names outside are constants by custom.
  return kind === 'variable' && !outer && /^[A-Z]/.test(name) ? 'constant' : kind;
}

type Import = Omit<ImportFact, 'line' | 'typeOnly'>;

/** `import a.b.{C => D, _}` takes C as D and all else from `a.b`. */
function importsOf(statement: Node, read: Read): Import[] {
  const path = statement.childrenForFieldName('path').flatMap((part) => (part?.isNamed ? [read(part)] : []));
  const selectors = childrenOf(statement, 'namespace_selectors')[0];
  const whole = path.join('.');
  if (selectors) return [selected(whole, selectors, read)];
  if (childrenOf(statement, 'namespace_wildcard').length > 0) return [{ specifier: whole, names: ['*'], locals: ['*'] }];
  const name = path.pop();
  return name === undefined ? [] : [{ specifier: path.join('.'), names: [name], locals: [name] }];
}

function selected(specifier: string, selectors: Node, read: Read): Import {
  const pairs = childrenOf(selectors, ...SELECTORS).flatMap((selector): [string, string][] => {
    if (selector.type === 'namespace_wildcard') return [['*', '*']];
    const name = read(field(selector, ['name']) ?? selector);
    const alias = field(selector, ['alias']);
    // `{A => _}` leaves A out.
    return alias && read(alias) === '_' ? [] : [[name, alias ? read(alias) : name]];
  });
  return { specifier, names: pairs.map(([name]) => name), locals: pairs.map(([, local]) => local) };
}

const SELECTORS = ['identifier', 'arrow_renamed_identifier', 'as_renamed_identifier', 'namespace_wildcard'];
