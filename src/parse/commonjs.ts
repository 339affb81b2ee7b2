/** Definitions that JavaScript makes by assignment: `exports.x = …`, `X.prototype.y = …`, `this.z = …`. */
import { ts } from 'ts-morph';

export interface Assignment {
  /**
   * What is assigned to, without `module.` and `prototype.`: `exports.x`, `X.y`, `this.z`, `exports`. The first
   * is empty where no name can be told: of what a call gives, of a key that is computed.
   */
  readonly path: readonly string[];
  /** Where the last name of the path is written. */
  readonly nameNode: ts.Node;
  readonly value: ts.Expression;
}

/** `a = b = value` gives two; what ends with a computed key gives none. */
export function assignmentsOf(statement: ts.Node): Assignment[] {
  if (!ts.isExpressionStatement(statement)) return [];
  return assignmentsIn(statement.expression);
}

export function assignmentsIn(expression: ts.Expression): Assignment[] {
  const targets: { readonly path: string[]; readonly nameNode: ts.Node }[] = [];
  let value = expression;
  while (isAssignment(value)) {
    const { left } = value;
    const path = pathOf(left);
    if (path) targets.push({ path, nameNode: lastName(left) });
    value = value.right;
  }
  return targets.map((target) => ({ ...target, value }));
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** The names that a statement puts on `module.exports`; `default` when it replaces the whole. */
export function exportedBy(statement: ts.Node): { names: string[]; locals: string[] } {
  const names = new Set<string>();
  const locals: string[] = [];
  for (const { path, value } of assignmentsOf(statement)) {
    if (path[0] !== 'exports' || path.length > 2) continue;
    if (path[1] !== undefined) names.add(path[1]);
    else if (ts.isObjectLiteralExpression(value)) propertyNames(value).forEach((name) => names.add(name));
    // `exports = module.exports = {…}`: only what is not an object is exported as a whole.
    else names.add('default');
    if (ts.isIdentifier(value)) locals.push(value.text);
  }
  return { names: [...names], locals };
}

function propertyNames(object: ts.ObjectLiteralExpression): string[] {
  return object.properties.flatMap(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
  );
}

function lastName(target: ts.Expression): ts.Node {
  if (ts.isPropertyAccessExpression(target)) return target.name;
  return ts.isElementAccessExpression(target) ? target.argumentExpression : target;
}

function pathOf(target: ts.Expression): string[] | undefined {
  const parts: string[] = [];
  let node = target;
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : quoted(node.argumentExpression);
    // `handlers[type].run`: the owner of `run` has no name.
    if (name === undefined) break;
    parts.unshift(name);
    node = node.expression;
  }
  const root = rootOf(node);
  if (parts.length === 0 && (root === '' || root === 'this')) return undefined;
  parts.unshift(root);
  if (parts[0] === 'module' && parts[1] === 'exports') parts.shift();
  return parts.filter((part, index) => part !== 'prototype' || index === 0);
}

const quoted = (key: ts.Expression): string | undefined => (ts.isStringLiteralLike(key) ? key.text : undefined);

function rootOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return node.kind === ts.SyntaxKind.ThisKeyword ? 'this' : '';
}
