/**
 * Facts of TypeScript and JavaScript files through the compiler that ts-morph bundles. A plain walk
 * over `createSourceFile` with JSDoc parsing off is several times faster than wrapped nodes; types
 * and references are another stage's work.
 */
import { ts } from 'ts-morph';
import type { ExportFact, FileContent, FileFacts, ImportFact, ParseProblem } from '../kernel';
import { exportsOf, importsOf } from './modules';
import { walk } from './walk';

const SCRIPT_KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  typescript: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  javascript: ts.ScriptKind.JS,
  jsx: ts.ScriptKind.JSX,
};

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
  const exportedNames = new Set(exports.filter((fact) => fact.from === undefined).map((fact) => fact.local));
  return {
    path,
    hash: content.hash,
    language,
    structure: 'ts-morph',
    lineCount: source.getLineStarts().length,
    module: '',
    ...walk(source, exportedNames),
    imports,
    exports,
    problems: problemsOf(source),
    invalidUtf8: content.invalidUtf8,
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
