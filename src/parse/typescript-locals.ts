/** Parameters, variables and local definitions around a line of TypeScript or JavaScript. */
import { ts } from 'ts-morph';
import type { LocalName } from '../kernel';
import { scriptKindOf } from './typescript';

const TYPE_MAX = 200;
const { SyntaxKind } = ts;

export function localsInTypeScript(text: string, language: string, line: number): LocalName[] {
  const source = ts.createSourceFile('locals', text, ts.ScriptTarget.Latest, false, scriptKindOf(language));
  const starts = source.getLineStarts();
  if (line < 1 || line > starts.length) return [];
  const range = { start: starts[line - 1]!, end: (starts[line] ?? text.length + 1) - 1 };
  const collected: LocalName[][] = [];
  const visit = (node: ts.Node): void => {
    if (node.end < range.start || node.pos > range.end || node.getStart(source) > range.end) return;
    const names: LocalName[] = [];
    const add = createAdder(source, range.end, names);
    addBound(node, add);
    if (names.length > 0) collected.unshift(names);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return withoutHidden(collected.flat());
}

interface Adder {
  binding(name: ts.BindingName, kind: LocalName['kind'], type?: ts.TypeNode): void;
  list(list: ts.VariableDeclarationList): void;
  statements(statements: ts.NodeArray<ts.Statement>): void;
  types(parameters: ts.NodeArray<ts.TypeParameterDeclaration> | undefined): void;
}

/** Variables count from their declaration on, functions and types in all of their block. */
function createAdder(source: ts.SourceFile, end: number, names: LocalName[]): Adder {
  const add = (name: ts.Identifier, kind: LocalName['kind'], type?: ts.TypeNode): void => {
    const line = source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1;
    names.push({ name: name.text, kind, type: type ? type.getText(source).replace(/\s+/g, ' ').slice(0, TYPE_MAX) : '', line });
  };
  const adder: Adder = {
    binding(name, kind, type) {
      if (ts.isIdentifier(name)) add(name, kind, type);
      else for (const element of name.elements) if (ts.isBindingElement(element)) adder.binding(element.name, kind);
    },
    list(list) {
      if (list.getStart(source) > end) return;
      const kind = list.flags & ts.NodeFlags.Const ? 'constant' : 'variable';
      for (const { name, type } of list.declarations) if (name.getStart(source) <= end) adder.binding(name, kind, type);
    },
    statements(statements) {
      for (const statement of statements) {
        if (ts.isVariableStatement(statement)) adder.list(statement.declarationList);
        const kind = DECLARED[statement.kind];
        const { name } = statement as ts.FunctionDeclaration;
        if (kind && name) add(name, kind);
      }
    },
    types: (parameters) => parameters?.forEach(({ name, constraint }) => add(name, 'type', constraint)),
  };
  return adder;
}

const DECLARED: Readonly<Partial<Record<ts.SyntaxKind, LocalName['kind']>>> = {
  [SyntaxKind.FunctionDeclaration]: 'function',
  [SyntaxKind.ClassDeclaration]: 'class',
  [SyntaxKind.InterfaceDeclaration]: 'type',
  [SyntaxKind.TypeAliasDeclaration]: 'type',
  [SyntaxKind.EnumDeclaration]: 'type',
};

function addBound(node: ts.Node, add: Adder): void {
  if (ts.isBlock(node)) add.statements(node.statements);
  else if (ts.isCaseBlock(node)) node.clauses.forEach(({ statements }) => add.statements(statements));
  else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer } = node;
    if (initializer && ts.isVariableDeclarationList(initializer)) add.list(initializer);
  } else if (ts.isCatchClause(node)) {
    if (node.variableDeclaration) add.binding(node.variableDeclaration.name, 'variable', node.variableDeclaration.type);
  } else if (ts.isFunctionLike(node)) {
    node.parameters.forEach(({ name, type }) => add.binding(name, 'parameter', type));
    add.types(node.typeParameters);
    if (ts.isFunctionExpression(node) && node.name) add.binding(node.name, 'function');
  } else if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    add.types(node.typeParameters);
    if (ts.isClassExpression(node) && node.name) add.binding(node.name, 'class');
  }
}

/** An inner name hides an outer one of the same name. */
function withoutHidden(names: readonly LocalName[]): LocalName[] {
  const seen = new Set<string>();
  return names.filter(({ name }) => !seen.has(name) && seen.add(name));
}
