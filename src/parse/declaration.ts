/** Which syntax nodes are definitions, and how each is named and classified. */
import { ts } from 'ts-morph';
import type { SymbolFact, SymbolKind } from '../kernel';
import { assigned } from './assigned';
import { isAssignment } from './commonjs';
import { modifierLikes } from './details';
import { headOf } from './head';
import { bodyStart, clip, isFunctionValue, valueKind } from './values';

export interface Declaration {
  readonly name: string;
  /** What it belongs to, where that is written rather than around it: `X` of `X.y = …`. */
  readonly owner?: string;
  /** Qualified name of what holds it, if that is not the definition around it: the class, of `this.x = …` in a method. */
  readonly holder?: string;
  readonly kind: SymbolKind;
  /** The node whose lines are the definition's. */
  readonly node: ts.Node;
  /** Where its name stands; absent for constructors and unnamed defaults. */
  readonly nameNode?: ts.Node;
  /** What parameters, types and modifiers are read from: the declaration itself, or an assigned value. */
  readonly details: ts.Node;
  /** Where its body or value starts: the head before it is the signature. */
  readonly headEnd: number;
  /** Where it ends, if not with its node. */
  readonly end?: number;
  readonly exported: boolean;
}

/** Kinds of nodes that `describeDeclaration` is to be asked about. */
export const isDeclaring = (kind: number): boolean => String(kind) in SIMPLE_KINDS || OTHER_KINDS.has(kind);

const OTHER_KINDS: ReadonlySet<number> = new Set([
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ExportAssignment,
]);

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
  [ts.SyntaxKind.EnumMember]: 'constant',
};

/**
 * A definition if `node` is one. `outer` is the enclosing definition; locals that are plain values are
 * none. `lead` is the statement that `node` starts, else `node` itself.
 */
export function describeDeclaration(
  node: ts.Node,
  lead: ts.Node,
  source: ts.SourceFile,
  outer: SymbolFact | undefined,
): Declaration | undefined {
  const kind = SIMPLE_KINDS[node.kind];
  if (kind) return named(node as ts.NamedDeclaration, kind, source, outer);
  if (ts.isPropertyDeclaration(node)) {
    return named(node, isFunctionValue(node.initializer) ? 'method' : 'property', source, outer);
  }
  // `constructor(private name: string)` declares a property, too.
  if (ts.isParameter(node)) return outer?.kind === 'constructor' && node.modifiers?.some(ts.isModifier) ? named(node, 'property', source, outer) : undefined;
  if (ts.isVariableDeclaration(node)) return variable(node, lead, outer);
  if (ts.isBindingElement(node)) return bound(node, outer);
  if (ts.isExpressionStatement(node)) return assigned(node, node.expression, outer);
  if (isAssignment(node)) return assigned(node, node, outer);
  if (ts.isPropertyAssignment(node) && isFunctionValue(node.initializer)) {
    return named(node, 'method', source, outer);
  }
  if (ts.isExportAssignment(node) && !ts.isIdentifier(node.expression)) {
    return { name: 'default', kind: valueKind(node.expression), node, details: node.expression, headEnd: bodyStart(node.expression), exported: true };
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
  return { name, kind, node, nameNode: node.name, details: node, headEnd: headEnd(node), exported: hasExport(node) };
}

function variable(
  node: ts.VariableDeclaration,
  lead: ts.Node,
  outer: SymbolFact | undefined,
): Declaration | undefined {
  if (!ts.isIdentifier(node.name)) return undefined;
  const callable = isFunctionValue(node.initializer);
  const atModuleLevel = !outer || outer.kind === 'namespace';
  if (!callable && !atModuleLevel) return undefined;
  const kind = node.initializer ? valueKind(node.initializer) : 'variable';
  return {
    name: node.name.text,
    kind,
    node: lead,
    nameNode: node.name,
    details: node,
    headEnd: valueHeadEnd(node),
    exported: hasExport(lead),
  };
}

/** `a`, `c` and `d` in `const { a, b: c } = …, [d] = …`. Whether the name is local is for the scopes to tell. */
function bound(element: ts.BindingElement, outer: SymbolFact | undefined): Declaration | undefined {
  const { name } = element;
  if (!ts.isIdentifier(name) || (outer && outer.kind !== 'namespace')) return undefined;
  return { name: name.text, kind: 'constant', node: element, nameNode: name, details: element, headEnd: valueHeadEnd(element), exported: false };
}

function nameOf(node: ts.NamedDeclaration, kind: SymbolKind, source: ts.SourceFile): string | undefined {
  if (kind === 'constructor') return 'constructor';
  const { name } = node;
  if (!name) return hasExport(node) ? 'default' : undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isPrivateIdentifier(name)) return clip(name.text);
  if (!ts.isComputedPropertyName(name)) return headOf(source, name, name.end).slice(0, 100);
  // `['x']` is only another way to write `x`.
  return ts.isStringLiteral(name.expression)
    ? clip(name.expression.text)
    : headOf(source, name, name.end).slice(0, 100);
}

function headEnd(node: ts.Node): number {
  const body = (node as { body?: ts.Node }).body;
  // `namespace A.B` holds B as its body: the head is the name.
  if (body && ts.isModuleDeclaration(node) && ts.isModuleDeclaration(body)) return node.name.end;
  if (body) return body.pos;
  if (ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node) || ts.isParameter(node) || ts.isEnumMember(node)) return valueHeadEnd(node);
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node)) {
    return node.members.pos - 1;
  }
  return node.end;
}

function valueHeadEnd(node: { initializer?: ts.Expression; name?: ts.Node; end: number }): number {
  const value = node.initializer;
  return value ? bodyStart(value) : node.end;
}

function isSignature(node: ts.Node): boolean {
  return ts.isPropertySignature(node) || ts.isMethodSignature(node);
}

function hasExport(node: ts.Node): boolean {
  return modifierLikes(node).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
}
