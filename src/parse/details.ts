/** What a definition says of itself: parameters, types, modifiers, decorators, heritage. */
import { ts } from 'ts-morph';
import type { HeritageFact, ParameterFact, SymbolFact } from '../kernel';
import { headOf } from './head';

type Details = Pick<
  SymbolFact,
  'parameters' | 'returnType' | 'typeParameters' | 'modifiers' | 'decorators' | 'heritage'
>;

const TYPE_MAX_CHARS = 200;

/** From the declaration and, where that is another node, the statement that leads it. */
export function detailsOf(nodes: readonly ts.Node[], source: ts.SourceFile): Details {
  const node = nodes[nodes.length - 1]!;
  const callable = callableOf(node);
  const typed = (callable ?? node) as ts.Node & { type?: ts.TypeNode; typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> };
  return {
    parameters: callable ? callable.parameters.map((parameter) => describeParameter(parameter, source)) : [],
    returnType: typed.type && !ts.isTypeAliasDeclaration(node) ? writtenType(typed.type, source) : '',
    typeParameters: typed.typeParameters?.map(({ name }) => name.text) ?? [],
    modifiers: nodes.flatMap((each) => modifiersOf(each, source)),
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

function modifiersOf(node: ts.Node, source: ts.SourceFile): string[] {
  const own = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const value = (node as { initializer?: ts.Node }).initializer;
  const inner = value && ts.canHaveModifiers(value) ? (ts.getModifiers(value) ?? []) : [];
  return [...own, ...inner].map((modifier) => modifier.getText(source));
}

function decoratorsOf(node: ts.Node, source: ts.SourceFile): string[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    return callee.getText(source).slice(0, TYPE_MAX_CHARS);
  });
}

function heritageOf(node: ts.Node, source: ts.SourceFile): HeritageFact[] {
  if (!ts.isClassLike(node) && !ts.isInterfaceDeclaration(node)) return [];
  return (node.heritageClauses ?? []).flatMap((clause) =>
    clause.types.map(({ expression }) => ({
      relation: clause.token === ts.SyntaxKind.ImplementsKeyword ? ('implements' as const) : ('extends' as const),
      name: expression.getText(source).slice(0, TYPE_MAX_CHARS),
    })),
  );
}
