/** Structure of one file and of places in it: requests and answers. */
import type { RequestBase } from './api';
import type { RelatedSymbol, SymbolPlace } from './ast-api';
import type { FileFacts, LineRange, ReferenceKind, Step, SymbolFact, SymbolKind } from './types';

export interface AnalyzeFileRequest extends RequestBase {
  readonly filePath: string;
}

/** A use of a name that is not bound inside the function it stands in. */
export interface ReferenceFact {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly kind: ReferenceKind;
  /** Qualified name of the symbol around it, or an empty string. */
  readonly inSymbol: string;
  /** `b` in `b.name`; empty for a receiver without a name, `{}` for keys of objects and of markup, `import('…')` for a module loaded there. */
  readonly receiver?: string;
}

export interface FileAnalysis extends Omit<FileFacts, 'references' | 'fingerprints'> {
  readonly references: readonly ReferenceFact[];
  readonly size: number;
  readonly cached: boolean;
}

export interface FindSymbolRequest extends RequestBase {
  readonly name: string;
  /** `exact` compares whole names; `fuzzy` also accepts parts and small typing errors. */
  readonly match?: 'exact' | 'fuzzy';
  readonly limit?: number;
}

export interface SymbolMatch extends SymbolFact {
  readonly path: string;
  readonly language: string;
  readonly score: number;
}

export interface FindSymbolAnswer {
  readonly matches: readonly SymbolMatch[];
  /** Matches in all, before `limit`. */
  readonly total: number;
  readonly steps: readonly Step[];
}

export interface StructuralContextRequest extends RequestBase {
  readonly filePath: string;
  readonly line: number;
  /** Default true: callers and what imports lead to, for which the workspace is indexed. */
  readonly related?: boolean;
}

/** A definition around a line, with its doc comment as the file has it now. */
export interface EnclosingSymbol extends SymbolFact {
  readonly docText?: string;
}

/** A name that the code at a line can use and that lives inside the functions around it. */
export interface LocalName {
  readonly name: string;
  readonly kind: 'parameter' | 'variable' | 'constant' | 'function' | 'class' | 'type';
  /** As written; empty when the language or the author leaves it out. */
  readonly type: string;
  readonly line: number;
}

/** An import whose names the code around a line uses. */
export interface UsedImport {
  readonly specifier: string;
  /** What the names are called in this file. */
  readonly names: readonly string[];
  readonly line: number;
  /** Files of the workspace that it leads to; none for libraries, and when `related` is false. */
  readonly paths: readonly string[];
}

export interface StructuralContext {
  readonly path: string;
  readonly line: number;
  readonly language: string;
  readonly structure: FileFacts['structure'];
  readonly hash: string;
  /** From the outermost to the innermost symbol around the line. */
  readonly enclosing: readonly EnclosingSymbol[];
  /** Other symbols with the same parent as the innermost one. */
  readonly siblings: readonly SymbolFact[];
  readonly imports: FileFacts['imports'];
  /** Those of `imports` that the innermost symbol uses. */
  readonly importsInUse: readonly UsedImport[];
  /** Inner ones first, as far as the language's parser tells. */
  readonly locals: readonly LocalName[];
  /** Definitions that code here can use by name: of this file, then imported ones. */
  readonly available: readonly SymbolPlace[];
  /** What calls the innermost symbol, the most certain first. */
  readonly callers: readonly RelatedSymbol[];
  /** The lines of the innermost symbol, or those around the line, read live. */
  readonly code: { readonly text: string } & LineRange;
  readonly steps: readonly Step[];
}

const KINDS: Readonly<Record<SymbolKind, true>> = {
  function: true, method: true, constructor: true, accessor: true, class: true, interface: true, type: true,
  enum: true, property: true, variable: true, constant: true, namespace: true, module: true, struct: true,
  trait: true, macro: true, section: true, key: true, selector: true, table: true,
};

/** Every kind of symbol. */
export const SYMBOL_KINDS = Object.keys(KINDS) as readonly SymbolKind[];
/** Where a kind stands in `SYMBOL_KINDS`: what packed definitions keep of it. Below 32. */
export const SYMBOL_KIND_NUMBERS: ReadonlyMap<SymbolKind, number> = new Map(SYMBOL_KINDS.map((kind, number) => [kind, number]));

/** What a result may be: a symbol's kind, or lines that belong to none. */
export const RESULT_KINDS = [...SYMBOL_KINDS, 'lines'] as readonly (SymbolKind | 'lines')[];
