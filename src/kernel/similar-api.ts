/** Similar Structures: fingerprints as facts keep them, and the operation's requests and answers. */
import type { RequestBase } from './api';
import type { SymbolPlace } from './ast-api';
import type { Step } from './types';

/** Numbers of one fingerprint in `PackedFingerprints.rows`, and words of its sketch: four bins of a byte in each. */
export const FINGERPRINT_WIDTH = 4;
export const SKETCH_WORDS = 32;

/**
 * The shape of each definition that has code, without the code. `rows` holds `FINGERPRINT_WIDTH` numbers
 * for each: symbol (index in `FileFacts.symbols`), size (syntax nodes), hash of the tree without names and
 * literal values, hash of those names and values. `sketches` holds `SKETCH_WORDS` words for each: a MinHash
 * signature of the tree's pieces, the first bin in the lowest byte; 0 marks a bin that is empty.
 */
export interface PackedFingerprints {
  readonly rows: Uint32Array;
  readonly sketches: Uint32Array;
}

/**
 * What two pieces of code have in common: `identical` but for white space and comments, `renamed` (the same
 * but for names, types and literal values), or merely `similar`.
 */
export type SimilarityMatch = 'identical' | 'renamed' | 'similar';

export interface SimilarRequest extends RequestBase {
  readonly name?: string;
  readonly filePath?: string;
  readonly line?: number;
  /** Code instead of a definition of the workspace; needs `language`. */
  readonly snippet?: string;
  /** Of the snippet, such as `typescript` or `python`. */
  readonly language?: string;
  /** 0..1; default 0.7 for what resembles a definition, 0.85 for duplicates. */
  readonly minSimilarity?: number;
  /** Least size of a duplicate in syntax nodes; default 40. */
  readonly minSize?: number;
  /** Of duplicates: only groups with a member in this file or folder. */
  readonly path?: string;
  readonly limit?: number;
}

export interface SimilarSymbol extends SymbolPlace {
  /** 1 for what is identical or renamed, below 1 for what is similar. */
  readonly similarity: number;
  readonly match: SimilarityMatch;
  /** In syntax nodes: names, types, modifiers and brackets apart. */
  readonly size: number;
}

export interface DuplicateGroup {
  readonly match: SimilarityMatch;
  /** The least similarity of a member to the first one. */
  readonly similarity: number;
  /** Lines that all members but the longest have together: what merging them could save. */
  readonly lines: number;
  readonly members: readonly SimilarSymbol[];
}

export interface SimilarAnswer {
  readonly target?: SymbolPlace;
  /** Other definitions that the request may have meant. */
  readonly alternatives: readonly SymbolPlace[];
  /** The most similar first. */
  readonly matches: readonly SimilarSymbol[];
  /** Groups of near-equal definitions, when neither a definition nor a snippet was given. */
  readonly duplicates: readonly DuplicateGroup[];
  /** Matches or groups in all, before `limit`. */
  readonly total: number;
  readonly steps: readonly Step[];
}
