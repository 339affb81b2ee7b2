/**
 * Which names are bound inside functions. Names bound at module level stay out: they are definitions
 * or imports, and uses of them are references. A light binder: blocks, functions, loops, catch
 * clauses, classes and type parameters; `var` counts in the block it stands in.
 */
import { ts } from 'ts-morph';

export interface Scopes {
  /** Opens the scope of `node`, if it has one that binds names; the answer is for `leave`. */
  enter(node: ts.Node): readonly string[] | undefined;
  leave(bound: readonly string[] | undefined): void;
  isLocal(name: string): boolean;
}

export function createScopes(): Scopes {
  /** How many open scopes bind each name: asked for every identifier, so it must not search. */
  const open = new Map<string, number>();
  return {
    enter(node) {
      const bound = namesBoundBy(node);
      if (bound) for (const name of bound) open.set(name, (open.get(name) ?? 0) + 1);
      return bound;
    },
    leave(bound) {
      if (!bound) return;
      for (const name of bound) {
        const count = open.get(name)! - 1;
        if (count > 0) open.set(name, count);
        else open.delete(name);
      }
    },
    isLocal: (name) => open.has(name),
  };
}

const { SyntaxKind } = ts;

function namesBoundBy(node: ts.Node): string[] | undefined {
  const names: string[] = [];
  switch (node.kind) {
    case SyntaxKind.Block:
      addStatements((node as ts.Block).statements, names);
      break;
    case SyntaxKind.CaseBlock:
      (node as ts.CaseBlock).clauses.forEach((clause) => addStatements(clause.statements, names));
      break;
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.ForInStatement: {
      const { initializer } = node as ts.ForStatement;
      if (initializer && ts.isVariableDeclarationList(initializer)) addList(initializer, names);
      break;
    }
    case SyntaxKind.CatchClause: {
      const { variableDeclaration } = node as ts.CatchClause;
      if (variableDeclaration) addBinding(variableDeclaration.name, names);
      break;
    }
    case SyntaxKind.ClassExpression:
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
      addTypeParameters(node as ts.ClassLikeDeclaration, names);
      if (ts.isClassExpression(node) && node.name) names.push(node.name.text);
      break;
    case SyntaxKind.MappedType:
      names.push((node as ts.MappedTypeNode).typeParameter.name.text);
      break;
    case SyntaxKind.ConditionalType:
      addInferred((node as ts.ConditionalTypeNode).extendsType, names);
      break;
    default:
      if (ts.isFunctionLike(node)) addFunction(node, names);
  }
  return names.length > 0 ? names : undefined;
}

function addFunction(node: ts.SignatureDeclaration, names: string[]): void {
  addTypeParameters(node, names);
  node.parameters.forEach(({ name }) => addBinding(name, names));
  if (ts.isFunctionExpression(node) && node.name) names.push(node.name.text);
}

function addTypeParameters(node: { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }, names: string[]): void {
  node.typeParameters?.forEach(({ name }) => names.push(name.text));
}

function addStatements(statements: ts.NodeArray<ts.Statement>, names: string[]): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case SyntaxKind.VariableStatement:
        addList((statement as ts.VariableStatement).declarationList, names);
        break;
      case SyntaxKind.FunctionDeclaration:
      case SyntaxKind.ClassDeclaration:
      case SyntaxKind.InterfaceDeclaration:
      case SyntaxKind.TypeAliasDeclaration:
      case SyntaxKind.EnumDeclaration: {
        const { name } = statement as ts.ClassDeclaration;
        if (name) names.push(name.text);
      }
    }
  }
}

function addList(list: ts.VariableDeclarationList, names: string[]): void {
  list.declarations.forEach(({ name }) => addBinding(name, names));
}

function addBinding(name: ts.BindingName, names: string[]): void {
  if (ts.isIdentifier(name)) names.push(name.text);
  else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(element.name, names);
}

/** `T extends (infer U)[]` binds U in the branches of the condition. */
function addInferred(type: ts.Node, names: string[]): void {
  if (ts.isInferTypeNode(type)) names.push(type.typeParameter.name.text);
  ts.forEachChild(type, (child) => addInferred(child, names));
}
