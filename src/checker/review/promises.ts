/** Promises that nobody waits for, by their types. The cases follow typescript-eslint's no-floating-promises. */
import { ts } from 'ts-morph';
import type { FoundPromise } from '../messages';
import type { Service } from '../service';
import { enclosingFunction, rangeOf } from './places';

const TEXT_MAX = 80;

export function floatingPromises(service: Service, source: ts.SourceFile): FoundPromise[] {
  const checker = service.program().getTypeChecker();
  const found: FoundPromise[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const floating = floatingIn(node.expression, checker);
      if (floating) found.push(describe(source, node, floating, checker));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The part of a statement's expression whose promise is dropped. */
function floatingIn(expression: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const node = bare(expression);
  if (ts.isBinaryExpression(node)) return floatingInBinary(node, checker);
  if (ts.isConditionalExpression(node)) return floatingIn(node.whenTrue, checker) ?? floatingIn(node.whenFalse, checker);
  if (ts.isCallExpression(node)) {
    const [object, method] = methodOf(node);
    if (method === 'catch' && node.arguments.length >= 1) return undefined;
    if (method === 'then' && node.arguments.length >= 2) return undefined;
    // It passes on what comes before it.
    if (method === 'finally' && object) return floatingIn(object, checker);
    return isThenable(checker.getTypeAtLocation(node), node, checker) ? node : undefined;
  }
  const isValue = ts.isNewExpression(node) || ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isTaggedTemplateExpression(node);
  return isValue && isThenable(checker.getTypeAtLocation(node), node, checker) ? node : undefined;
}

function floatingInBinary({ left, right, operatorToken }: ts.BinaryExpression, checker: ts.TypeChecker): ts.Expression | undefined {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return floatingIn(left, checker) ?? floatingIn(right, checker);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return floatingIn(right, checker);
    default:
      return undefined;
  }
}

function methodOf({ expression }: ts.CallExpression): [ts.Expression | undefined, string | undefined] {
  return ts.isPropertyAccessExpression(expression) ? [expression.expression, expression.name.text] : [undefined, undefined];
}

function bare(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)) node = node.expression;
  return node;
}

/** It has a `then` that takes a function; `any` has everything and is none. Of a union, one such member is enough. */
function isThenable(type: ts.Type, node: ts.Node, checker: ts.TypeChecker): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return false;
  if (type.isUnion()) return type.types.some((each) => isThenable(each, node, checker));
  const then = checker.getApparentType(type).getProperty('then');
  if (!then) return false;
  return checker.getTypeOfSymbolAtLocation(then, node).getCallSignatures().some(({ parameters: [first] }) => first && takesFunction(first, node, checker));
}

function takesFunction(parameter: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeOfSymbolAtLocation(parameter, node);
  return (type.isUnion() ? type.types : [type]).some((each) => each.getCallSignatures().length > 0);
}

function describe(source: ts.SourceFile, statement: ts.ExpressionStatement, floating: ts.Expression, checker: ts.TypeChecker): FoundPromise {
  const around = enclosingFunction(statement);
  const called = ts.isCallExpression(floating) ? bare(floating.expression) : floating;
  const what = ts.isFunctionLike(called) ? 'an async function' : called.getText(source).replace(/\s+/g, ' ');
  return {
    ...rangeOf(source, statement),
    what: what.length > TEXT_MAX ? `${what.slice(0, TEXT_MAX)}…` : what,
    type: checker.typeToString(checker.getTypeAtLocation(floating), statement, ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope).slice(0, TEXT_MAX),
    canAwait: floating === statement.expression && around !== undefined && isAsync(around),
    immediate: ts.isFunctionLike(called),
    atTop: around === undefined,
  };
}

function isAsync(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false);
}
