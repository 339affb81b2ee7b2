/**
 * References as the language service finds them, by its own search. Its `findReferences` also describes each
 * definition for editors, a quarter of its time, and looks through the platform's declarations, which nobody asks about.
 */
import { ts } from 'ts-morph';
import type { NamePlace } from '../graph';
import type { FoundReference } from './messages';
import { asName, isDeclaring, isImporting, startOf } from './nodes';
import type { Service } from './service';

interface Entry {
  readonly kind: number;
  /** Absent where a file is referenced, in a comment. */
  readonly node?: ts.Node;
}

interface Found {
  readonly definition?: object;
  readonly references: readonly Entry[];
}

interface SearchOptions {
  readonly use: number;
}

/** What the compiler does not have in its public types; a test holds the answers against `findReferences`. */
interface Inner {
  getTouchingPropertyName(source: ts.SourceFile, offset: number): ts.Node;
  getDeclarationFromName(node: ts.Node): ts.Declaration | undefined;
  isLiteralComputedPropertyDeclarationName(node: ts.Node): boolean;
  readonly FindAllReferences: {
    readonly Core: {
      getReferencedSymbolsForNode(offset: number, node: ts.Node, program: ts.Program, files: readonly ts.SourceFile[], token: ts.CancellationToken, options: SearchOptions): Found[] | undefined;
      getAdjustedNode(node: ts.Node, options: SearchOptions): ts.Node;
    };
    toReferenceEntry(entry: Entry): { readonly fileName: string; readonly textSpan: ts.TextSpan; readonly isWriteAccess: boolean };
    isDeclarationOfSymbol(node: ts.Node, symbol: ts.Symbol | undefined): boolean;
  };
}

const inner = ts as unknown as Inner;
/** References rather than names to be changed. */
const OPTIONS: SearchOptions = { use: 1 };
const NEVER: ts.CancellationToken = { isCancellationRequested: () => false, throwIfCancellationRequested: () => undefined };

export function findReferences(service: Service, place: NamePlace): FoundReference[] {
  const start = startOf(service, place);
  if (!start) return [];
  const program = service.program();
  const files = program.getSourceFiles().filter(({ fileName }) => service.pathOf(fileName) !== undefined);
  const { Core, toReferenceEntry, isDeclarationOfSymbol } = inner.FindAllReferences;
  const node = inner.getTouchingPropertyName(start.source, start.offset);
  const groups = Core.getReferencedSymbolsForNode(start.offset, node, program, files, NEVER, OPTIONS) ?? [];
  const asked = definedBy(Core.getAdjustedNode(node, OPTIONS), program.getTypeChecker());
  const found = new Map<string, FoundReference>();
  for (const { definition, references } of groups) {
    for (const entry of definition ? references : []) {
      const { fileName, textSpan, isWriteAccess } = toReferenceEntry(entry);
      const source = program.getSourceFile(fileName);
      const at = source && service.placeOf(source, textSpan.start);
      if (!at) continue;
      const role = roleOf(asName(entry.node), entry.node !== undefined && isDeclarationOfSymbol(entry.node, asked));
      const key = `${at.path}:${at.line}:${at.column}`;
      // One place may be in several groups; that it declares something is the stronger statement.
      if (role === 'declaration' || !found.has(key)) found.set(key, { ...at, role, write: isWriteAccess });
    }
  }
  return [...found.values()].sort(byPlace);
}

/** What a name or keyword declares. */
function definedBy(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const declares =
    node.kind === ts.SyntaxKind.DefaultKeyword ||
    inner.getDeclarationFromName(node) !== undefined ||
    inner.isLiteralComputedPropertyDeclarationName(node) ||
    (node.kind === ts.SyntaxKind.ConstructorKeyword && ts.isConstructorDeclaration(node.parent));
  return declares ? checker.getSymbolAtLocation(node) : undefined;
}

function roleOf(name: ts.Node | undefined, isDefinition: boolean): FoundReference['role'] {
  if (isImporting(name)) return 'import';
  return isDefinition || isDeclaring(name) ? 'declaration' : 'use';
}

function byPlace(a: NamePlace, b: NamePlace): number {
  return (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.line - b.line || a.column - b.column;
}
