/** What a module takes in and gives out, statement by statement. */
import { ts } from 'ts-morph';
import type { ExportFact, ImportFact } from '../kernel';
import { exportedBy } from './commonjs';
import { modifierLikes } from './details';

export function importsOf(statement: ts.Statement, source: ts.SourceFile): ImportFact[] {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const line = lineOf(statement, source);
    const clause = statement.importClause;
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return [{ specifier: statement.moduleSpecifier.text, ...importedNames(clause), line, typeOnly }];
  }
  if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
    const { expression } = statement.moduleReference;
    if (ts.isStringLiteral(expression)) {
      const locals = [statement.name.text];
      const line = lineOf(statement, source);
      return [{ specifier: expression.text, names: ['*'], locals, line, typeOnly: statement.isTypeOnly }];
    }
  }
  if (ts.isVariableStatement(statement)) return requiresOf(statement, source);
  return [];
}

function importedNames(clause: ts.ImportClause | undefined): Pick<ImportFact, 'names' | 'locals'> {
  const pairs: [name: string, local: string][] = [];
  if (clause?.name) pairs.push(['default', clause.name.text]);
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) pairs.push(['*', bindings.name.text]);
  if (bindings && ts.isNamedImports(bindings)) {
    for (const { propertyName, name } of bindings.elements) pairs.push([(propertyName ?? name).text, name.text]);
  }
  return { names: pairs.map(([name]) => name), locals: pairs.map(([, local]) => local) };
}

/** CommonJS: `const x = require('y')`, `const { a } = require('y')` and `const x = require('y').a`. */
function requiresOf(statement: ts.VariableStatement, source: ts.SourceFile): ImportFact[] {
  return statement.declarationList.declarations.flatMap((declaration) => {
    const value = declaration.initializer;
    const member = value && ts.isPropertyAccessExpression(value) ? value : undefined;
    const call = member ? member.expression : value;
    if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return [];
    const [argument] = call.arguments;
    if (call.expression.text !== 'require' || !argument || !ts.isStringLiteral(argument)) return [];
    const pairs: [name: string, local: string][] = member
      ? [[member.name.text, ts.isIdentifier(declaration.name) ? declaration.name.text : '']]
      : requiredNames(declaration.name);
    const names = pairs.map(([name]) => name);
    const locals = pairs.map(([, local]) => local);
    return [{ specifier: argument.text, names, locals, line: lineOf(declaration, source), typeOnly: false }];
  });
}

function requiredNames(name: ts.BindingName): [name: string, local: string][] {
  if (!ts.isObjectBindingPattern(name)) return [['*', ts.isIdentifier(name) ? name.text : '']];
  return name.elements.map((element) => [requiredName(element), ts.isIdentifier(element.name) ? element.name.text : '']);
}

function requiredName({ propertyName, name }: ts.BindingElement): string {
  const wanted = propertyName ?? name;
  return ts.isIdentifier(wanted) || ts.isStringLiteral(wanted) ? wanted.text : '*';
}

/** The module that `import('…')` names, as an expression or as a type. */
export function importedInside(node: ts.Node): ts.StringLiteralLike | undefined {
  if (node.kind === ts.SyntaxKind.ImportType) {
    const { argument } = node as ts.ImportTypeNode;
    return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal : undefined;
  }
  if (node.kind !== ts.SyntaxKind.CallExpression) return undefined;
  const { expression, arguments: given } = node as ts.CallExpression;
  if (expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  return given[0] && ts.isStringLiteralLike(given[0]) ? given[0] : undefined;
}

/** Names of this module's own definitions that a statement exports under some other name. */
export function exportedLocals(statement: ts.Statement): string[] {
  if (ts.isExportAssignment(statement)) {
    return ts.isIdentifier(statement.expression) ? [statement.expression.text] : [];
  }
  return exportedBy(statement).locals;
}

export function exportsOf(statement: ts.Statement, source: ts.SourceFile): ExportFact[] {
  if (ts.isExportAssignment(statement)) {
    const line = lineOf(statement, source);
    const local = ts.isIdentifier(statement.expression) ? statement.expression.text : 'default';
    return [{ name: 'default', local, line }];
  }
  if (ts.isExportDeclaration(statement)) return reExports(statement, lineOf(statement, source));
  if (ts.isExpressionStatement(statement)) {
    const { names } = exportedBy(statement);
    return names.map((name) => ({ name, local: name, line: lineOf(statement, source) }));
  }
  const modifiers = modifierLikes(statement);
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  const line = lineOf(statement, source);
  const { name } = statement as ts.Statement & ts.NamedDeclaration;
  const own = name && ts.isIdentifier(name) ? name.text : 'default';
  if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) {
    return [{ name: 'default', local: own, line }];
  }
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) =>
      boundNames(declaration.name).map((bound) => ({ name: bound, local: bound, line: lineOf(declaration, source) })),
    );
  }
  return name && ts.isIdentifier(name) ? [{ name: own, local: own, line }] : [];
}

function reExports(statement: ts.ExportDeclaration, line: number): ExportFact[] {
  const specifier = statement.moduleSpecifier;
  const from = specifier && ts.isStringLiteral(specifier) ? { from: specifier.text } : {};
  const clause = statement.exportClause;
  if (!clause) return [{ name: '*', local: '*', line, ...from }];
  if (ts.isNamespaceExport(clause)) return [{ name: clause.name.text, local: '*', line, ...from }];
  return clause.elements.map(({ name, propertyName }) => ({
    name: name.text,
    local: (propertyName ?? name).text,
    line,
    ...from,
  }));
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function lineOf(node: ts.Node, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
