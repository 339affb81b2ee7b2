/** What a module takes in and gives out, statement by statement. */
import { ts } from 'ts-morph';
import type { ExportFact, ImportFact } from '../kernel';
import { exportedBy } from './commonjs';

export function importsOf(statement: ts.Statement, source: ts.SourceFile): ImportFact[] {
  const line = lineOf(statement, source);
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const clause = statement.importClause;
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return [{ specifier: statement.moduleSpecifier.text, names: importedNames(clause), line, typeOnly }];
  }
  if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
    const { expression } = statement.moduleReference;
    if (ts.isStringLiteral(expression)) {
      return [{ specifier: expression.text, names: ['*'], line, typeOnly: statement.isTypeOnly }];
    }
  }
  if (ts.isVariableStatement(statement)) return requiresOf(statement, source);
  return [];
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return [];
  const names = clause.name ? ['default'] : [];
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push('*');
  if (bindings && ts.isNamedImports(bindings)) {
    names.push(...bindings.elements.map((element) => (element.propertyName ?? element.name).text));
  }
  return names;
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
    let names = ['*'];
    if (member) names = [member.name.text];
    else if (ts.isObjectBindingPattern(declaration.name)) names = declaration.name.elements.map(requiredName);
    return [{ specifier: argument.text, names, line: lineOf(declaration, source), typeOnly: false }];
  });
}

function requiredName({ propertyName, name }: ts.BindingElement): string {
  const wanted = propertyName ?? name;
  return ts.isIdentifier(wanted) || ts.isStringLiteral(wanted) ? wanted.text : '*';
}

/** Names of this module's own definitions that a statement exports under some other name. */
export function exportedLocals(statement: ts.Statement): string[] {
  if (ts.isExportAssignment(statement)) {
    return ts.isIdentifier(statement.expression) ? [statement.expression.text] : [];
  }
  return exportedBy(statement).locals;
}

export function exportsOf(statement: ts.Statement, source: ts.SourceFile): ExportFact[] {
  const line = lineOf(statement, source);
  if (ts.isExportAssignment(statement)) return [{ name: 'default', line }];
  if (ts.isExportDeclaration(statement)) return reExports(statement, line);
  if (ts.isExpressionStatement(statement)) return exportedBy(statement).names.map((name) => ({ name, line }));
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) return [{ name: 'default', line }];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) =>
      boundNames(declaration.name).map((name) => ({ name, line: lineOf(declaration, source) })),
    );
  }
  const { name } = statement as ts.Statement & ts.NamedDeclaration;
  return name && ts.isIdentifier(name) ? [{ name: name.text, line }] : [];
}

function reExports(statement: ts.ExportDeclaration, line: number): ExportFact[] {
  const specifier = statement.moduleSpecifier;
  const from = specifier && ts.isStringLiteral(specifier) ? { from: specifier.text } : {};
  const clause = statement.exportClause;
  if (!clause) return [{ name: '*', line, ...from }];
  if (ts.isNamespaceExport(clause)) return [{ name: clause.name.text, line, ...from }];
  // A local `export { a as b }` exports the symbol `a`; the outside name matters less to a reader.
  return clause.elements.map((element) => ({ name: (element.propertyName ?? element.name).text, line, ...from }));
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function lineOf(node: ts.Node, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
