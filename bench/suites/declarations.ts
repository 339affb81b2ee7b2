/** What a package declares, by the TypeScript compiler alone: none of the engine's own facts are used. */
import { ts } from 'ts-morph';
import type { GoldSymbol } from '../cases';

export interface Declared extends GoldSymbol {
  readonly name: string;
  /** `Type.member` for members. */
  readonly qualified: string;
  readonly callable: boolean;
  /** Line and column of the name, from 1. */
  readonly line: number;
  readonly column: number;
  /** Its doc comments: lines, and the first sentence. */
  readonly docs: readonly { readonly start: number; readonly end: number }[];
  readonly sentence: string;
}

/** Declarations of a file that others may name: at its top level, and members of types and classes there. */
export function declarationsOf(file: string, text: string): Declared[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const found: Declared[] = [];
  const visit = (node: ts.Node, owner: string): void => {
    const name = nameOf(node);
    if (name) {
      const own = owner ? `${owner}.${name.text}` : name.text;
      found.push(describe(node, name, own, file, source));
      if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) node.members.forEach((member) => visit(member, own));
      return;
    }
    if (ts.isSourceFile(node) || ts.isVariableStatement(node) || ts.isVariableDeclarationList(node)) ts.forEachChild(node, (child) => visit(child, owner));
  };
  visit(source, '');
  return found;
}

function nameOf(node: ts.Node): ts.Identifier | undefined {
  const named =
    ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) || ts.isVariableDeclaration(node) || ts.isMethodDeclaration(node);
  return named && node.name && ts.isIdentifier(node.name) ? node.name : undefined;
}

function describe(node: ts.Node, name: ts.Identifier, qualified: string, file: string, source: ts.SourceFile): Declared {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const lineAt = (offset: number): number => source.getLineAndCharacterOfPosition(offset).line + 1;
  const docs = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  const at = source.getLineAndCharacterOfPosition(name.getStart(source));
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  const body = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) ? node.body : undefined;
  const isFunction = value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
  return {
    file,
    name: name.text,
    qualified,
    callable: body !== undefined || isFunction,
    line: at.line + 1,
    column: at.character + 1,
    start: lineAt(statement.getStart(source)),
    end: lineAt(statement.getEnd()),
    docs: docs.map((doc) => ({ start: lineAt(doc.getStart(source)), end: lineAt(doc.getEnd()) })),
    sentence: firstSentence(docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join(' ')),
  };
}

function firstSentence(text: string): string {
  const plain = text.replace(/\{@\w+ ([^}]*)\}/g, '$1').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/\s+/g, ' ').trim();
  return plain.split(/(?<=[.:;])\s/)[0]!.trim();
}
