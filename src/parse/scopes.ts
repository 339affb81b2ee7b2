/**
 * Which names are bound inside functions. Names bound at module level stay out: they are definitions
 * or imports, and uses of them are references; so are uses of definitions inside functions. A light
 * binder: blocks, functions, loops, catch clauses, classes and type parameters; `var` counts in the
 * block it stands in.
 */
import { ts } from 'ts-morph';
import { isFunctionValue } from './values';

export interface Scopes {
  /** Opens the scope of `node`; the answer is for `leave`. */
  enter(node: ts.Node): number;
  leave(mark: number): void;
  isLocal(name: string): boolean;
  /** Whether the innermost scope that binds the name binds something that is no definition. */
  isPlainLocal(name: string): boolean;
}

/** Takes the names that a scope binds. */
type Bind = (name: string, defined: boolean) => void;

/** What a name means where the walk stands. In one scope, a definition goes before a plain name. */
const FREE = 0;

export function createScopes(): Scopes {
  // Asked for every identifier, so no name is searched for: each has one number, twice the depth of
  // the scope that binds it, plus 1 for a definition. What it was before is kept for `leave`.
  const bound = new Map<string, number>();
  const names: string[] = [];
  const before: number[] = [];
  let depth = 0;
  const bind: Bind = (name, defined) => {
    const now = bound.get(name) ?? FREE;
    const next = depth * 2 + (defined ? 1 : 0);
    if (now >= next) return;
    names.push(name);
    before.push(now);
    bound.set(name, next);
  };
  return {
    enter(node) {
      depth += 1;
      const mark = names.length;
      bindNames(node, bind);
      return mark;
    },
    leave(mark) {
      depth -= 1;
      while (names.length > mark) bound.set(names.pop()!, before.pop()!);
    },
    isLocal: (name) => (bound.get(name) ?? FREE) !== FREE,
    isPlainLocal(name) {
      const state = bound.get(name) ?? FREE;
      return state !== FREE && state % 2 === 0;
    },
  };
}

const { SyntaxKind } = ts;

/** Kinds of nodes that `enter` is to be called for. */
export const SCOPE_KINDS: readonly ts.SyntaxKind[] = [
  SyntaxKind.Block,
  SyntaxKind.CaseBlock,
  SyntaxKind.ForStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.CatchClause,
  SyntaxKind.ClassExpression,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.MappedType,
  SyntaxKind.ConditionalType,
  SyntaxKind.MethodSignature,
  SyntaxKind.CallSignature,
  SyntaxKind.ConstructSignature,
  SyntaxKind.IndexSignature,
  SyntaxKind.FunctionType,
  SyntaxKind.ConstructorType,
  SyntaxKind.JSDocFunctionType,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
];

function bindNames(node: ts.Node, bind: Bind): void {
  switch (node.kind) {
    case SyntaxKind.Block:
      bindStatements((node as ts.Block).statements, bind);
      break;
    case SyntaxKind.CaseBlock:
      for (const { statements } of (node as ts.CaseBlock).clauses) bindStatements(statements, bind);
      break;
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.ForInStatement: {
      const { initializer } = node as ts.ForStatement;
      if (initializer && ts.isVariableDeclarationList(initializer)) bindList(initializer, bind);
      break;
    }
    case SyntaxKind.CatchClause: {
      const { variableDeclaration } = node as ts.CatchClause;
      if (variableDeclaration) bindPattern(variableDeclaration.name, false, bind);
      break;
    }
    case SyntaxKind.ClassExpression:
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
      bindTypeParameters(node as ts.ClassLikeDeclaration, bind);
      if (ts.isClassExpression(node) && node.name) bind(node.name.text, false);
      break;
    case SyntaxKind.MappedType:
      bind((node as ts.MappedTypeNode).typeParameter.name.text, false);
      break;
    case SyntaxKind.ConditionalType:
      bindInferred((node as ts.ConditionalTypeNode).extendsType, bind);
      break;
    default:
      bindFunction(node as ts.SignatureDeclaration, bind);
  }
}

function bindFunction(node: ts.SignatureDeclaration, bind: Bind): void {
  bindTypeParameters(node, bind);
  for (const { name } of node.parameters) bindPattern(name, false, bind);
  if (ts.isFunctionExpression(node) && node.name) bind(node.name.text, false);
}

function bindTypeParameters({ typeParameters }: { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }, bind: Bind): void {
  if (typeParameters) for (const { name } of typeParameters) bind(name.text, false);
}

function bindStatements(statements: ts.NodeArray<ts.Statement>, bind: Bind): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case SyntaxKind.VariableStatement:
        for (const { name, initializer } of (statement as ts.VariableStatement).declarationList.declarations) {
          bindPattern(name, isFunctionValue(initializer), bind);
        }
        break;
      case SyntaxKind.FunctionDeclaration:
      case SyntaxKind.ClassDeclaration:
      case SyntaxKind.InterfaceDeclaration:
      case SyntaxKind.TypeAliasDeclaration:
      case SyntaxKind.EnumDeclaration: {
        const { name } = statement as ts.ClassDeclaration;
        if (name) bind(name.text, true);
      }
    }
  }
}

function bindList(list: ts.VariableDeclarationList, bind: Bind): void {
  for (const { name } of list.declarations) bindPattern(name, false, bind);
}

function bindPattern(name: ts.BindingName, defined: boolean, bind: Bind): void {
  if (ts.isIdentifier(name)) bind(name.text, defined);
  else for (const element of name.elements) if (ts.isBindingElement(element)) bindPattern(element.name, defined, bind);
}

/** `T extends (infer U)[]` binds U in the branches of the condition. */
function bindInferred(type: ts.Node, bind: Bind): void {
  if (ts.isInferTypeNode(type)) bind(type.typeParameter.name.text, false);
  ts.forEachChild(type, (child) => bindInferred(child, bind));
}
