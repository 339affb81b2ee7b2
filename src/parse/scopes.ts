/**
 * Which names are bound inside functions. Names bound at module level stay out: they are definitions
 * or imports, and uses of them are references; so are uses of definitions inside functions. A light
 * binder: blocks, functions, loops, catch clauses, classes and type parameters; `var` counts in the
 * block it stands in.
 */
import { ts } from 'ts-morph';
import { isFunctionValue } from './declaration';

/** Names that a scope binds: plain ones, and those of definitions. */
export interface Bound {
  readonly plain: string[];
  readonly defined: string[];
}

export interface Scopes {
  /** Opens the scope of `node`, if it has one that binds names; the answer is for `leave`. */
  enter(node: ts.Node): Bound | undefined;
  leave(bound: Bound | undefined): void;
  isLocal(name: string): boolean;
  /** Whether the innermost scope that binds the name binds something that is no definition. */
  isPlainLocal(name: string): boolean;
}

export function createScopes(): Scopes {
  /** For each name, whether each open scope that binds it defines it: asked for every identifier, so it must not search. */
  const open = new Map<string, boolean[]>();
  const push = (name: string, defined: boolean): void => {
    const scopes = open.get(name);
    if (scopes) scopes.push(defined);
    else open.set(name, [defined]);
  };
  const pop = (name: string): void => {
    const scopes = open.get(name)!;
    scopes.pop();
    if (scopes.length === 0) open.delete(name);
  };
  return {
    enter(node) {
      const bound = namesBoundBy(node);
      bound?.plain.forEach((name) => push(name, false));
      bound?.defined.forEach((name) => push(name, true));
      return bound;
    },
    leave(bound) {
      bound?.plain.forEach(pop);
      bound?.defined.forEach(pop);
    },
    isLocal: (name) => open.has(name),
    isPlainLocal: (name) => open.get(name)?.at(-1) === false,
  };
}

const { SyntaxKind } = ts;

function namesBoundBy(node: ts.Node): Bound | undefined {
  const names: string[] = [];
  const defined: string[] = [];
  switch (node.kind) {
    case SyntaxKind.Block:
      addStatements((node as ts.Block).statements, names, defined);
      break;
    case SyntaxKind.CaseBlock:
      (node as ts.CaseBlock).clauses.forEach((clause) => addStatements(clause.statements, names, defined));
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
  return names.length + defined.length > 0 ? { plain: names, defined } : undefined;
}

function addFunction(node: ts.SignatureDeclaration, names: string[]): void {
  addTypeParameters(node, names);
  node.parameters.forEach(({ name }) => addBinding(name, names));
  if (ts.isFunctionExpression(node) && node.name) names.push(node.name.text);
}

function addTypeParameters(node: { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }, names: string[]): void {
  node.typeParameters?.forEach(({ name }) => names.push(name.text));
}

function addStatements(statements: ts.NodeArray<ts.Statement>, names: string[], defined: string[]): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case SyntaxKind.VariableStatement:
        for (const { name, initializer } of (statement as ts.VariableStatement).declarationList.declarations) {
          addBinding(name, isFunctionValue(initializer) ? defined : names);
        }
        break;
      case SyntaxKind.FunctionDeclaration:
      case SyntaxKind.ClassDeclaration:
      case SyntaxKind.InterfaceDeclaration:
      case SyntaxKind.TypeAliasDeclaration:
      case SyntaxKind.EnumDeclaration: {
        const { name } = statement as ts.ClassDeclaration;
        if (name) defined.push(name.text);
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
