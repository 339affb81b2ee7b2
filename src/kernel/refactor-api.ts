/** Refactoring Suggestions: request and answer. */
import type { RequestBase } from './api';
import type { LineRange, Step } from './types';

export const REFACTORING_RULES = [
  'dead_export', 'unused_import', 'unused_parameter', 'cycle', 'duplicate', 'long_function',
  'complex_function', 'god_file', 'deep_nesting', 'floating_promise',
] as const;
export type RefactoringRule = (typeof REFACTORING_RULES)[number];

/** From which figure on something is reported. */
export interface RefactoringThresholds {
  /** Lines of a function, those of definitions inside it apart. */
  readonly functionLines: number;
  /** Cyclomatic complexity of a function. */
  readonly complexity: number;
  /** Branches, loops and tries inside each other. */
  readonly nesting: number;
  /** Lines of a file that also has `fileDefinitions`, `fileUsers` or twice as many lines. */
  readonly fileLines: number;
  /** Definitions outside functions and types in a file. */
  readonly fileDefinitions: number;
  /** Files that import a file. */
  readonly fileUsers: number;
  /** Lines of a definition that has a near-equal one. */
  readonly duplicateLines: number;
  /** How alike duplicates are, 0..1. */
  readonly similarity: number;
  /** Lines of a block worth a function of its own. */
  readonly blockLines: number;
  /** Most values that such a block may take in. */
  readonly blockParameters: number;
}

export const REFACTORING_DEFAULTS: RefactoringThresholds = {
  functionLines: 80,
  complexity: 15,
  nesting: 5,
  fileLines: 600,
  fileDefinitions: 40,
  fileUsers: 25,
  duplicateLines: 8,
  similarity: 0.9,
  blockLines: 6,
  blockParameters: 4,
};

export interface RefactoringRequest extends RequestBase {
  /** File or folder that findings are about; default: the whole workspace, which is looked at in any case. */
  readonly path?: string;
  /** Only in paths that match (.gitignore syntax). */
  readonly pathGlob?: string;
  /** Default: all. */
  readonly rules?: readonly RefactoringRule[];
  /** Default of each: `REFACTORING_DEFAULTS`. */
  readonly thresholds?: Partial<RefactoringThresholds>;
  /** Findings that are less sure are left out and counted; default 0.5. */
  readonly minConfidence?: number;
  /** Default false: long, complex, nested, duplicate and large code of tests is not reported. */
  readonly includeTests?: boolean;
  /** Default true: patches where they can be made safely. */
  readonly diffs?: boolean;
  readonly limit?: number;
}

/** Another place that a finding is about. */
export interface FindingPlace extends LineRange {
  readonly path: string;
  readonly symbol: string;
  readonly note?: string;
}

/** Statements that could become a function of their own. */
export interface ExtractableBlock extends LineRange {
  /** Variables that it reads, declared before it: the parameters. */
  readonly inputs: readonly string[];
  /** Variables that it sets and that are read after it: what it would return. */
  readonly outputs: readonly string[];
  /** It waits for promises. */
  readonly async: boolean;
  /** It uses `this`. */
  readonly usesThis: boolean;
}

/** An import that closes a circle of files. */
export interface CutEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  /** Uses, in `from`, of what `to` defines. */
  readonly uses: number;
  /** What is used. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
}

export interface Finding extends LineRange {
  readonly rule: RefactoringRule;
  readonly path: string;
  /** Qualified name of the definition, or an empty string. */
  readonly symbol: string;
  /** For a person to read, one sentence. */
  readonly message: string;
  /** Figures by name. */
  readonly evidence: Readonly<Record<string, string | number | boolean>>;
  readonly why: string;
  readonly effort: 'small' | 'medium' | 'large';
  /** How sure it is that the finding is right, 0..1. */
  readonly confidence: number;
  /** What doing it is worth, 0..1; the order of findings is by this, sure ones and small efforts first. */
  readonly value: number;
  readonly places?: readonly FindingPlace[];
  readonly blocks?: readonly ExtractableBlock[];
  readonly cuts?: readonly CutEdge[];
  /**
   * A unified diff (`git apply`) of the files as they are now. It was type-checked as far as the
   * workspace's own files tell: nothing is wrong after it that was right before.
   */
  readonly diff?: string;
}

export interface RefactoringAnswer {
  readonly findings: readonly Finding[];
  /** Before `limit`. */
  readonly total: number;
  readonly byRule: Readonly<Record<string, number>>;
  /** Findings below `minConfidence`. */
  readonly unsure: number;
  /** What the rules could not look at, and why. */
  readonly notChecked: readonly { readonly rule: RefactoringRule; readonly files: number; readonly reason: string }[];
  readonly steps: readonly Step[];
}
