/** What the compiler says of a file, so that two states of it can be compared. */
import { ts } from 'ts-morph';
import { unusedIn, unusedImports } from '../review/imports';
import type { Service } from '../service';
import type { UnusedNames } from './imports';

export interface UnusedFound extends UnusedNames {
  readonly isImport: boolean;
}

export interface Diagnosed {
  /** Code and message → how often. */
  readonly errors: ReadonlyMap<string, number>;
  readonly unused: readonly UnusedFound[];
}

export function diagnosticsOf(service: Service, path: string): Diagnosed {
  const source = service.source(path);
  if (!source) return { errors: new Map([['gone', 1]]), unused: [] };
  const program = service.program();
  const errors = new Map<string, number>();
  for (const { code, messageText, category } of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
    if (category !== ts.DiagnosticCategory.Error) continue;
    const key = `${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    errors.set(key, (errors.get(key) ?? 0) + 1);
  }
  const imports = unusedImports(service, source).map(({ line, names }) => ({ line, names, isImport: true }));
  return { errors, unused: [...imports, ...unusedLocals(service, source)] };
}

const DECLARED_UNUSED = new Set([6133, 6196]);

function unusedLocals(service: Service, source: ts.SourceFile): UnusedFound[] {
  return unusedIn(service, source.fileName).flatMap(({ start = 0, code, length = 0 }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    const name = source.text.slice(start, start + length);
    return DECLARED_UNUSED.has(code) && !/\s/.test(name) && !isImported(source, start) ? [{ line: line + 1, names: [name], isImport: false }] : [];
  });
}

const isImported = (source: ts.SourceFile, offset: number): boolean =>
  source.statements.some((each) => (ts.isImportDeclaration(each) || ts.isImportEqualsDeclaration(each)) && each.pos <= offset && offset < each.end);

export function isWorse(before: Diagnosed, after: Diagnosed): boolean {
  return [...after.errors].some(([key, count]) => count > (before.errors.get(key) ?? 0));
}

/** Names that are unused now and were not before. */
export function newlyUnused(before: Diagnosed, after: Diagnosed): UnusedFound[] {
  const known = new Map<string, number>();
  for (const name of before.unused.flatMap(({ names }) => names)) known.set(name, (known.get(name) ?? 0) + 1);
  return after.unused.flatMap((each) => {
    const names = each.names.filter((name) => {
      const left = known.get(name) ?? 0;
      known.set(name, left - 1);
      return left <= 0;
    });
    return names.length > 0 ? [{ ...each, names }] : [];
  });
}
