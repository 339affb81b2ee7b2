/**
 * What a name means to the type checker: the symbols that the language service's own search for
 * references would compare, so that what is tied together here is what it would find.
 */
import { ts } from 'ts-morph';

export interface Meaning {
  readonly own: readonly ts.Declaration[];
  /** Members that these override or implement; of keys, those of the type that is expected there. */
  readonly bases: readonly ts.Declaration[];
}

/** Checker methods that are not in the public types. */
interface Inner {
  isTypeInvalidDueToUnionDiscriminant?(type: ts.Type, literal: ts.Node): boolean;
}

const DECLARATIONS_MAX = 100;

/** `key`: of the two things that `{ name }` names in an object, the property is meant. */
export function meaningOf(node: ts.Node, checker: ts.TypeChecker, key: boolean): Meaning {
  const symbols = new Set<ts.Symbol>();
  for (const symbol of symbolsAt(node, checker, key)) for (const root of rootsOf(symbol, checker)) symbols.add(root);
  const bases = new Set<ts.Symbol>();
  if (key || !ts.isShorthandPropertyAssignment(node.parent)) {
    for (const symbol of expectedAt(node, checker)) for (const root of rootsOf(symbol, checker)) bases.add(root);
    // An object of the very type that is expected there, such as a literal's own.
    for (const symbol of symbols) bases.delete(symbol);
  }
  for (const symbol of [...symbols, ...bases]) addBases(symbol, checker, bases, new Set());
  return { own: declarationsOf(symbols), bases: declarationsOf(bases) };
}

function symbolsAt(node: ts.Node, checker: ts.TypeChecker, key: boolean): (ts.Symbol | undefined)[] {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node && !key) return [checker.getShorthandAssignmentValueSymbol(parent)];
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && parent.name === node && !parent.propertyName && ts.isIdentifier(node)) {
    return [checker.getTypeAtLocation(parent.parent).getProperty(node.text)];
  }
  const own = checker.getSymbolAtLocation(node);
  if (ts.isObjectLiteralElement(parent) && parent.name === node) {
    const assigned = ts.isIdentifier(node) && isAssigned(parent.parent) ? checker.getPropertySymbolOfDestructuringAssignment(node) : undefined;
    return [own, assigned];
  }
  return [own];
}

function expectedAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  const { parent } = node;
  if (ts.isObjectLiteralElement(parent) && parent.name === node) return expectedProperties(parent, checker);
  return ts.isTypeElement(parent) && parent.name === node ? unitedProperties(parent, checker) : [];
}

/** In `{ type: 'a' } | { type: 'b' }` both are one property of the union. */
function unitedProperties(element: ts.TypeElement, checker: ts.TypeChecker): ts.Symbol[] {
  const literal = element.parent;
  const own = checker.getSymbolAtLocation(element.name!);
  if (!own || !ts.isTypeLiteralNode(literal) || !ts.isUnionTypeNode(literal.parent)) return [];
  const united = checker.getPropertyOfType(checker.getTypeFromTypeNode(literal.parent), own.name);
  return united ? [united] : [];
}

/** Whether an object is a pattern that values are taken apart by: `({ a } = value)`. */
function isAssigned(pattern: ts.Node): boolean {
  const { parent } = pattern;
  if (ts.isBinaryExpression(parent)) return parent.left === pattern && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (ts.isForOfStatement(parent)) return parent.initializer === pattern;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === pattern && isAssigned(parent.parent);
  if (ts.isArrayLiteralExpression(parent)) return isAssigned(parent);
  return false;
}

/** Properties of the type that is expected where an object or a tag's attributes stand. */
function expectedProperties(element: ts.ObjectLiteralElement, checker: ts.TypeChecker): ts.Symbol[] {
  const { name, parent } = element;
  if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))) return [];
  const holder = parent as ts.ObjectLiteralExpression | ts.JsxAttributes;
  const type = checker.getContextualType(holder);
  if (!type) return [];
  if (!type.isUnion()) return [type.getProperty(name.text)].filter((found) => found !== undefined);
  const inner = checker as ts.TypeChecker & Inner;
  const fitting = type.types.filter((each) => !inner.isTypeInvalidDueToUnionDiscriminant?.(each, holder));
  const found = (fitting.length > 0 ? fitting : type.types).map((each) => each.getProperty(name.text));
  return found.filter((each) => each !== undefined);
}

function rootsOf(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): readonly ts.Symbol[] {
  if (!symbol) return [];
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return checker.getRootSymbols(target);
}

/** Members of the same name in what the member's class or interface extends or implements. */
function addBases(symbol: ts.Symbol, checker: ts.TypeChecker, bases: Set<ts.Symbol>, seen: Set<ts.Node>): void {
  for (const declaration of symbol.declarations ?? []) {
    const type = declaration.parent as ts.Node | undefined;
    if (isStatic(declaration)) continue;
    if (!type || !(ts.isClassLike(type) || ts.isInterfaceDeclaration(type)) || seen.has(type)) continue;
    seen.add(type);
    for (const { types } of type.heritageClauses ?? []) {
      for (const written of types) {
        const property = checker.getPropertyOfType(checker.getTypeAtLocation(written), symbol.name);
        for (const root of rootsOf(property, checker)) {
          bases.add(root);
          addBases(root, checker, bases, seen);
        }
      }
    }
  }
}

function isStatic(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
}

function declarationsOf(symbols: Iterable<ts.Symbol>): ts.Declaration[] {
  const found = new Set<ts.Declaration>();
  for (const { declarations } of symbols) for (const each of declarations ?? []) if (found.size < DECLARATIONS_MAX) found.add(each);
  return [...found];
}
