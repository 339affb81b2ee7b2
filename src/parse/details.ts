/** What a definition says of itself: parameters, types, modifiers, decorators, heritage. */
import { ts } from 'ts-morph';
import type { HeritageFact, ParameterFact } from '../kernel';
import { headOf } from './head';

const TYPE_MAX_CHARS = 200;

/** What most definitions have none of. One list for all crosses threads once. */
const NONE: readonly never[] = [];

type Typed = ts.Node & { type?: ts.TypeNode; typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> };

export function parametersOf(node: ts.Node, source: ts.SourceFile): readonly ParameterFact[] {
  const callable = callableOf(node);
  return callable && callable.parameters.length > 0 ? callable.parameters.map((parameter) => describeParameter(parameter, source)) : NONE;
}

export function returnTypeOf(node: ts.Node, source: ts.SourceFile): string {
  const { type } = (callableOf(node) ?? node) as Typed;
  return type && !ts.isTypeAliasDeclaration(node) ? writtenType(type, source) : '';
}

export function typeParametersOf(node: ts.Node): readonly string[] {
  return ((callableOf(node) ?? node) as Typed).typeParameters?.map(({ name }) => name.text) ?? NONE;
}

/** The function that a definition is or holds: `const f = () => …` is callable, too. */
export function callableOf(node: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(node)) return node;
  const value = (node as { initializer?: ts.Node }).initializer;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

function describeParameter(parameter: ts.ParameterDeclaration, source: ts.SourceFile): ParameterFact {
  const rest = parameter.dotDotDotToken ? '...' : '';
  const name = ts.isIdentifier(parameter.name) ? parameter.name.text : `{${boundNames(parameter.name).join(', ')}}`;
  return {
    name: rest + name,
    type: parameter.type ? writtenType(parameter.type, source) : '',
    optional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
  };
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function writtenType(type: ts.Node, source: ts.SourceFile): string {
  return headOf(source, type, type.end).slice(0, TYPE_MAX_CHARS);
}

/** As written on the statement that leads it, on the declaration and on the function or class that it holds. */
export function modifiersOf(lead: ts.Node, node: ts.Node, source: ts.SourceFile): readonly string[] {
  let written: string[] | undefined;
  const add = (holder: ts.Node | undefined): void => {
    for (const modifier of modifierLikes(holder)) {
      if (!ts.isDecorator(modifier)) (written ??= []).push(modifier.getText(source));
    }
  };
  const addBoth = (holder: ts.Node): void => {
    add(holder);
    add((holder as { initializer?: ts.Node }).initializer);
  };
  addBoth(lead);
  if (node !== lead) addBoth(node);
  return written ?? NONE;
}

export function decoratorsOf(node: ts.Node, source: ts.SourceFile): readonly string[] {
  let names: string[] | undefined;
  for (const decorator of modifierLikes(node)) {
    if (!ts.isDecorator(decorator)) continue;
    const { expression } = decorator;
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    (names ??= []).push(callee.getText(source).slice(0, TYPE_MAX_CHARS));
  }
  return names ?? NONE;
}

/** The compiler's own accessors copy the list at each call. */
export function modifierLikes(node: ts.Node | undefined): readonly ts.ModifierLike[] {
  return (node as { modifiers?: readonly ts.ModifierLike[] } | undefined)?.modifiers ?? NONE;
}

export function heritageOf(node: ts.Node, source: ts.SourceFile): readonly HeritageFact[] {
  if (!ts.isClassLike(node) && !ts.isInterfaceDeclaration(node)) return NONE;
  return (node.heritageClauses ?? NONE).flatMap((clause) =>
    clause.types.map(({ expression }) => ({
      relation: clause.token === ts.SyntaxKind.ImplementsKeyword ? ('implements' as const) : ('extends' as const),
      name: expression.getText(source).slice(0, TYPE_MAX_CHARS),
    })),
  );
}
