/** Reads this checkout for the tests that check its rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './imports';

export const ROOT = resolve(__dirname, '..', '..');
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', '.cache', 'coverage']);

/** All files of the checkout that are not ignored, as POSIX paths below its root. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(path);
    return entry.isFile() && !/\.(tgz|log)$/.test(entry.name) ? [path] : [];
  });
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The TypeScript files below some folders, with what they import, require or load dynamically. */
export function readSources(folders: readonly string[]): SourceFile[] {
  return listFiles()
    .filter((path) => path.endsWith('.ts') && folders.includes(path.split('/')[0] ?? ''))
    .map((path) => ({ path, imports: importsOf(readText(path)) }));
}

export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName);
}

/** Names that a module exports at run time; an `export *` counts as the name `*`. */
export function valueExports(text: string): string[] {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return exportedByClause(statement);
    if (!ts.canHaveModifiers(statement) || !isExported(statement)) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
    }
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return isType ? [] : [(statement as ts.FunctionDeclaration).name?.text ?? 'default'];
  });
}

function exportedByClause(statement: ts.ExportDeclaration): string[] {
  if (statement.isTypeOnly) return [];
  const clause = statement.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return ['*'];
  return clause.elements.filter((element) => !element.isTypeOnly).map((element) => element.name.text);
}

function isExported(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
