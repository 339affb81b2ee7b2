/** Nodes by their place, places by their node. */
import { ts } from 'ts-morph';
import type { NamePlace } from '../graph';
import type { Service } from './service';

/** The name that starts at an offset: an identifier, a numeric name, or a quoted one, with or without its quote. */
export function nameAt(source: ts.SourceFile, offset: number): ts.Node | undefined {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) => (child.pos <= offset && offset < child.end ? child : undefined));
    if (!inner) break;
    node = inner;
  }
  const start = node.getStart(source);
  if (ts.isStringLiteralLike(node)) return start === offset || start === offset - 1 ? node : undefined;
  return isPlainName(node) && start === offset ? node : undefined;
}

const isPlainName = (node: ts.Node): boolean => ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isNumericLiteral(node);

/** A node as `nameAt` would give it: names in comments are none. */
export function asName(node: ts.Node | undefined): ts.Node | undefined {
  return node && !(node.flags & ts.NodeFlags.JSDoc) && (isPlainName(node) || ts.isStringLiteralLike(node)) ? node : undefined;
}

/** Where the language service wants to be asked about the definition that facts place at `offset`. */
export function anchorAt(source: ts.SourceFile, offset: number): number {
  if (nameAt(source, offset)) return offset;
  // Constructors and unnamed defaults have no name: facts give where the definition starts.
  let anchor = offset;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) === offset) {
      const keyword = ts.isConstructorDeclaration(node)
        ? /\bconstructor\b/.exec(source.text.slice(offset, node.parameters.pos))
        : /\bdefault\b/.exec(source.text.slice(offset, Math.min(node.end, offset + 100)));
      if (keyword && (ts.isConstructorDeclaration(node) || ts.isStatement(node))) anchor = offset + keyword.index;
    }
    if (node.pos <= offset && offset < node.end) ts.forEachChild(node, visit);
  };
  visit(source);
  return anchor;
}

/** The definition at a place as the language service is asked about it. */
export function startOf(service: Service, place: NamePlace): { source: ts.SourceFile; name: string; offset: number } | undefined {
  const source = service.source(place.path);
  const offset = service.offsetOf(place);
  return source && offset !== undefined ? { source, name: source.fileName, offset: anchorAt(source, offset) } : undefined;
}

/** Where facts say that a declaration's name is. */
export function nameOffset(declaration: ts.Declaration): number {
  return (ts.getNameOfDeclaration(declaration) ?? declaration).getStart();
}

/** Whether a name declares something, if only another declaration of the same: keys of objects and markup set what exists. */
export function isDeclaring(node: ts.Node | undefined): boolean {
  const parent = node?.parent as ts.NamedDeclaration | undefined;
  if (!parent || parent.name !== node) return false;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent) || ts.isJsxAttribute(parent) || ts.isMetaProperty(parent)) return false;
  return !(ts.isObjectLiteralExpression(parent.parent) && ts.isObjectLiteralElement(parent));
}

/** Whether a name imports or exports something under its name rather than using it. */
export function isImporting(node: ts.Node | undefined): boolean {
  const parent = node?.parent;
  return (
    parent !== undefined &&
    (ts.isImportSpecifier(parent) ||
      ts.isExportSpecifier(parent) ||
      ts.isImportClause(parent) ||
      ts.isNamespaceImport(parent) ||
      ts.isNamespaceExport(parent) ||
      ts.isImportEqualsDeclaration(parent) ||
      ts.isExportAssignment(parent))
  );
}
