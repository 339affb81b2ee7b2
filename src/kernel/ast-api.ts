/** Structural analysis: the requests and answers of AST Analyze. All serialise, like those of `Engine`. */
import type { CallOptions, RequestBase } from './api';
import type { ImpactAnswer, ImpactRequest, ResolveStackTraceRequest, StackTraceAnswer } from './event-api';
import type { RefactoringAnswer, RefactoringRequest } from './refactor-api';
import type { AnalyzeFileRequest, FileAnalysis, FindSymbolAnswer, FindSymbolRequest, StructuralContext, StructuralContextRequest } from './structure-api';
import type { SimilarAnswer, SimilarRequest } from './similar-api';
import type { LineRange, ReferenceKind, SkippedFile, Step, SymbolFact, SymbolKind } from './types';

/** A definition somewhere in the workspace. */
export interface SymbolPlace extends LineRange {
  readonly path: string;
  readonly symbol: string;
  readonly kind: SymbolKind;
  readonly signature: string;
  readonly exported: boolean;
  readonly language: string;
}

export interface AnalyzeWorkspaceRequest extends RequestBase {
  /** Tokens that the repository map may take; default 2,000. */
  readonly mapTokens?: number;
}

export interface WorkspaceAnalysis {
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
  /** Definitions in code; parts of documents are only counted with their language. */
  readonly symbols: number;
  readonly languages: readonly { readonly language: string; readonly files: number; readonly lines: number; readonly symbols: number; readonly structure: string }[];
  /** Files that nothing imports and that something starts: bins, mains, servers, tests apart. */
  readonly entryPoints: readonly { readonly path: string; readonly reason: string }[];
  /** By uses that are certain; `rank` is PageRank over all references, by which the map is made. */
  readonly mostReferenced: readonly (SymbolPlace & { readonly rank: number; readonly uses: number })[];
  readonly mostComplex: readonly (SymbolPlace & { readonly complexity: number })[];
  readonly cycles: readonly (readonly string[])[];
  /** Skeletons of the files that the rest leans on most, within the token budget. */
  readonly map: { readonly text: string; readonly tokens: number; readonly files: number };
  readonly skipped: readonly SkippedFile[];
  readonly skippedCount: number;
}

export interface TraverseRequest extends RequestBase {
  readonly path?: string;
  readonly glob?: string;
  readonly languages?: readonly string[];
  readonly minBytes?: number;
  readonly maxBytes?: number;
  /** ISO time or ms since 1970. */
  readonly changedSince?: string | number;
  readonly includeIgnored?: boolean;
  readonly limit?: number;
}

export interface TraversedEntry {
  readonly path: string;
  readonly type: 'file' | 'folder';
  readonly language: string;
  readonly bytes: number;
  readonly modifiedAt: string;
  /** Why the engine leaves it out; absent for what it sees. */
  readonly ignored?: string;
}

export interface TraverseAnswer {
  readonly entries: readonly TraversedEntry[];
  readonly total: number;
  readonly skippedByReason: Readonly<Record<string, number>>;
}

export interface MapDependenciesRequest extends RequestBase {
  /** File or folder; default: the whole workspace. */
  readonly path?: string;
  readonly direction?: 'imports' | 'importers' | 'both';
  /** Steps from the start; default 2. */
  readonly depth?: number;
  readonly format?: 'json' | 'mermaid' | 'dot';
  readonly limit?: number;
}

export interface DependencyMap {
  readonly nodes: readonly { readonly path: string; readonly level: number; readonly distance: number; readonly language: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly line: number; readonly typeOnly: boolean }[];
  readonly external: readonly { readonly from: string; readonly specifier: string }[];
  readonly cycles: readonly (readonly string[])[];
  /** The graph as Mermaid or DOT, when that was asked for. */
  readonly text?: string;
  readonly truncated: boolean;
}

export interface SearchStructureRequest extends RequestBase {
  readonly kinds?: readonly SymbolKind[];
  readonly name?: string;
  readonly nameMatch?: 'exact' | 'glob' | 'regex';
  readonly pathGlob?: string;
  readonly module?: string;
  readonly signatureContains?: string;
  readonly parameterType?: string;
  readonly returnType?: string;
  readonly decorator?: string;
  readonly exported?: boolean;
  readonly minComplexity?: number;
  readonly maxComplexity?: number;
  readonly minLines?: number;
  readonly extends?: string;
  readonly implements?: string;
  readonly calls?: string;
  readonly calledBy?: string;
  readonly unreferenced?: boolean;
  readonly sortBy?: 'path' | 'name' | 'complexity' | 'lines' | 'uses' | 'rank';
  readonly limit?: number;
}

export interface StructureMatch extends SymbolPlace {
  readonly complexity: number;
  readonly parameters: SymbolFact['parameters'];
  readonly returnType: string;
  readonly decorators: readonly string[];
  readonly uses?: number;
  readonly rank?: number;
}

export interface SearchStructureAnswer {
  readonly matches: readonly StructureMatch[];
  readonly total: number;
  readonly steps: readonly Step[];
}

/** Which definition is meant: by name (perhaps qualified, perhaps with its file), or by place. */
export interface SymbolQuery extends RequestBase {
  readonly name?: string;
  readonly filePath?: string;
  readonly line?: number;
  readonly limit?: number;
  /** TypeScript and JavaScript through the language service: slower, and exact for members too. */
  readonly exact?: boolean;
}

export interface UseFact {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly kind: ReferenceKind | 'declaration' | 'import';
  /** Qualified name of the symbol around the use, or an empty string. */
  readonly inSymbol: string;
  readonly certainty: 'exact' | 'import' | 'unique' | 'ambiguous';
  readonly confidence: number;
}

export interface ReferencesAnswer {
  readonly target?: SymbolPlace;
  /** Other definitions that the query may have meant. */
  readonly alternatives: readonly SymbolPlace[];
  readonly uses: readonly UseFact[];
  readonly total: number;
  readonly method: 'index' | 'language-service';
  readonly steps: readonly Step[];
}

export interface RelatedSymbol extends SymbolPlace {
  /** Lines at which the relation shows. */
  readonly lines: readonly number[];
  readonly certainty: UseFact['certainty'];
  readonly confidence: number;
}

export interface RelatedAnswer {
  readonly target?: SymbolPlace;
  readonly alternatives: readonly SymbolPlace[];
  readonly symbols: readonly RelatedSymbol[];
  readonly total: number;
  readonly method: 'index' | 'language-service';
  readonly steps: readonly Step[];
}

/** Everything AST Analyze can do, one method per operation. */
export interface ASTAnalysisManager {
  analyzeFile(request: AnalyzeFileRequest, options?: CallOptions): Promise<FileAnalysis>;
  findSymbol(request: FindSymbolRequest, options?: CallOptions): Promise<FindSymbolAnswer>;
  structuralContext(request: StructuralContextRequest, options?: CallOptions): Promise<StructuralContext>;
  analyzeWorkspace(request: AnalyzeWorkspaceRequest, options?: CallOptions): Promise<WorkspaceAnalysis>;
  traverse(request: TraverseRequest, options?: CallOptions): Promise<TraverseAnswer>;
  mapDependencies(request: MapDependenciesRequest, options?: CallOptions): Promise<DependencyMap>;
  searchStructure(request: SearchStructureRequest, options?: CallOptions): Promise<SearchStructureAnswer>;
  findReferences(request: SymbolQuery, options?: CallOptions): Promise<ReferencesAnswer>;
  findCallers(request: SymbolQuery, options?: CallOptions): Promise<RelatedAnswer>;
  findCallees(request: SymbolQuery, options?: CallOptions): Promise<RelatedAnswer>;
  findImplementations(request: SymbolQuery, options?: CallOptions): Promise<RelatedAnswer>;
  resolveStackTrace(request: ResolveStackTraceRequest, options?: CallOptions): Promise<StackTraceAnswer>;
  impactOfChange(request: ImpactRequest, options?: CallOptions): Promise<ImpactAnswer>;
  findSimilar(request: SimilarRequest, options?: CallOptions): Promise<SimilarAnswer>;
  suggestRefactorings(request: RefactoringRequest, options?: CallOptions): Promise<RefactoringAnswer>;
}
