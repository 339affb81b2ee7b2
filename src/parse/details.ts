/** What a definition says of itself: parameters, types, modifiers, decorators, heritage. */
import { ts } from 'ts-morph';
import type { HeritageFact, ParameterFact, SymbolFact } from '../kernel';
import { headOf } from './head';

type Details = Pick<
  SymbolFact,
  'parameters' | 'returnType' | 'typeParameters' | 'modifiers' | 'decorators' | 'heritage'
>;

const TYPE_MAX_CHARS = 200;

/** What most definitions have none of. One list for all crosses threads once. */
const NONE: readonly never[] = [];

/** From the declaration and, where that is another node, the statement that leads it. */
export function detailsOf(lead: ts.Node, node: ts.Node, source: ts.SourceFile): Details {
  const callable = callableOf(node);
  const typed = (callable ?? node) as ts.Node & { type?: ts.TypeNode; typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> };
  return {
    parameters: callable && callable.parameters.length > 0 ? callable.parameters.map((parameter) => describeParameter(parameter, source)) : NONE,
    returnType: typed.type && !ts.isTypeAliasDeclaration(node) ? writtenType(typed.type, source) : '',
    typeParameters: typed.typeParameters?.map(({ name }) => name.text) ?? NONE,
    modifiers: modifiersOf(lead, node, source),
    decorators: decoratorsOf(node, source),
    heritage: heritageOf(node, source),
  };
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

/** As written on the statement, on the declaration and on the function or class that it holds. */
function modifiersOf(lead: ts.Node, node: ts.Node, source: ts.SourceFile): readonly string[] {
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

function decoratorsOf(node: ts.Node, source: ts.SourceFile): readonly string[] {
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

function heritageOf(node: ts.Node, source: ts.SourceFile): readonly HeritageFact[] {
  if (!ts.isClassLike(node) && !ts.isInterfaceDeclaration(node)) return NONE;
  return (node.heritageClauses ?? NONE).flatMap((clause) =>
    clause.types.map(({ expression }) => ({
      relation: clause.token === ts.SyntaxKind.ImplementsKeyword ? ('implements' as const) : ('extends' as const),
      name: expression.getText(source).slice(0, TYPE_MAX_CHARS),
    })),
  );
}
