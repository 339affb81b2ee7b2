/** Nodes and ranges, as findings name them. */
import { ts } from 'ts-morph';
import type { FoundRange } from '../messages';

/** The innermost node that holds an offset. */
export function nodeAt(source: ts.SourceFile, offset: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) => (child.getStart(source) <= offset && offset < child.end ? child : undefined));
    if (!inner) return node;
    node = inner;
  }
}

export function rangeOf(source: ts.SourceFile, node: ts.Node): FoundRange {
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { line: line + 1, column: character + 1, endLine: lineOf(source, node.end) };
}

export const lineOf = (source: ts.SourceFile, offset: number): number => source.getLineAndCharacterOfPosition(offset).line + 1;

export function offsetAt(source: ts.SourceFile, { line, column }: { readonly line: number; readonly column: number }): number | undefined {
  const start = source.getLineStarts()[line - 1];
  return start === undefined || start + column - 1 > source.text.length ? undefined : start + column - 1;
}

export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

export const isFunction = (node: ts.Node): node is FunctionNode => ts.isFunctionLike(node) && (node as { body?: ts.Node }).body !== undefined;

/** The function whose name, or whose own start, facts have at an offset: `const f = () => …` has that of its variable. */
export function functionAt(source: ts.SourceFile, offset: number): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  const visit = (node: ts.Node): void => {
    // A value stands behind the name that it is known by.
    if (found || offset >= node.end) return;
    if (isFunction(node) && startsAt(node, offset, source)) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function startsAt(node: FunctionNode, offset: number, source: ts.SourceFile): boolean {
  const holder = node.parent as ts.NamedDeclaration & { left?: ts.Node };
  const names = [node.name, node, ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) ? undefined : (holder.name ?? holder.left)];
  return names.some((name) => name && (name.getStart(source) === offset || lastName(name).getStart(source) === offset));
}

/** `exports.a.b` is known by `b`. */
const lastName = (node: ts.Node): ts.Node => (ts.isPropertyAccessExpression(node) ? node.name : node);

export function enclosingFunction(node: ts.Node): ts.SignatureDeclaration | ts.ClassStaticBlockDeclaration | undefined {
  for (let at = node.parent as ts.Node | undefined; at; at = at.parent as ts.Node | undefined) {
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at)) return at;
  }
  return undefined;
}
