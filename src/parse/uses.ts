/** What an identifier of a TypeScript file is there for. Asked for every one, so it decides by node kind. */
import { ts } from 'ts-morph';
import type { ReferenceKind } from '../kernel';
import { importReceiver, OBJECT } from './references';
import { importedBy } from './unpacked';

export interface Use {
  readonly kind: ReferenceKind;
  /** The receiver's name in `receiver.name`; empty when it has none, `OBJECT` for keys. */
  readonly receiver?: string;
}

// One value for all uses of a kind: there is one for nearly every identifier.
const PLAIN: { readonly [Kind in ReferenceKind]: Use } = {
  read: { kind: 'read' },
  call: { kind: 'call' },
  new: { kind: 'new' },
  type: { kind: 'type' },
  write: { kind: 'write' },
  extends: { kind: 'extends' },
  decorator: { kind: 'decorator' },
};
const WRITTEN_KEY: Use = { kind: 'write', receiver: OBJECT };
const READ_KEY: Use = { kind: 'read', receiver: OBJECT };

const { SyntaxKind } = ts;

/** Undefined for names that introduce something, and for keys and labels that name nothing outside. */
export function useOf(
  node: ts.Identifier | ts.PrivateIdentifier,
  parent: ts.Node,
  grandparent: ts.Node | undefined,
): Use | undefined {
  switch (parent.kind) {
    case SyntaxKind.PropertyAccessExpression: {
      const access = parent as ts.PropertyAccessExpression;
      if (access.name !== node) return PLAIN.read;
      return { kind: kindOf(access, grandparent), receiver: receiverName(access.expression) };
    }
    case SyntaxKind.QualifiedName: {
      const { left, right } = parent as ts.QualifiedName;
      return right === node ? { kind: 'type', receiver: receiverName(left) } : PLAIN.type;
    }
    case SyntaxKind.ShorthandPropertyAssignment:
      return PLAIN.read;
    case SyntaxKind.ImportSpecifier:
    case SyntaxKind.ExportSpecifier:
    case SyntaxKind.ImportClause:
    case SyntaxKind.NamespaceImport:
    case SyntaxKind.NamespaceExport:
    case SyntaxKind.ImportEqualsDeclaration:
    case SyntaxKind.LabeledStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
    case SyntaxKind.MetaProperty:
    case SyntaxKind.JsxClosingElement:
      return undefined;
    case SyntaxKind.JsxOpeningElement:
    case SyntaxKind.JsxSelfClosingElement:
      // Lower-case tags are the platform's own elements.
      return /^[a-z]/.test(node.text) ? undefined : PLAIN.call;
    case SyntaxKind.BindingElement: {
      const element = parent as ts.BindingElement;
      if (element.propertyName === node) return READ_KEY;
      if (element.name !== node) return PLAIN.read;
      return isOwnKey(element) && grandparent?.kind === SyntaxKind.ObjectBindingPattern ? READ_KEY : undefined;
    }
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.JsxAttribute:
      return (parent as ts.PropertyAssignment | ts.JsxAttribute).name === node ? WRITTEN_KEY : PLAIN.read;
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
      return grandparent?.kind === SyntaxKind.ObjectLiteralExpression && (parent as ts.MethodDeclaration).name === node ? WRITTEN_KEY : undefined;
    case SyntaxKind.TypePredicate:
      return (parent as ts.TypePredicateNode).parameterName === node ? undefined : PLAIN.type;
    default:
      if ((parent as { name?: ts.Node }).name === node) return undefined;
      return PLAIN[kindOf(node, parent, grandparent)];
  }
}

/** The quoted name in `object['name']`, `Type['name']` and `{ 'name': 1 }`, and how it is used. */
export function quotedUse(node: ts.Node, parent: ts.Node): { readonly literal: ts.StringLiteral; readonly use: Use } | undefined {
  if (node.kind === SyntaxKind.ElementAccessExpression) {
    const { argumentExpression: argument, expression } = node as ts.ElementAccessExpression;
    if (!ts.isStringLiteral(argument)) return undefined;
    return { literal: argument, use: { kind: kindOf(node, parent), receiver: receiverName(expression) } };
  }
  if (node.kind === SyntaxKind.PropertyAssignment) {
    const { name } = node as ts.PropertyAssignment;
    return ts.isStringLiteral(name) ? { literal: name, use: WRITTEN_KEY } : undefined;
  }
  if (node.kind !== SyntaxKind.IndexedAccessType) return undefined;
  const { indexType } = node as ts.IndexedAccessTypeNode;
  const literal = ts.isLiteralTypeNode(indexType) ? indexType.literal : undefined;
  return literal && ts.isStringLiteral(literal) ? { literal, use: { kind: 'type', receiver: '' } } : undefined;
}

/** `{ name }` and `{ name = 1 }`, which take their property's name; not `{ name: local }` and `{ ...rest }`. */
function isOwnKey({ propertyName, dotDotDotToken }: ts.BindingElement): boolean {
  return propertyName === undefined && dotDotDotToken === undefined;
}

/** The second thing that the name in `{ name }` does, beside naming a variable: it sets a property. */
export function keyOf(parent: ts.Node, node: ts.Node): Use | undefined {
  return ts.isShorthandPropertyAssignment(parent) && parent.name === node ? WRITTEN_KEY : undefined;
}

function kindOf(node: ts.Node, parent: ts.Node | undefined, grandparent?: ts.Node): ReferenceKind {
  switch (parent?.kind) {
    case SyntaxKind.CallExpression:
      return (parent as ts.CallExpression).expression === node ? 'call' : 'read';
    case SyntaxKind.TaggedTemplateExpression:
      return (parent as ts.TaggedTemplateExpression).tag === node ? 'call' : 'read';
    case SyntaxKind.NewExpression:
      return (parent as ts.NewExpression).expression === node ? 'new' : 'read';
    case SyntaxKind.Decorator:
      return 'decorator';
    case SyntaxKind.ExpressionWithTypeArguments:
      return grandparent && ts.isHeritageClause(grandparent) ? 'extends' : 'type';
    case SyntaxKind.TypeReference:
    case SyntaxKind.QualifiedName:
      return 'type';
    case SyntaxKind.BinaryExpression:
      return isTarget(node, parent as ts.BinaryExpression) ? 'write' : 'read';
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.PostfixUnaryExpression: {
      const { operator } = parent as ts.PrefixUnaryExpression;
      return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken ? 'write' : 'read';
    }
    default:
      return 'read';
  }
}

function isTarget(node: ts.Node, { left, operatorToken }: ts.BinaryExpression): boolean {
  const { kind } = operatorToken;
  return left === node && kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

function receiverName(node: ts.Node): string {
  if (node.kind === SyntaxKind.Identifier) return (node as ts.Identifier).text;
  if (node.kind === SyntaxKind.ThisKeyword) return 'this';
  if (node.kind === SyntaxKind.SuperKeyword) return 'super';
  const imported = node.kind === SyntaxKind.ParenthesizedExpression ? importedBy(node) : undefined;
  return imported ? importReceiver(imported.text) : '';
}
