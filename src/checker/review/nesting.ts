/** Branches, loops and tries inside each other. */
import { ts } from 'ts-morph';
import type { FoundNesting } from '../messages';
import { isFunction, rangeOf } from './places';

const NAMES: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.IfStatement]: 'if',
  [ts.SyntaxKind.ForStatement]: 'for',
  [ts.SyntaxKind.ForInStatement]: 'for',
  [ts.SyntaxKind.ForOfStatement]: 'for',
  [ts.SyntaxKind.WhileStatement]: 'while',
  [ts.SyntaxKind.DoStatement]: 'do',
  [ts.SyntaxKind.SwitchStatement]: 'switch',
  [ts.SyntaxKind.TryStatement]: 'try',
};
const DEPTH_MAX = 500;

/** The deepest place of each function in which at least `threshold` of them are inside each other. */
export function deepNesting(source: ts.SourceFile, threshold: number): FoundNesting[] {
  const found: FoundNesting[] = [];

  /** Functions that are handed on at once nest as blocks do; what has a name of its own starts anew. */
  function visit(node: ts.Node, path: readonly ts.Node[], deepest: { path: readonly ts.Node[] }, level: number): void {
    if (level > DEPTH_MAX) return;
    if (isFunction(node) && isNamed(node)) {
      reportIn(node, level);
      return;
    }
    const inner = NAMES[node.kind] !== undefined && !isElseIf(node) ? [...path, node] : path;
    if (inner.length > deepest.path.length) deepest.path = inner;
    ts.forEachChild(node, (child) => visit(child, inner, deepest, level + 1));
  }

  function reportIn(root: ts.Node, level: number): void {
    const deepest: { path: readonly ts.Node[] } = { path: [] };
    ts.forEachChild(root, (child) => visit(child, [], deepest, level + 1));
    const { path } = deepest;
    if (path.length >= threshold) found.push({ ...rangeOf(source, path[0]!), depth: path.length, path: path.map(({ kind }) => NAMES[kind]!) });
  }

  reportIn(source, 0);
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

const isElseIf = (node: ts.Node): boolean => ts.isIfStatement(node) && ts.isIfStatement(node.parent) && node.parent.elseStatement === node;

function isNamed(node: ts.Node): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return true;
  return ts.isVariableDeclaration(node.parent) || ts.isPropertyDeclaration(node.parent) || ts.isPropertyAssignment(node.parent);
}
