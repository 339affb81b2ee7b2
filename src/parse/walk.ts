/** One walk over a syntax tree: definitions, uses of names, complexity. */
import { ts } from 'ts-morph';
import type { ImportFact, PackedFingerprints, PackedReferences, ParseProblem, SymbolFact } from '../kernel';
import { LIMITS } from '../kernel';
import { describeDeclaration, type Declaration } from './declaration';
import { callableOf, detailsOf } from './details';
import { createFingerprintBuilder, WHOLE, withFingerprints } from './fingerprint/builder';
import { createTypeScriptPrinter } from './fingerprint/typescript';
import { headOf } from './head';
import { importedInside } from './modules';
import { createLineReader, docRange, lineAt, linesOf } from './positions';
import { createReferenceBuilder } from './references';
import { createScopes } from './scopes';
import { keyOf, quotedUse, useOf, type Use } from './uses';

/** Nesting deeper than this is not walked: hostile input must not exhaust the stack. */
const DEPTH_MAX = 500;
const TOO_DEEP = `Code nested more than ${DEPTH_MAX} levels deep is searched by its words only.`;
const QUALIFIED_MAX = 4 * LIMITS.symbolNameMaxChars;
/** Set by the parser on what stands below `declare` or in a `.d.ts`; not in the public types. */
const AMBIENT = (ts.NodeFlags as unknown as { Ambient: ts.NodeFlags }).Ambient;

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
  readonly fingerprints?: PackedFingerprints;
  /** Imports that are no statements: `import('…')`, as an expression and as a type. */
  readonly imports: readonly ImportFact[];
  readonly tooDeep: readonly ParseProblem[];
}

/** `whole`: the file as such gets a fingerprint, too. */
export function walk(source: ts.SourceFile, exportedNames: ReadonlySet<string>, whole = false): Walked {
  const symbols: (SymbolFact & { complexity: number })[] = [];
  const references = createReferenceBuilder();
  const scopes = createScopes();
  const lines = createLineReader(source.getLineStarts());
  const tooDeep: ParseProblem[] = [];
  const imports: ImportFact[] = [];
  const fingerprints = createFingerprintBuilder('typescript');
  const printer = createTypeScriptPrinter(fingerprints);

  function visit(node: ts.Node, parent: ts.Node, grandparent: ts.Node | undefined, lead: ts.Node, outer: number, depth: number): void {
    if (node.kind === ts.SyntaxKind.Identifier || node.kind === ts.SyntaxKind.PrivateIdentifier) {
      printer.name(node as ts.Identifier | ts.PrivateIdentifier, parent);
      addUse(node as ts.Identifier | ts.PrivateIdentifier, parent, grandparent, outer);
      return;
    }
    if (depth > DEPTH_MAX) {
      if (tooDeep.length === 0) tooDeep.push({ line: lineAt(source, node.getStart(source)), message: TOO_DEEP });
      return;
    }
    const found = describeDeclaration(node, lead, source, symbols[outer]);
    // A value bound by a block, though outside any function, is local to that block.
    const declaration = found && isValue(found) && scopes.isLocal(found.name) ? undefined : found;
    let inner = outer;
    if (declaration) {
      inner = symbols.length;
      symbols.push(toSymbol(declaration, outer));
      printer.expect(declaration.details, inner);
    }
    if (inner >= 0 && symbols[inner]!.complexity > 0 && isBranch(node)) symbols[inner]!.complexity += 1;
    const imported = importedInside(node);
    if (imported) imports.push({ specifier: imported.text, names: [], locals: [], line: lineAt(source, imported.getStart(source)), typeOnly: ts.isImportTypeNode(node) });
    const quoted = quotedUse(node, parent);
    // The position is that of the name inside the quotes.
    if (quoted) addReference(quoted.literal.text, quoted.literal.getStart(source) + 1, quoted.use, inner);
    const bound = scopes.enter(node);
    const printed = printer.enter(node, parent);
    ts.forEachChild(node, (child) => visit(child, node, parent, startsWith(node, child) ? lead : child, inner, depth + 1));
    printer.leave(printed);
    scopes.leave(bound);
  }

  function addUse(
    node: ts.Identifier | ts.PrivateIdentifier,
    parent: ts.Node,
    grandparent: ts.Node | undefined,
    symbol: number,
  ): void {
    const name = node.text;
    // An identifier's text is its source but for rare escapes, so its start needs no scan of white space.
    const start = node.end - name.length;
    const use = useOf(node, parent, grandparent);
    if (use && (use.receiver !== undefined || !scopes.isPlainLocal(name))) addReference(name, start, use, symbol);
    const key = keyOf(parent, node);
    if (key) addReference(name, start, key, symbol);
  }

  function addReference(name: string, start: number, use: Use, symbol: number): void {
    if (name === '') return;
    const line = lines.lineAt(start);
    // A receiver that is a local variable tells nothing about where its member is defined.
    const receiver = use.receiver && scopes.isLocal(use.receiver) ? '' : use.receiver;
    references.add(name, line, lines.columnAt(start, line), use.kind, symbol, receiver);
  }

  function toSymbol(declaration: Declaration, parent: number): SymbolFact & { complexity: number } {
    const { name, owner, kind, node, nameNode, details, headEnd } = declaration;
    const outer = symbols[parent];
    const start = node.getStart(source);
    const nameStart = nameNode ? nameNode.getStart(source) : start;
    const nameLine = lineAt(source, nameStart);
    return {
      name,
      qualifiedName: [outer?.qualifiedName, owner, name].filter((part) => part !== undefined).join('.').slice(0, QUALIFIED_MAX),
      kind,
      signature: headOf(source, node, headEnd),
      exported: isExported(declaration, outer, exportedNames),
      parent,
      ...linesOf(source, start, node.end),
      ...docRange(source, node, start),
      nameLine,
      nameColumn: lines.columnAt(nameStart, nameLine),
      ...detailsOf(node === details ? [node] : [node, details], source),
      complexity: hasCode(details) ? 1 : 0,
    };
  }

  if (whole) fingerprints.open(WHOLE);
  ts.forEachChild(source, (node) => visit(node, source, undefined, node, -1, 0));
  if (whole) fingerprints.close();
  return { symbols, references: references.build(), ...withFingerprints(fingerprints.build()), imports, tooDeep };
}

/** `const a = 1, b = 2`: the statement, with its doc comment and `export`, leads its first variable. */
function startsWith(node: ts.Node, child: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.VariableStatement) return child === (node as ts.VariableStatement).declarationList;
  return node.kind === ts.SyntaxKind.VariableDeclarationList && child === (node as ts.VariableDeclarationList).declarations[0];
}

function isExported({ name, exported, node }: Declaration, outer: SymbolFact | undefined, exportedNames: ReadonlySet<string>): boolean {
  if (!outer) return exported || exportedNames.has(name);
  if (outer.kind !== 'namespace') return outer.exported;
  // Inside `namespace A {}` only what says so is exported; where everything is declared, all is.
  return outer.exported && (exported || (node.flags & (AMBIENT | ts.NodeFlags.NestedNamespace)) !== 0);
}

const isValue = ({ kind }: Declaration): boolean => kind === 'constant' || kind === 'variable';

function isBranch(node: ts.Node): boolean {
  if (BRANCHES.has(node.kind)) return true;
  return ts.isBinaryExpression(node) && SHORT_CIRCUITS.has(node.operatorToken.kind);
}

function hasCode(node: ts.Node): boolean {
  const callable = callableOf(node) as { body?: ts.Node } | undefined;
  return callable?.body !== undefined;
}
