/** Rules of C, which C++ extends. */
import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact, SymbolKind } from '../../../kernel';
import { typeText } from '../heads';
import { withoutMacros } from '../macros';
import { field } from '../parameters';
import type { Described, LanguageRules, Read } from '../rules';

export const C: LanguageRules = {
  prepare: withoutMacros,
  modifiers: new Set('static extern inline const volatile register restrict _Noreturn _Thread_local'.split(' ')),
  selves: {},
  arrow: true,
  // `INLINE int f() {}`: a macro that the grammar does not know reads like a type or a name.
  // `enum : type {}` gets a name of no length.
  isNone: ({ kind, node }) => (kind === 'variable' && node.hasError) || (kind === 'enum' && field(node, ['name'])?.isMissing === true),
  kindOf: ({ kind, node, read }) => valueKind(kind, node, read),
  isExported: (definition) => !isStatic(definition),
  parametersOf,
  returnTypeOf: ({ node, kind, read }) => (kind === 'macro' ? '' : declaredType(node, read)),
  importsOf,
};

export function isStatic({ modifiers, kind }: Pick<Described, 'modifiers' | 'kind'>): boolean {
  return modifiers.includes('static') && (kind === 'function' || kind === 'variable' || kind === 'constant');
}

/** A declared value that may not change is a constant. */
export function valueKind(kind: SymbolKind, node: Node, read: Read): SymbolKind {
  if (kind !== 'variable') return kind;
  const type = field(node, ['type']);
  const words = type ? read(node).slice(0, Math.max(0, type.endIndex - node.startIndex)) : '';
  const declarator = field(node, ['declarator']);
  const isPointer = declarator !== undefined && /^\s*\*/.test(read(declarator));
  return /\b(?:constexpr|constinit)\b/.test(words) || (/\bconst\b/.test(words) && !isPointer) ? 'constant' : 'variable';
}

/** The type in front of the name with the stars that stand at the name. */
export function declaredType(node: Node, read: Read): string {
  const type = field(node, ['type']);
  if (!type) return '';
  const declarator = field(node, ['declarator']);
  const stars = declarator ? (/^[\s*&]*/.exec(read(declarator))?.[0] ?? '').replace(/\s+/g, '') : '';
  const body = field(type, ['body']);
  const text = body ? read(type).slice(0, body.startIndex - type.startIndex) : read(type);
  return typeText(text) + (stars ? ` ${stars}` : '');
}

const DECLARATOR = /(?:^|[^\w])([A-Za-z_]\w*)\s*(?:\[[^\]]*\]|\))*\s*(?:\([^]*\)\s*)?$/;

export function parametersOf(node: Node, read: Read): ParameterFact[] {
  if (node.type === 'identifier') return [{ name: read(node), type: '', optional: false }];
  if (node.type === 'variadic_parameter') return [{ name: '...', type: '', optional: false }];
  const declarator = field(node, ['declarator']);
  const type = declaredType(node, read);
  // `void` alone says that there is no parameter.
  if (!declarator && type === 'void') return [];
  const name = declarator ? (DECLARATOR.exec(read(declarator))?.[1] ?? '') : '';
  return [{ name, type, optional: field(node, ['default_value']) !== undefined }];
}

/** `<stdio.h>` keeps its brackets: it is not looked for beside the file. */
export function importsOf(statement: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const path = field(statement, ['path']);
  if (!path || path.type === 'identifier') return [];
  return [{ specifier: read(path).replace(/^"|"$/g, ''), names: ['*'], locals: ['*'] }];
}
