/**
 * Facts of TypeScript and JavaScript files through the compiler that ts-morph bundles. A plain walk
 * over `createSourceFile` with JSDoc parsing off is several times faster than wrapped nodes; types
 * and references are another stage's work.
 */
import { ts } from 'ts-morph';
import type {
  ExportFact,
  FileContent,
  FileFacts,
  ImportFact,
  LineRange,
  ParseProblem,
  SymbolFact,
} from '../kernel';
import { LIMITS } from '../kernel';
import { describeDeclaration, type Declaration } from './declaration';
import { headOf } from './head';
import { exportedLocals, exportsOf, importsOf } from './modules';

const SCRIPT_KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  typescript: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  javascript: ts.ScriptKind.JS,
  jsx: ts.ScriptKind.JSX,
};

/** Nesting deeper than this is not walked: hostile input must not exhaust the stack. */
const DEPTH_MAX = 500;
const QUALIFIED_MAX = 4 * LIMITS.symbolNameMaxChars;
const PROBLEMS_MAX = 20;

export function parseTypeScript(content: FileContent, language: string): FileFacts {
  const { text, path } = content;
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    // JavaScript often holds JSX whatever its ending; the JSX grammar accepts both.
    language === 'javascript' ? ts.ScriptKind.JSX : SCRIPT_KINDS[language],
  );
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const exportedNames = new Set<string>();
  for (const statement of source.statements) {
    imports.push(...importsOf(statement, source));
    exports.push(...exportsOf(statement, source));
    for (const name of exportedLocals(statement)) exportedNames.add(name);
  }
  for (const { name, from } of exports) if (from === undefined) exportedNames.add(name);
  const { symbols, tooDeep } = collectSymbols(source, exportedNames);
  return {
    path,
    hash: content.hash,
    language,
    structure: 'ts-morph',
    lineCount: source.getLineStarts().length,
    symbols,
    imports,
    exports,
    problems: [...tooDeep, ...problemsOf(source)].slice(0, PROBLEMS_MAX),
    invalidUtf8: content.invalidUtf8,
  };
}

function collectSymbols(
  source: ts.SourceFile,
  exportedNames: ReadonlySet<string>,
): { symbols: SymbolFact[]; tooDeep: ParseProblem[] } {
  const symbols: SymbolFact[] = [];
  const tooDeep: ParseProblem[] = [];
  const visit = (node: ts.Node, lead: ts.Node, parent: number, depth: number): void => {
    if (depth > DEPTH_MAX) {
      if (tooDeep.length === 0) tooDeep.push({ line: lineAt(source, node.getStart(source)), message: TOO_DEEP });
      return;
    }
    const outer = symbols[parent];
    const declaration = describeDeclaration(node, lead, source, outer);
    let inner = parent;
    if (declaration) {
      inner = symbols.length;
      symbols.push(toSymbol(declaration, parent, outer, source, exportedNames));
    }
    ts.forEachChild(node, (child) => visit(child, startsWith(node, child) ? lead : child, inner, depth + 1));
  };
  ts.forEachChild(source, (node) => visit(node, node, -1, 0));
  return { symbols, tooDeep };
}

const TOO_DEEP = `Code nested more than ${DEPTH_MAX} levels deep is searched by its words only.`;

/** `const a = 1, b = 2`: the statement, with its doc comment and `export`, leads its first variable. */
function startsWith(node: ts.Node, child: ts.Node): boolean {
  return ts.isVariableStatement(node)
    ? child === node.declarationList
    : ts.isVariableDeclarationList(node) && child === node.declarations[0];
}

function toSymbol(
  declaration: Declaration,
  parent: number,
  outer: SymbolFact | undefined,
  source: ts.SourceFile,
  exportedNames: ReadonlySet<string>,
): SymbolFact {
  const { name, owner, kind, node, headEnd } = declaration;
  const start = node.getStart(source);
  return {
    name,
    qualifiedName: [outer?.qualifiedName, owner, name].filter((part) => part !== undefined).join('.').slice(0, QUALIFIED_MAX),
    kind,
    signature: headOf(source, node, headEnd),
    exported: isExported(declaration, outer, exportedNames),
    parent,
    ...linesOf(source, start, node.end),
    ...docRange(source, node, start),
  };
}

function isExported({ name, exported, node }: Declaration, outer: SymbolFact | undefined, exportedNames: ReadonlySet<string>): boolean {
  if (!outer) return exported || exportedNames.has(name);
  if (outer.kind !== 'namespace') return outer.exported;
  // Inside `namespace A {}` only what says so is exported; where everything is declared, all is.
  return outer.exported && (exported || (node.flags & (AMBIENT | ts.NodeFlags.NestedNamespace)) !== 0);
}

/** Set by the parser on what stands below `declare` or in a `.d.ts`; not in the public types. */
const AMBIENT = (ts.NodeFlags as unknown as { Ambient: ts.NodeFlags }).Ambient;

function docRange(source: ts.SourceFile, node: ts.Node, start: number): { doc?: LineRange } {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  let first: ts.CommentRange | undefined;
  for (const comment of comments.reverse()) {
    // A comment separated by an empty line speaks of something else.
    if (lineAt(source, first?.pos ?? start) - lineAt(source, comment.end) > 1) break;
    first = comment;
  }
  return first ? { doc: linesOf(source, first.pos, comments[0]!.end) } : {};
}

function linesOf(source: ts.SourceFile, start: number, end: number): LineRange {
  return {
    startLine: lineAt(source, start),
    endLine: lineAt(source, end),
  };
}

function lineAt(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

function problemsOf(source: ts.SourceFile): ParseProblem[] {
  // Not in the public types, but how the compiler keeps syntax errors without building a program.
  const { parseDiagnostics = [] } = source as unknown as { parseDiagnostics?: ts.Diagnostic[] };
  return parseDiagnostics.slice(0, PROBLEMS_MAX).map((diagnostic) => ({
    line: lineAt(source, diagnostic.start ?? 0),
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, LIMITS.signatureMaxChars),
  }));
}
