/** Which syntax nodes are definitions, and how each is named and classified. */
import { ts } from 'ts-morph';
import type { SymbolFact, SymbolKind } from '../kernel';

export interface Declaration {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The node whose lines are the definition's. */
  readonly node: ts.Node;
  /** Where its name stands; absent for constructors and unnamed defaults. */
  readonly nameNode?: ts.Node;
  /** Where its body or value starts: the head before it is the signature. */
  readonly headEnd: number;
  readonly exported: boolean;
}

const SIMPLE_KINDS: Partial<Record<ts.SyntaxKind, SymbolKind>> = {
  [ts.SyntaxKind.FunctionDeclaration]: 'function',
  [ts.SyntaxKind.ClassDeclaration]: 'class',
  [ts.SyntaxKind.InterfaceDeclaration]: 'interface',
  [ts.SyntaxKind.TypeAliasDeclaration]: 'type',
  [ts.SyntaxKind.EnumDeclaration]: 'enum',
  [ts.SyntaxKind.ModuleDeclaration]: 'namespace',
  [ts.SyntaxKind.MethodDeclaration]: 'method',
  [ts.SyntaxKind.MethodSignature]: 'method',
  [ts.SyntaxKind.Constructor]: 'constructor',
  [ts.SyntaxKind.GetAccessor]: 'accessor',
  [ts.SyntaxKind.SetAccessor]: 'accessor',
  [ts.SyntaxKind.PropertySignature]: 'property',
};

/** A definition if `node` is one. `outer` is the enclosing definition; locals that are plain values are none. */
export function describeDeclaration(
  node: ts.Node,
  source: ts.SourceFile,
  outer: SymbolFact | undefined,
): Declaration | undefined {
  const kind = SIMPLE_KINDS[node.kind];
  if (kind) return named(node as ts.NamedDeclaration, kind, source, outer);
  if (ts.isPropertyDeclaration(node)) {
    return named(node, isFunctionValue(node.initializer) ? 'method' : 'property', source, outer);
  }
  if (ts.isVariableStatement(node)) return undefined;
  if (ts.isVariableDeclaration(node)) return variable(node, outer);
  if (ts.isPropertyAssignment(node) && isFunctionValue(node.initializer)) {
    return named(node, 'method', source, outer);
  }
  if (ts.isExportAssignment(node) && !ts.isIdentifier(node.expression)) {
    return { name: 'default', kind: valueKind(node.expression), node, headEnd: node.expression.pos, exported: true };
  }
  return undefined;
}

function named(
  node: ts.NamedDeclaration,
  kind: SymbolKind,
  source: ts.SourceFile,
  outer: SymbolFact | undefined,
): Declaration | undefined {
  const name = nameOf(node, kind, source);
  if (name === undefined) return undefined;
  // Members of type literals inside parameters and locals are noise, not definitions.
  if (isSignature(node) && outer?.kind !== 'interface' && outer?.kind !== 'type') return undefined;
  return { name, kind, node, nameNode: node.name, headEnd: headEnd(node), exported: hasExport(node) };
}

function variable(
  node: ts.VariableDeclaration,
  outer: SymbolFact | undefined,
): Declaration | undefined {
  if (!ts.isIdentifier(node.name)) return undefined;
  const callable = isFunctionValue(node.initializer);
  const atModuleLevel = !outer || outer.kind === 'namespace';
  if (!callable && !atModuleLevel) return undefined;
  const kind = node.initializer ? valueKind(node.initializer) : 'variable';
  return { name: node.name.text, kind, node, nameNode: node.name, headEnd: valueHeadEnd(node), exported: false };
}

function nameOf(node: ts.NamedDeclaration, kind: SymbolKind, source: ts.SourceFile): string | undefined {
  if (kind === 'constructor') return 'constructor';
  if (!node.name) return hasExport(node) ? 'default' : undefined;
  if (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) || ts.isPrivateIdentifier(node.name)) {
    return node.name.text;
  }
  return node.name.getText(source).slice(0, 100);
}

function headEnd(node: ts.Node): number {
  const body = (node as { body?: ts.Node }).body;
  if (body) return body.pos;
  if (ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) return valueHeadEnd(node);
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node)) {
    return node.members.pos - 1;
  }
  return node.end;
}

function valueHeadEnd(node: { initializer?: ts.Expression; name?: ts.Node; end: number }): number {
  const value = node.initializer;
  if (!value) return node.end;
  if (ts.isArrowFunction(value)) return value.body.pos;
  if (ts.isFunctionExpression(value)) return value.body.pos;
  // The value itself may be long or secret; `name: type =` is the head.
  return value.pos;
}

function valueKind(value: ts.Expression): SymbolKind {
  if (isFunctionValue(value)) return 'function';
  return ts.isClassExpression(value) ? 'class' : 'constant';
}

function isFunctionValue(value: ts.Expression | undefined): boolean {
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
}

function isSignature(node: ts.Node): boolean {
  return ts.isPropertySignature(node) || ts.isMethodSignature(node);
}

function hasExport(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
