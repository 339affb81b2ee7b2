/** How the statements of a function use its variables, and where they lead. */
import { ts } from 'ts-morph';

/** One place at which a variable of the function, or a definition inside it, is named. */
export interface VariableUse {
  readonly offset: number;
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** Where it is declared. */
  readonly declared: number;
  readonly reads: boolean;
  readonly writes: boolean;
  /** A variable or a parameter; functions, classes and types cannot be returned for others to call by name. */
  readonly variable: boolean;
}

/** In the order of the text. */
export function usesIn(node: ts.SignatureDeclaration, checker: ts.TypeChecker): VariableUse[] {
  const uses: VariableUse[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) {
      const use = useOf(each, node, checker);
      if (use) uses.push(use);
    }
    ts.forEachChild(each, visit);
  };
  visit(node);
  return uses;
}

function useOf(node: ts.Identifier, around: ts.Node, checker: ts.TypeChecker): VariableUse | undefined {
  const { parent } = node;
  const symbol = ts.isShorthandPropertyAssignment(parent) ? checker.getShorthandAssignmentValueSymbol(parent) : checker.getSymbolAtLocation(node);
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration || declaration.getSourceFile() !== around.getSourceFile()) return undefined;
  if (declaration.pos < around.pos || declaration.end > around.end || declaration === around) return undefined;
  // Members of types and objects belong to values, not to the function.
  if (symbol.flags & (ts.SymbolFlags.ClassMember | ts.SymbolFlags.EnumMember | ts.SymbolFlags.TypeParameter)) return undefined;
  const declares = (declaration as ts.NamedDeclaration).name === node;
  const [reads, writes] = declares ? [false, true] : accessOf(node);
  return { offset: node.getStart(), name: node.text, symbol, declared: declaration.getStart(), reads, writes, variable: (symbol.flags & ts.SymbolFlags.Variable) !== 0 };
}

/** Whether a name is read and whether it is set where it stands. */
function accessOf(node: ts.Identifier): [reads: boolean, writes: boolean] {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return [false, true];
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return [true, true];
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    const { operator } = parent;
    return [true, operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken];
  }
  return [true, isTakenApart(node)];
}

/** `[a, b] = …` and `({ a } = …)`, at any depth; `for (a of …)`. */
function isTakenApart(node: ts.Node): boolean {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === at;
    if (ts.isBinaryExpression(parent)) return parent.left === at && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const isPattern = ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isSpreadElement(parent);
    if (!isPattern && !(ts.isPropertyAssignment(parent) && parent.initializer === at)) return false;
    at = parent;
  }
}

export interface StatementTraits {
  /** Something in it leaves the function or a loop around it, or only works in this function. */
  readonly escapes: boolean;
  readonly waits: boolean;
  readonly usesThis: boolean;
  readonly branches: number;
}

const BRANCHES = new Set([
  ts.SyntaxKind.IfStatement, ts.SyntaxKind.ForStatement, ts.SyntaxKind.ForInStatement, ts.SyntaxKind.ForOfStatement, ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement, ts.SyntaxKind.CaseClause, ts.SyntaxKind.CatchClause, ts.SyntaxKind.ConditionalExpression,
]);

export function readStatement(statement: ts.Statement): StatementTraits {
  const traits = { escapes: false, waits: false, usesThis: false, branches: 0 };
  const visit = (node: ts.Node, own: boolean, plain: boolean): void => {
    if (BRANCHES.has(node.kind)) traits.branches += 1;
    if (node.kind === ts.SyntaxKind.ThisKeyword && plain) traits.usesThis = true;
    if (own && (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))) traits.waits = true;
    if ((own && leaves(node, statement)) || (plain && isBound(node))) traits.escapes = true;
    const inFunction = ts.isFunctionLike(node);
    // Arrows have the `this` and `arguments` of what is around them.
    ts.forEachChild(node, (child) => visit(child, own && !inFunction, plain && !(inFunction && !ts.isArrowFunction(node)) && !ts.isClassLike(node)));
  };
  visit(statement, true, true);
  return traits;
}

function leaves(node: ts.Node, statement: ts.Statement): boolean {
  if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) return true;
  return (ts.isBreakStatement(node) || ts.isContinueStatement(node)) && (node === statement || !hasTarget(node, statement));
}

function hasTarget(jump: ts.BreakOrContinueStatement, statement: ts.Statement): boolean {
  const { label } = jump;
  for (let at: ts.Node = jump.parent; ; at = at.parent) {
    const fits = label
      ? ts.isLabeledStatement(at) && at.label.text === label.text
      : ts.isIterationStatement(at, false) || (ts.isBreakStatement(jump) && ts.isSwitchStatement(at));
    if (fits) return true;
    if (at === statement) return false;
  }
}

const isBound = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.SuperKeyword || ts.isMetaProperty(node) || (ts.isIdentifier(node) && node.text === 'arguments');
