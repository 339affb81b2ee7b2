/** Definitions that JavaScript makes by assignment: `exports.x = …`, `X.prototype.y = …`. */
import { ts } from 'ts-morph';

export interface Assignment {
  /** What is assigned to, without `module.` and `prototype.`: `exports.x`, `X.y`, `exports`. */
  readonly path: readonly string[];
  /** Where the last name of the path is written. */
  readonly nameNode: ts.Node;
  readonly value: ts.Expression;
}

/** `a = b = value` gives two; anything else than names and dots on the left gives none. */
export function assignmentsOf(statement: ts.Node): Assignment[] {
  if (!ts.isExpressionStatement(statement)) return [];
  const targets: { readonly path: string[]; readonly nameNode: ts.Node }[] = [];
  let value = statement.expression;
  while (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = value;
    const path = pathOf(left);
    if (path) targets.push({ path, nameNode: ts.isPropertyAccessExpression(left) ? left.name : left });
    value = value.right;
  }
  return targets.map((target) => ({ ...target, value }));
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

function pathOf(target: ts.Expression): string[] | undefined {
  const parts: string[] = [];
  let node = target;
  while (ts.isPropertyAccessExpression(node)) {
    parts.unshift(node.name.text);
    node = node.expression;
  }
  if (!ts.isIdentifier(node)) return undefined;
  parts.unshift(node.text);
  if (parts[0] === 'module' && parts[1] === 'exports') parts.shift();
  return parts.filter((part, index) => part !== 'prototype' || index === 0);
}
