/**
 * The domain's nouns. Paths are POSIX and relative to the snapshot's root; lines are 1-based and
 * inclusive; times are milliseconds; scores are 0..1. Values are immutable and serialise (structured
 * clone), so that they can cross threads and, later, machines.
 */
import type { PackedFingerprints } from './similar-api';

/** The ways an answer can be made; `automatic` lets the selector choose one of the others. */
export const CONCRETE_MODES = ['ast', 'rag', 'ast_first', 'rag_first', 'parallel'] as const;
export const MODES = ['automatic', ...CONCRETE_MODES] as const;
export type ConcreteMode = (typeof CONCRETE_MODES)[number];
export type Mode = (typeof MODES)[number];

export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** A file as the source lists it: no content yet. */
export interface SnapshotFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** SHA-256 (hex) of its bytes, where the source holds them: then it alone tells whether a file changed. */
  readonly hash?: string;
}

export type SkipReason =
  | 'ignored'
  | 'too_large'
  | 'binary'
  | 'not_allowed'
  | 'symlink_outside'
  | 'not_a_file'
  | 'unreadable'
  | 'timeout'
  | 'too_many_files'
  | 'too_deep'
  | 'not_selected';

/** A file or folder that the engine left out, and why. `detail` is for a person to read. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
  readonly detail?: string;
}

/** One file's content at one moment. `hash` is the SHA-256 (hex) of its bytes. */
export interface FileContent {
  readonly path: string;
  readonly text: string;
  readonly hash: string;
  readonly size: number;
  /** Bytes that were not valid UTF-8 were replaced by U+FFFD. */
  readonly invalidUtf8: boolean;
}

export type SymbolKind =
  | 'function'
  | 'method'
  | 'constructor'
  | 'accessor'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'property'
  | 'variable'
  | 'constant'
  | 'namespace'
  | 'module'
  | 'struct'
  | 'trait'
  | 'macro'
  /** Of documents: a heading's part, a key's value, a style rule, a table of a database. */
  | 'section'
  | 'key'
  | 'selector'
  | 'table';

export interface ParameterFact {
  readonly name: string;
  /** As written; empty when the language or the author leaves it out. */
  readonly type: string;
  readonly optional: boolean;
}

export interface HeritageFact {
  readonly relation: 'extends' | 'implements';
  /** The type's name without type arguments. */
  readonly name: string;
}

/** A definition. `signature` is declaration text without bodies or comments. */
export interface SymbolFact extends LineRange {
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  readonly signature: string;
  readonly exported: boolean;
  /** Index in `FileFacts.symbols` of the enclosing symbol, or -1. */
  readonly parent: number;
  /** The doc comment in front of it (inside it, for Python). */
  readonly doc?: LineRange;
  /** Where its name stands; columns are 1-based, in UTF-16 units. */
  readonly nameLine: number;
  readonly nameColumn: number;
  readonly parameters: readonly ParameterFact[];
  /** As written; empty when there is none. */
  readonly returnType: string;
  readonly typeParameters: readonly string[];
  /** `async`, `static`, `private`, … as written, in order. */
  readonly modifiers: readonly string[];
  /** Names of decorators, annotations or attributes, without arguments. */
  readonly decorators: readonly string[];
  readonly heritage: readonly HeritageFact[];
  /** Cyclomatic complexity of its own code, inner definitions apart; 0 for what has no code. */
  readonly complexity: number;
}

export interface ImportFact {
  readonly specifier: string;
  /** Imported names as written in the exporting module; `default` and `*` included. */
  readonly names: readonly string[];
  /** What each of `names` is called in this file. */
  readonly locals: readonly string[];
  readonly line: number;
  readonly typeOnly: boolean;
}

export interface ExportFact {
  /** What importers call it; `default` and `*` included. */
  readonly name: string;
  /** What it is called in this file, or in the module it comes from. */
  readonly local: string;
  readonly line: number;
  /** Module specifier of a re-export. */
  readonly from?: string;
}

export interface ParseProblem {
  readonly line: number;
  readonly message: string;
}

/**
 * Uses of names that are not bound inside the function they stand in, in the order of the text.
 * `names` is the list of distinct names joined by newlines; `data` holds rows of
 * `REFERENCE_WIDTH` numbers: name, line, column, kind (index in `REFERENCE_KINDS`), enclosing symbol
 * + 1, receiver's name + 1 (`b` in `b.name`; 0 when there is none, `''` for a receiver without a name,
 * `{}` for the key of an object or of markup, whose owner only types tell).
 */
export interface PackedReferences {
  readonly names: string;
  readonly data: Uint32Array | Uint16Array;
}

export const REFERENCE_WIDTH = 6;
export const REFERENCE_KINDS = ['read', 'call', 'new', 'type', 'write', 'extends', 'decorator'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** What a project file says about where modules are found. */
export type ProjectFacts =
  | {
      readonly kind: 'tsconfig';
      readonly extends: readonly string[];
      readonly baseUrl?: string;
      /** Pattern, with at most one `*`, to targets relative to `baseUrl` or to the file's folder. */
      readonly paths: Readonly<Record<string, readonly string[]>>;
    }
  | {
      readonly kind: 'package';
      readonly name: string;
      /** `main`, `module`, `types`, in this order, as far as given. */
      readonly entries: readonly string[];
      /** Subpath (`.`, `./x`, `./*`) to every target that its conditions name. */
      readonly exports: Readonly<Record<string, readonly string[]>>;
      /** As `exports`, for `#internal` specifiers. */
      readonly imports: Readonly<Record<string, readonly string[]>>;
      readonly bin: readonly string[];
      /** Nobody outside installs it. */
      readonly private?: boolean;
      /** Code files that any of its texts names, such as scripts and plugins' lists. */
      readonly mentions?: readonly string[];
    }
  | { readonly kind: 'go'; readonly module: string };

/** What is known of one file without holding its text: positions, names, declaration heads. */
export interface FileFacts {
  readonly path: string;
  readonly hash: string;
  readonly language: string;
  /** Which parser made `symbols`; `none` means lines and words only. */
  readonly structure: 'ts-morph' | 'tree-sitter' | 'document' | 'none';
  /** Package or module that the file declares (Go, Java, C#, PHP, …), or an empty string. */
  readonly module: string;
  readonly lineCount: number;
  readonly symbols: readonly SymbolFact[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly references: PackedReferences;
  /** Absent when no definition of the file is large enough to be compared. */
  readonly fingerprints?: PackedFingerprints;
  readonly project?: ProjectFacts;
  readonly problems: readonly ParseProblem[];
  readonly invalidUtf8: boolean;
}

/** A piece of one file. The chunks of a file cover every non-blank line exactly once. */
export interface Chunk extends LineRange {
  /** Index in `FileFacts.symbols` of the innermost symbol that holds the whole chunk, or -1. */
  readonly symbol: number;
}

/**
 * The chunks that a retriever proposes, as columns: `scores` has one number per chunk, `signals` a row of
 * `width` numbers. What is known of a chunk is 0..1 each, in the order of the retrievers' `SIGNALS`; those
 * beyond `width` are 0 for all.
 */
export interface Candidates {
  /** The index's own numbers of the chunks, ascending, each once. */
  readonly chunks: Uint32Array;
  /** How sure the retriever is of each, 0..1. */
  readonly scores: Float64Array;
  readonly signals: Float64Array;
  readonly width: number;
  /** The best score; 0 when there is none. */
  readonly top: number;
  /** The time was over before all was looked at: what had been found by then. */
  readonly late?: boolean;
}

export type ResultSource = 'ast' | 'rag' | 'ast+rag';

/** A ranked piece of code, without its text. */
export interface RankedResult extends LineRange {
  readonly path: string;
  /** Qualified name of the symbol, or an empty string. */
  readonly symbol: string;
  /** Kind of the symbol, or `lines`. */
  readonly kind: SymbolKind | 'lines';
  readonly score: number;
  readonly source: ResultSource;
  readonly why: Readonly<Record<string, number>>;
}

/** A ranked piece with its code, read live and checked against `hash`. */
export interface ContextItem extends RankedResult {
  readonly language: string;
  readonly code: string;
  readonly hash: string;
  readonly tokens: number;
}

/** Heads of declarations beside the code of an answer. */
export interface DeclarationOutline {
  readonly path: string;
  readonly language: string;
  readonly symbols: readonly (LineRange & { readonly signature: string })[];
}

export interface ModeDecision {
  readonly requested: Mode;
  readonly mode: ConcreteMode;
  /** How sure the selector is, 0..1; 1 when the caller chose. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** Points of each mode, by which `automatic` chose: the most wins, an equal lead is no sure one. */
  readonly scores?: Readonly<Record<ConcreteMode, number>>;
  readonly cached: boolean;
}

/** An estimate of the probability that the needed code is among the results. */
export interface QualityScore {
  readonly score: number;
  readonly lowQuality: boolean;
  readonly features: Readonly<Record<string, number>>;
  readonly advice: readonly string[];
}

/** One step of an answer that a reader may need to know: a branch that ran, fell back or was dropped. */
export interface Step {
  readonly step: string;
  readonly status: 'ok' | 'failed' | 'dropped' | 'fallback' | 'note';
  readonly detail?: string;
}
