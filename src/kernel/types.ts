/**
 * The domain's nouns. Paths are POSIX and relative to the snapshot's root; lines are 1-based and
 * inclusive; times are milliseconds; scores are 0..1. Values are immutable and serialise (structured
 * clone), so that they can cross threads and, later, machines.
 */

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
  | 'namespace';

/** A definition. `signature` is declaration text without bodies or comments. */
export interface SymbolFact extends LineRange {
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  readonly signature: string;
  readonly exported: boolean;
  /** Index in `FileFacts.symbols` of the enclosing symbol, or -1. */
  readonly parent: number;
  /** The doc comment in front of it. */
  readonly doc?: LineRange;
}

export interface ImportFact {
  readonly specifier: string;
  /** Imported names as written in the exporting module; `default` and `*` included. */
  readonly names: readonly string[];
  readonly line: number;
  readonly typeOnly: boolean;
}

export interface ExportFact {
  readonly name: string;
  readonly line: number;
  /** Module specifier of a re-export. */
  readonly from?: string;
}

export interface ParseProblem {
  readonly line: number;
  readonly message: string;
}

/** What is known of one file without holding its text: positions, names, declaration heads. */
export interface FileFacts {
  readonly path: string;
  readonly hash: string;
  readonly language: string;
  /** Which parser made `symbols`; `none` means lines and words only. */
  readonly structure: 'ts-morph' | 'none';
  readonly lineCount: number;
  readonly symbols: readonly SymbolFact[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly problems: readonly ParseProblem[];
  readonly invalidUtf8: boolean;
}

/** A piece of one file. The chunks of a file cover every non-blank line exactly once. */
export interface Chunk extends LineRange {
  /** Index in `FileFacts.symbols` of the innermost symbol that holds the whole chunk, or -1. */
  readonly symbol: number;
}

/** A chunk that a retriever proposes. `chunk` is the index's own number of the chunk. */
export interface Candidate {
  readonly chunk: number;
  readonly score: number;
  /** Each signal's share of `score`. */
  readonly why: Readonly<Record<string, number>>;
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

export interface ModeDecision {
  readonly requested: Mode;
  readonly mode: ConcreteMode;
  /** How sure the selector is, 0..1; 1 when the caller chose. */
  readonly confidence: number;
  readonly reasons: readonly string[];
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
