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
import { exportsOf, importsOf } from './modules';

const SCRIPT_KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  typescript: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  javascript: ts.ScriptKind.JS,
  jsx: ts.ScriptKind.JSX,
};

/** Nesting deeper than this is not walked: hostile input must not exhaust the stack. */
const DEPTH_MAX = 200;

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
  for (const statement of source.statements) {
    imports.push(...importsOf(statement, source));
    exports.push(...exportsOf(statement, source));
  }
  const exportedNames = new Set(exports.filter((fact) => fact.from === undefined).map((fact) => fact.name));
  return {
    path,
    hash: content.hash,
    language,
    structure: 'ts-morph',
    lineCount: source.getLineStarts().length,
    symbols: collectSymbols(source, exportedNames),
    imports,
    exports,
    problems: problemsOf(source),
    invalidUtf8: content.invalidUtf8,
  };
}

function collectSymbols(source: ts.SourceFile, exportedNames: ReadonlySet<string>): SymbolFact[] {
  const symbols: SymbolFact[] = [];
  const visit = (node: ts.Node, parent: number, depth: number): void => {
    if (depth > DEPTH_MAX) return;
    const declaration = describeDeclaration(node, source, parent >= 0 ? symbols[parent] : undefined);
    let inner = parent;
    if (declaration) {
      inner = symbols.length;
      symbols.push(toSymbol(declaration, parent, symbols, source, exportedNames));
    }
    ts.forEachChild(node, (child) => visit(child, inner, depth + 1));
  };
  ts.forEachChild(source, (node) => visit(node, -1, 0));
  return symbols;
}

function toSymbol(
  declaration: Declaration,
  parent: number,
  symbols: readonly SymbolFact[],
  source: ts.SourceFile,
  exportedNames: ReadonlySet<string>,
): SymbolFact {
  const { name, kind, node, headEnd } = declaration;
  const outer = parent >= 0 ? symbols[parent] : undefined;
  const start = node.getStart(source);
  const exported = outer ? outer.exported : declaration.exported || exportedNames.has(name);
  return {
    name,
    qualifiedName: outer ? `${outer.qualifiedName}.${name}` : name,
    kind,
    signature: declarationHead(source.text, start, headEnd),
    exported,
    parent,
    ...linesOf(source, start, node.end),
    ...docRange(source, node, start),
  };
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

function docRange(source: ts.SourceFile, node: ts.Node, start: number): { doc?: LineRange } {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = comments[comments.length - 1];
  if (!last || last.end > start) return {};
  // A comment separated by an empty line speaks of something else.
  if (/\n\s*\n/.test(source.text.slice(last.end, start))) return {};
  let first = last;
  for (let i = comments.length - 2; i >= 0; i -= 1) {
    const comment = comments[i]!;
    if (/\n\s*\n/.test(source.text.slice(comment.end, first.pos))) break;
    first = comment;
  }
  return { doc: linesOf(source, first.pos, last.end) };
}

function linesOf(source: ts.SourceFile, start: number, end: number): LineRange {
  return {
    startLine: source.getLineAndCharacterOfPosition(start).line + 1,
    endLine: source.getLineAndCharacterOfPosition(end).line + 1,
  };
}

function problemsOf(source: ts.SourceFile): ParseProblem[] {
  // Not in the public types, but how the compiler keeps syntax errors without building a program.
  const { parseDiagnostics = [] } = source as unknown as { parseDiagnostics?: ts.Diagnostic[] };
  return parseDiagnostics.slice(0, 20).map((diagnostic) => ({
    line: source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
  }));
}
