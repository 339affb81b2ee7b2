/** Parameters, types and type parameters of a definition, by the field names most grammars share. */
import type { Node } from 'web-tree-sitter';
import type { ParameterFact } from '../../kernel';
import { typeText } from './heads';
import type { LanguageRules, Read } from './rules';

const PARAMETERS_MAX = 100;

export function readParameters(list: Node | undefined, read: Read, rules: LanguageRules): ParameterFact[] {
  if (!list) return [];
  const parametersOf = rules.parametersOf ?? plainParameter;
  const facts: ParameterFact[] = [];
  for (const child of list.namedChildren) {
    if (!child || child.isExtra || child.isError) continue;
    facts.push(...parametersOf(child, read));
    if (facts.length >= PARAMETERS_MAX) break;
  }
  return facts;
}

/** A parameter with its name, type and default value in fields. */
export function plainParameter(node: Node, read: Read): ParameterFact[] {
  const name = field(node, ['name', 'pattern', 'declarator']) ?? node;
  const type = field(node, ['type']);
  return [
    {
      name: typeText(read(name)),
      type: type && type.id !== name.id ? typeText(read(type)) : '',
      optional: field(node, ['value', 'default_value']) !== undefined,
    },
  ];
}

/** The first child that has one of some field names. */
export function field(node: Node, names: readonly string[]): Node | undefined {
  for (const name of names) {
    const child = node.childForFieldName(name);
    if (child) return child;
  }
  return undefined;
}

/** The first named child of one of some types. */
export function childOf(node: Node, ...types: string[]): Node | undefined {
  return childrenOf(node, ...types)[0];
}

export function childrenOf(node: Node, ...types: string[]): Node[] {
  return node.namedChildren.filter((child) => child !== null).filter((child) => types.includes(child.type));
}

/** Names of type parameters: bounds, defaults and variance left out. */
export function readTypeParameters(list: Node | undefined, read: Read): string[] {
  if (!list) return [];
  const children = list.namedChildren.filter((child) => child !== null && !child.isExtra && !child.isError);
  return children.flatMap((child) => {
    const text = typeText(read(child!)).replace(/^(?:@\S+\s+|\[[^\]]*\]\s*)+/, '');
    const name = /^(?:(?:in|out|const|reified|typename|class)\s+|[+-]|\.\.\.)*\s*('?[\p{L}_$][\p{L}\p{N}_$]*)/u.exec(text);
    return name?.[1] ? [name[1]] : [];
  });
}
