/**
 * Facts of TypeScript and JavaScript files through the compiler that ts-morph bundles. A plain walk
 * over `createSourceFile` with JSDoc parsing off is several times faster than wrapped nodes; types
 * and references are another stage's work.
 */
import { ts } from 'ts-morph';
import { LIMITS } from '../kernel';
import type { ExportFact, FileContent, FileFacts, ImportFact, ParseProblem } from '../kernel';
import { hasDocTypes } from './doc-types';
import { exportedLocals, exportsOf, importsOf } from './modules';
import { withFingerprints, type ParseOptions } from './fingerprint/builder';
import { lineAt, setLineStarts } from './positions';
import { walk } from './walk';
import { warmUp } from './warm-up';

const SCRIPT_KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  typescript: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  javascript: ts.ScriptKind.JS,
  jsx: ts.ScriptKind.JSX,
};

const PROBLEMS_MAX = 20;

/** JavaScript often holds JSX whatever its ending; the JSX grammar accepts both. */
export const scriptKindOf = (language: string): ts.ScriptKind | undefined =>
  language === 'javascript' ? ts.ScriptKind.JSX : SCRIPT_KINDS[language];

/** Which file of a thread is taken as a sign that more will follow. */
const FILES_BEFORE = 1;
let files = 0;

/** The facts of a file in the compiler's dialect `language`. Never throws but for what overflows the stack. */
export function parseTypeScript(content: FileContent, language: string, options: ParseOptions = {}): FileFacts {
  if (files++ === FILES_BEFORE) warmUp(factsOf);
  return factsOf(content, language, options);
}

function factsOf(content: FileContent, language: string, { fingerprints: shapes = true }: ParseOptions): FileFacts {
  const { text, path } = content;
  const docTypes = hasDocTypes(text, language);
  const { ParseAll, ParseNone } = ts.JSDocParsingMode;
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: docTypes ? ParseAll : ParseNone },
    false,
    scriptKindOf(language),
  );
  setLineStarts(source);
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const exportedNames = new Set<string>();
  for (const statement of source.statements) {
    imports.push(...importsOf(statement, source));
    exports.push(...exportsOf(statement, source));
    for (const name of exportedLocals(statement)) exportedNames.add(name);
  }
  for (const { local, from } of exports) if (from === undefined) exportedNames.add(local);
  const { symbols, references, fingerprints, tooDeep, imports: inner } = walk(source, exportedNames, shapes, docTypes);
  return {
    path,
    hash: content.hash,
    language,
    structure: 'ts-morph',
    lineCount: source.getLineStarts().length,
    module: '',
    symbols,
    references,
    ...withFingerprints(fingerprints),
    imports: [...imports, ...inner],
    exports,
    problems: [...tooDeep, ...problemsOf(source)].slice(0, PROBLEMS_MAX),
    invalidUtf8: content.invalidUtf8,
  };
}

function problemsOf(source: ts.SourceFile): ParseProblem[] {
  // Not in the public types, but how the compiler keeps syntax errors without building a program.
  const { parseDiagnostics = [] } = source as unknown as { parseDiagnostics?: ts.Diagnostic[] };
  return parseDiagnostics.slice(0, PROBLEMS_MAX).map((diagnostic) => ({
    line: lineAt(source, diagnostic.start ?? 0),
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, LIMITS.signatureMaxChars),
  }));
}
