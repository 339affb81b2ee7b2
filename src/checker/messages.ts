/** What the engine and the type checker's thread say to each other. Everything here is structured-cloneable. */
import type { ProjectFacts } from '../kernel';
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
  | { readonly kind: 'references' | 'implementations' | 'callers' | 'callees'; readonly place: NamePlace };

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
  /** How long reading the files and building the program took for this answer, ms. */
  readonly loadMs: number;
}

export type CheckReply =
  | { readonly status: 'universe-needed' }
  | {
      readonly status: 'answered';
      readonly meanings: readonly MeaningAnswer[];
      readonly references: readonly FoundReference[];
      readonly calls: readonly FoundCall[];
      /** Every question was answered. */
      readonly complete: boolean;
      /** Files that were not as the universe says, or could not be read. */
      readonly changed: readonly string[];
      /** What each file imports, of those looked at. */
      readonly imports: ReadonlyMap<string, readonly string[]>;
      readonly state: CheckerState;
    };
