/** Code behind events: a stack trace, a change. Requests and answers. */
import type { RequestBase, WorkspaceRef } from './api';
import type { SymbolPlace } from './ast-api';
import type { StructuralContext } from './structure-api';
import type { Step } from './types';

export interface ResolveStackTraceRequest extends RequestBase {
  readonly trace: string;
  readonly limit?: number;
}

/** One of the errors that a text reports. */
export interface TracedError {
  readonly language: string;
  /** Type and first line of the message; may be empty. */
  readonly error: string;
  /** What it is to the one before it in the list. */
  readonly relation: 'error' | 'cause' | 'suppressed' | 'thread';
  readonly frames: number;
}

export interface ResolvedFrame {
  /** Number of its error in `errors`. */
  readonly trace: number;
  /** Position in the trace, 0 = where it was thrown. */
  readonly index: number;
  readonly raw: string;
  readonly function: string;
  readonly reportedPath: string;
  readonly reportedLine?: number;
  /** In the workspace; absent for frames of libraries and runtimes. */
  readonly path?: string;
  readonly line?: number;
  readonly own: boolean;
  readonly sourceMapped: boolean;
  /** 1 when one file fits; less when several do. */
  readonly confidence: number;
  readonly context?: StructuralContext;
}

export interface StackTraceAnswer {
  readonly language: string;
  readonly error: string;
  /** All errors of the text: each with its causes behind it. */
  readonly errors: readonly TracedError[];
  /** Own code first, then in the order of the trace. */
  readonly frames: readonly ResolvedFrame[];
  readonly unparsedLines: number;
  readonly steps: readonly Step[];
}

export interface ImpactRequest extends RequestBase {
  /** Unified diff, such as that of a pull request. The workspace is the state before or after it: found out. */
  readonly diff?: string;
  /** Instead of a diff: the workspace before the change; that of the request is then the one after it. */
  readonly against?: WorkspaceRef;
  /** Steps of callers; default 3. */
  readonly depth?: number;
  readonly limit?: number;
}

export type SymbolChange = 'added' | 'removed' | 'signature' | 'body' | 'moved';

export interface ImpactAnswer {
  readonly files: readonly { readonly path: string; readonly change: 'added' | 'removed' | 'modified' | 'renamed' | 'binary'; readonly additions: number; readonly deletions: number }[];
  readonly changes: readonly (SymbolPlace & { readonly change: SymbolChange; readonly breaking: boolean; readonly why: string; readonly before?: string })[];
  readonly callers: readonly (SymbolPlace & { readonly distance: number; readonly via: string; readonly confidence: number })[];
  readonly tests: readonly { readonly path: string; readonly reason: string }[];
  readonly entryPoints: readonly { readonly path: string; readonly reason: string }[];
  readonly risk: { readonly score: number; readonly level: 'low' | 'medium' | 'high'; readonly reasons: readonly string[] };
  readonly base: 'before' | 'after' | 'unknown';
  readonly steps: readonly Step[];
}
