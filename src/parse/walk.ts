/** One walk over a syntax tree: definitions, uses of names, complexity. */
import { ts } from 'ts-morph';
import type { ImportFact, PackedFingerprints, PackedReferences, ParseProblem, SymbolFact } from '../kernel';
import { LIMITS } from '../kernel';
import { describeDeclaration, isDeclaring, type Declaration } from './declaration';
import { callableOf, decoratorsOf, heritageOf, modifiersOf, parametersOf, returnTypeOf, typeParametersOf } from './details';
import { describeDocType, docSignatureOf, docTypesOf, plain } from './doc-types';
import { createFingerprintBuilder, withFingerprints } from './fingerprint/builder';
import { createTypeScriptPrinter, NO_PRINTER } from './fingerprint/typescript';
import { headOf } from './head';
import { importedInside } from './modules';
import { createLineReader, docRange, lineAt } from './positions';
import { createReferenceBuilder, OBJECT } from './references';
import { createScopes, SCOPE_KINDS } from './scopes';
import { unpackedBy } from './unpacked';
import { keyOf, quotedUse, useOf, type Use } from './uses';

/** Nesting deeper than this is not walked: hostile input must not exhaust the stack. */
const DEPTH_MAX = 500;
/** Levels of the tree above a declaration of the module's own: statement and list. */
const TOP_DECLARATION = 2;
const TOO_DEEP = `Code nested more than ${DEPTH_MAX} levels deep is searched by its words only.`;
const QUALIFIED_MAX = 4 * LIMITS.symbolNameMaxChars;
/** Set by the parser on what stands below `declare` or in a `.d.ts`; not in the public types. */
const AMBIENT = (ts.NodeFlags as unknown as { Ambient: ts.NodeFlags }).Ambient;

const { SyntaxKind } = ts;

const SHORT_CIRCUITS: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
]);

const BRANCHES: readonly ts.SyntaxKind[] = [
  SyntaxKind.IfStatement,
  SyntaxKind.ForStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.WhileStatement,
  SyntaxKind.DoStatement,
  SyntaxKind.CaseClause,
  SyntaxKind.CatchClause,
  SyntaxKind.ConditionalExpression,
  SyntaxKind.BinaryExpression,
];

/** What may have to be done at a node, as bits by kind: at most nodes it is nothing. */
const DECLARES = 1;
const BRANCHES_OFF = 2;
const IMPORTS = 4;
const QUOTES = 8;
const BINDS = 16;
const UNPACKS = 32;
const TRAITS = traitsByKind();

function traitsByKind(): Uint8Array {
  const traits = new Uint8Array(SyntaxKind.Count);
  const mark = (bit: number, kinds: readonly number[]): void => {
    for (const kind of kinds) traits[kind]! |= bit;
  };
  mark(DECLARES, Array.from(traits.keys()).filter((kind) => isDeclaring(kind)));
  mark(BRANCHES_OFF, BRANCHES);
  mark(IMPORTS, [SyntaxKind.ImportType, SyntaxKind.CallExpression]);
  mark(QUOTES, [SyntaxKind.ElementAccessExpression, SyntaxKind.PropertyAssignment, SyntaxKind.IndexedAccessType]);
  mark(BINDS, SCOPE_KINDS);
  mark(UNPACKS, [SyntaxKind.VariableDeclaration, SyntaxKind.CallExpression]);
  return traits;
}

export interface Walked {
  readonly symbols: readonly SymbolFact[];
  readonly references: PackedReferences;
  readonly fingerprints?: PackedFingerprints;
  /** Imports that are no statements: `import('…')`, as an expression and as a type. */
  readonly imports: readonly ImportFact[];
  readonly tooDeep: readonly ParseProblem[];
}

/** `docTypes`: comments are parsed, and may declare types. */
export function walk(source: ts.SourceFile, exportedNames: ReadonlySet<string>, shapes: boolean, docTypes = false): Walked {
  const symbols: (SymbolFact & { complexity: number })[] = [];
  const references = createReferenceBuilder(source.text.length);
  const scopes = createScopes();
  const lines = createLineReader(source.getLineStarts());
  const tooDeep: ParseProblem[] = [];
  const imports: ImportFact[] = [];
  const fingerprints = createFingerprintBuilder('typescript');
  // Patterns whose keys are exports of a module, with the receiver of those; and of these, those of imports.
  const unpacked = new Map<ts.Node, string>();
  const importing = new Set<ts.Node>();
  const printer = shapes ? createTypeScriptPrinter(fingerprints) : NO_PRINTER;
  // Where the walk stands. Kept here, so that one function without a closure of its own visits every node.
  let parent: ts.Node = source;
  let grandparent: ts.Node | undefined;
  let symbol = -1;
  let depth = 0;

  function visit(node: ts.Node): void {
    const { kind } = node;
    if (docTypes) addDocTypes(node);
    if (kind === SyntaxKind.Identifier || kind === SyntaxKind.PrivateIdentifier) {
      printer.name(node as ts.Identifier | ts.PrivateIdentifier, parent);
      addUse(node as ts.Identifier | ts.PrivateIdentifier);
      return;
    }
    // Tokens hold nothing.
    if (kind <= SyntaxKind.LastToken) {
      printer.leave(printer.enter(node, parent));
      return;
    }
    if (depth > DEPTH_MAX) {
      if (tooDeep.length === 0) tooDeep.push({ line: lineAt(source, node.getStart(source)), message: TOO_DEEP });
      return;
    }
    const outer = symbol;
    const traits = TRAITS[kind]!;
    if (traits !== 0) look(node, traits);
    const mark = traits & BINDS ? scopes.enter(node) : -1;
    const printed = printer.enter(node, parent);
    const above = grandparent;
    grandparent = parent;
    parent = node;
    depth += 1;
    ts.forEachChild(node, visit);
    depth -= 1;
    parent = grandparent;
    grandparent = above;
    symbol = outer;
    printer.leave(printed);
    if (mark >= 0) scopes.leave(mark);
  }

  function look(node: ts.Node, traits: number): void {
    if (traits & UNPACKS) unpack(node);
    if (traits & DECLARES) define(node);
    if (traits & BRANCHES_OFF && symbol >= 0 && symbols[symbol]!.complexity > 0 && isBranch(node)) symbols[symbol]!.complexity += 1;
    const imported = traits & IMPORTS ? importedInside(node) : undefined;
    if (imported) imports.push({ specifier: imported.text, names: [], locals: [], line: lineAt(source, imported.getStart(source)), typeOnly: ts.isImportTypeNode(node) });
    const quoted = traits & QUOTES ? quotedUse(node, parent) : undefined;
    // The position is that of the name inside the quotes.
    if (quoted) addReference(quoted.literal.text, quoted.literal.getStart(source) + 1, quoted.use);
  }

  function unpack(node: ts.Node): void {
    const found = unpackedBy(node);
    if (!found) return;
    const { pattern, specifier, receiver, by } = found;
    // What a module requires at its top is among its imports already, with the names.
    if (by === 'require' && depth === TOP_DECLARATION) importing.add(pattern);
    else unpacked.set(pattern, receiver);
    if (by === 'require' && depth > TOP_DECLARATION) imports.push({ specifier: specifier.text, names: [], locals: [], line: lineAt(source, specifier.getStart(source)), typeOnly: false });
  }

  // What a statement assigns is met again in each assignment of its chain.
  const assigned = new Set<ts.Node>();
  function define(node: ts.Node): void {
    if (node.kind === SyntaxKind.BindingElement && importing.has(parent)) return;
    if (node.kind === SyntaxKind.Parameter && symbols[symbol]?.kind !== 'constructor') return;
    const found = describeDeclaration(node, leadOf(node, parent, grandparent), source, symbols[symbol]);
    // A value bound by a block, though outside any function, is local to that block.
    if (!found || (isValue(found) && scopes.isLocal(found.name)) || assigned.has(found.details)) return;
    if (node.kind === SyntaxKind.ExpressionStatement || node.kind === SyntaxKind.BinaryExpression) assigned.add(found.details);
    // A parameter that is a property belongs to the class.
    symbols.push(toSymbol(found, node.kind === SyntaxKind.Parameter ? symbols[symbol]!.parent : symbol));
    symbol = symbols.length - 1;
    printer.expect(found.details, symbol);
  }

  const declared = new Set<ts.Node>();
  function addDocTypes(node: ts.Node): void {
    for (const tag of docTypesOf(node)) {
      const found = declared.has(tag) ? undefined : describeDocType(tag, source);
      declared.add(tag);
      if (!found) continue;
      const fact = toSymbol(found, symbol);
      symbols.push({ ...fact, ...docSignatureOf(tag, source), signature: plain(fact.signature) });
    }
  }

  function addUse(node: ts.Identifier | ts.PrivateIdentifier): void {
    const name = node.text;
    // An identifier's text is its source but for rare escapes, so its start needs no scan of white space.
    const start = node.end - name.length;
    const plain = useOf(node, parent, grandparent);
    const module = plain?.receiver === OBJECT && unpacked.size > 0 ? unpacked.get(grandparent!) : undefined;
    const use = module === undefined ? plain : { ...plain!, receiver: module };
    if (use && (use.receiver !== undefined || !scopes.isPlainLocal(name))) addReference(name, start, use);
    const key = keyOf(parent, node);
    if (key) addReference(name, start, key);
  }

  function addReference(name: string, start: number, use: Use): void {
    if (name === '') return;
    const line = lines.lineAt(start);
    // A receiver that is a local variable tells nothing about where its member is defined.
    const receiver = use.receiver && scopes.isLocal(use.receiver) ? '' : use.receiver;
    references.add(name, line, lines.columnAt(start, line), use.kind, symbol, receiver);
  }

  function toSymbol(declaration: Declaration, outer: number): SymbolFact & { complexity: number } {
    const { name, owner, holder, kind, node, nameNode, details, headEnd, end } = declaration;
    const around = symbols[outer];
    const start = node.getStart(source);
    const nameStart = nameNode ? nameNode.getStart(source) : start;
    const startLine = lines.lineAt(start);
    const nameLine = lines.lineAt(nameStart);
    return {
      name,
      qualifiedName: qualify(holder ?? around?.qualifiedName, owner, name),
      kind,
      signature: headOf(source, node, headEnd),
      exported: isExported(declaration, around, exportedNames),
      parent: outer,
      startLine,
      endLine: lines.lineAt(end ?? node.end),
      doc: docRange(source, node, start, lines),
      nameLine,
      nameColumn: lines.columnAt(nameStart, nameLine),
      parameters: parametersOf(details, source),
      returnType: returnTypeOf(details, source),
      typeParameters: typeParametersOf(details),
      modifiers: modifiersOf(node, details, source),
      decorators: decoratorsOf(details, source),
      heritage: heritageOf(details, source),
      complexity: hasCode(details) ? 1 : 0,
    };
  }

  ts.forEachChild(source, visit);
  return { symbols, references: references.build(), ...withFingerprints(fingerprints.build()), imports, tooDeep };
}

function qualify(outer: string | undefined, owner: string | undefined, name: string): string {
  const own = owner === undefined ? name : `${owner}.${name}`;
  return (outer ? `${outer}.${own}` : own).slice(0, QUALIFIED_MAX);
}

/** `const a = 1, b = 2`: the statement, with its doc comment and `export`, leads its first variable. */
function leadOf(node: ts.Node, parent: ts.Node, grandparent: ts.Node | undefined): ts.Node {
  if (parent.kind !== SyntaxKind.VariableDeclarationList) return node;
  if (node !== (parent as ts.VariableDeclarationList).declarations[0]) return node;
  return grandparent?.kind === SyntaxKind.VariableStatement ? grandparent : parent;
}

function isExported({ name, exported, node }: Declaration, outer: SymbolFact | undefined, exportedNames: ReadonlySet<string>): boolean {
  if (!outer) return exported || exportedNames.has(name);
  // From within a function, only an assignment exports.
  if (outer.kind !== 'namespace') return exported || outer.exported;
  // Inside `namespace A {}` only what says so is exported; where everything is declared, all is.
  return outer.exported && (exported || (node.flags & (AMBIENT | ts.NodeFlags.NestedNamespace)) !== 0);
}

const isValue = ({ kind }: Declaration): boolean => kind === 'constant' || kind === 'variable';

/** Of those kinds only an operator may be no branch. */
function isBranch(node: ts.Node): boolean {
  return node.kind !== SyntaxKind.BinaryExpression || SHORT_CIRCUITS.has((node as ts.BinaryExpression).operatorToken.kind);
}

function hasCode(node: ts.Node): boolean {
  const callable = callableOf(node) as { body?: ts.Node } | undefined;
  return callable?.body !== undefined;
}
