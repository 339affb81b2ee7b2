/** What the engine and the type checker's thread say to each other. Everything here is structured-cloneable. */
import type { ExtractableBlock, ProjectFacts } from '../kernel';
import type { NamePlace } from '../graph';
import type { SourceRef } from '../source';

export interface CheckerFile {
  readonly path: string;
  readonly hash: string;
  /** Its bytes, when they are not on disk. */
  readonly content?: Uint8Array;
}

/** All that a checker may look at: the TypeScript and JavaScript files of a workspace, and its project files. */
export interface Universe {
  readonly source: SourceRef;
  readonly files: readonly CheckerFile[];
  readonly projects: readonly { readonly file: CheckerFile; readonly facts: ProjectFacts }[];
}

/** A definition or a use that is asked about. */
export interface CheckedPlace extends NamePlace {
  /** The asker's own number of it. */
  readonly at: number;
  /** The key of an object, of a pattern or of markup rather than a variable there. */
  readonly key: boolean;
}

export type CheckQuestion =
  /** What names mean. Answers what it can within `budgetMs`. */
  | { readonly kind: 'meaning'; readonly places: readonly CheckedPlace[]; readonly budgetMs: number }
  | { readonly kind: 'references' | 'implementations' | 'callers' | 'callees'; readonly place: NamePlace }
  /** Works types out in advance, for at most `budgetMs`; `complete` when nothing is left to do. */
  | { readonly kind: 'warm'; readonly budgetMs: number }
  /** What could be better in files, one after the other, as many as `budgetMs` allows. */
  | { readonly kind: 'review'; readonly files: readonly ReviewedFile[]; readonly budgetMs: number }
  /** Edits as patches; none that would make wrong what is right. */
  | { readonly kind: 'edits'; readonly edits: readonly EditOrder[]; readonly budgetMs: number };

/** A file, and what to look for in it. */
export interface ReviewedFile {
  readonly path: string;
  readonly imports: boolean;
  readonly parameters: boolean;
  readonly promises: boolean;
  /** Branches and loops inside each other from which on they are reported; 0 for none. */
  readonly nesting: number;
  /** Functions whose statements are looked at for blocks, by the places of their names. */
  readonly functions: readonly Omit<NamePlace, 'path'>[];
  readonly blockLines: number;
  readonly blockParameters: number;
}

export interface FoundRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

export interface FoundImport extends FoundRange {
  readonly specifier: string;
  readonly names: readonly string[];
  /** Nothing of the import is used. */
  readonly whole: boolean;
  /** A name stands in a comment or a text of the file. */
  readonly mentioned: boolean;
}

export interface FoundParameter extends FoundRange {
  readonly name: string;
  readonly of: string;
  readonly calls: number;
  readonly exported: boolean;
}

export interface FoundPromise extends FoundRange {
  /** What is called, as written. */
  readonly what: string;
  readonly type: string;
  /** The function around it is async. */
  readonly canAwait: boolean;
  /** A function that is called where it is written. */
  readonly immediate: boolean;
  readonly atTop: boolean;
}

export interface FoundNesting extends FoundRange {
  readonly depth: number;
  /** Kinds of the statements, from the outermost. */
  readonly path: readonly string[];
}

export interface FileReview {
  readonly path: string;
  readonly imports: readonly FoundImport[];
  readonly parameters: readonly FoundParameter[];
  readonly promises: readonly FoundPromise[];
  readonly nesting: readonly FoundNesting[];
  /** By the place that was asked about. */
  readonly functions: readonly (Omit<NamePlace, 'path'> & { readonly blocks: readonly ExtractableBlock[] })[];
  /** Why nothing was found out about it. */
  readonly failed?: string;
}

/** A change of one place, by the place that the review or facts gave. */
export interface EditOrder extends NamePlace {
  /** The asker's own number of it. */
  readonly at: number;
  readonly kind: 'import' | 'export' | 'parameter' | 'await';
}

export interface Patch {
  readonly at: number;
  /** A unified diff; absent when the edit is not safe. */
  readonly diff?: string;
  readonly refused?: string;
}

export interface CheckTask {
  /** Name of the workspace; one that is not known yet, or of another revision, must come with its universe. */
  readonly workspace: string;
  readonly revision: string;
  readonly universe?: Universe;
  /** Files that the answer is about; what they import at any distance is looked at, too. */
  readonly roots: readonly string[];
  readonly question: CheckQuestion;
  readonly limits: { readonly files: number; readonly characters: number };
}

export interface MeaningAnswer {
  readonly at: number;
  readonly path: string;
  readonly own: readonly NamePlace[];
  readonly bases: readonly NamePlace[];
}

export interface FoundReference extends NamePlace {
  readonly role: 'declaration' | 'import' | 'use';
  readonly write: boolean;
}

export interface FoundCall extends NamePlace {
  /** 1-based lines of the calls themselves. */
  readonly lines: readonly number[];
  /** It is the code of the file outside any definition. */
  readonly module: boolean;
}

export interface CheckerState {
  readonly files: number;
  readonly heapBytes: number;
  /** The most that the thread's heap may hold. */
  readonly heapLimit: number;
  /** How long reading the files and building the program took for this answer, ms. */
  readonly loadMs: number;
  /** The types of all files are worked out. */
  readonly warm: boolean;
}

export type CheckReply =
  | { readonly status: 'universe-needed' }
  | {
      readonly status: 'answered';
      readonly meanings: readonly MeaningAnswer[];
      readonly references: readonly FoundReference[];
      readonly calls: readonly FoundCall[];
      /** Of the first files that were asked about, in their order. */
      readonly reviews: readonly FileReview[];
      readonly patches: readonly Patch[];
      /** Every question was answered. */
      readonly complete: boolean;
      /** Files that were not as the universe says, or could not be read. */
      readonly changed: readonly string[];
      /** What each file imports, of those looked at; of `meaning` only. */
      readonly imports: ReadonlyMap<string, readonly string[]>;
      readonly state: CheckerState;
    };
