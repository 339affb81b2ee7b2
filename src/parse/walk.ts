/** One walk over a syntax tree: definitions, uses of names, complexity. */
import { ts } from 'ts-morph';
import type { PackedReferences, SymbolFact } from '../kernel';
import { LIMITS } from '../kernel';
import { describeDeclaration, type Declaration } from './declaration';
import { detailsOf } from './details';
import { createLineReader, docRange, linesOf } from './positions';
import { createReferenceBuilder } from './references';
import { createScopes } from './scopes';
import { useOf } from './uses';

/** Nesting deeper than this is not walked: hostile input must not exhaust the stack. */
const DEPTH_MAX = 400;

const BRANCHES = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ConditionalExpression,
]);
const SHORT_CIRCUITS = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

export interface Walked {
  readonly symbols: readonly SymbolFact[];
  readonly references: PackedReferences;
}

export function walk(source: ts.SourceFile, exportedNames: ReadonlySet<string>): Walked {
  const symbols: (SymbolFact & { complexity: number })[] = [];
  const references = createReferenceBuilder();
  const scopes = createScopes();
  const lines = createLineReader(source.getLineStarts());

  function visit(node: ts.Node, parent: ts.Node, grandparent: ts.Node | undefined, outer: number, depth: number): void {
    if (depth > DEPTH_MAX) return;
    if (node.kind === ts.SyntaxKind.Identifier || node.kind === ts.SyntaxKind.PrivateIdentifier) {
      addUse(node as ts.Identifier | ts.PrivateIdentifier, parent, grandparent, outer);
      return;
    }
    const declaration = describeDeclaration(node, source, outer >= 0 ? symbols[outer] : undefined);
    let inner = outer;
    if (declaration) {
      inner = symbols.length;
      symbols.push(toSymbol(declaration, outer >= 0 ? symbols[outer] : undefined, outer));
    }
    if (inner >= 0 && symbols[inner]!.complexity > 0 && isBranch(node)) symbols[inner]!.complexity += 1;
    const bound = scopes.enter(node);
    ts.forEachChild(node, (child) => visit(child, node, parent, inner, depth + 1));
    scopes.leave(bound);
  }

  function addUse(
    node: ts.Identifier | ts.PrivateIdentifier,
    parent: ts.Node,
    grandparent: ts.Node | undefined,
    symbol: number,
  ): void {
    const name = node.text;
    if (name === '' || (scopes.isLocal(name) && !isMember(node, parent))) return;
    const use = useOf(node, parent, grandparent);
    if (!use) return;
    // An identifier's text is its source but for rare escapes, so its start needs no scan of white space.
    const start = node.end - name.length;
    const line = lines.lineAt(start);
    // A receiver that is a local variable tells nothing about where its member is defined.
    const receiver = use.receiver && scopes.isLocal(use.receiver) ? '' : use.receiver;
    references.add(name, line, lines.columnAt(start, line), use.kind, symbol, receiver);
  }

  function toSymbol({ name, kind, node, nameNode, headEnd, exported }: Declaration, outer: SymbolFact | undefined, parent: number) {
    const start = node.getStart(source);
    const at = source.getLineAndCharacterOfPosition(nameNode ? nameNode.getStart(source) : start);
    return {
      name,
      qualifiedName: outer ? `${outer.qualifiedName}.${name}` : name,
      kind,
      signature: declarationHead(source.text, start, headEnd),
      exported: outer ? outer.exported : exported || exportedNames.has(name),
      parent,
      ...linesOf(source, start, node.end),
      ...docRange(source, node, start),
      nameLine: at.line + 1,
      nameColumn: at.character + 1,
      ...detailsOf(node, source),
      complexity: hasCode(node) ? 1 : 0,
    };
  }

  ts.forEachChild(source, (node) => visit(node, source, undefined, -1, 0));
  return { symbols, references: references.build() };
}

function isMember(node: ts.Node, parent: ts.Node): boolean {
  if (parent.kind === ts.SyntaxKind.PropertyAccessExpression) return (parent as ts.PropertyAccessExpression).name === node;
  return parent.kind === ts.SyntaxKind.QualifiedName && (parent as ts.QualifiedName).right === node;
}

function isBranch(node: ts.Node): boolean {
  if (BRANCHES.has(node.kind)) return true;
  return ts.isBinaryExpression(node) && SHORT_CIRCUITS.has(node.operatorToken.kind);
}

function hasCode(node: ts.Node): boolean {
  if ((node as { body?: ts.Node }).body && !ts.isModuleDeclaration(node)) return true;
  const value = (node as { initializer?: ts.Node }).initializer;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
}

/** Declaration text up to its body, without comments, on one line. */
function declarationHead(text: string, start: number, end: number): string {
  const head = text.slice(start, Math.min(end, start + 4 * LIMITS.signatureMaxChars));
  return head
    .replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LIMITS.signatureMaxChars);
}
