/** What parsers of stack traces give. Nothing here knows the workspace yet. */

/** A frame as the trace reports it. */
export interface TraceFrame {
  /** Its line of the text, without colours and log prefixes. */
  readonly raw: string;
  /** As reported; empty when it has no name. */
  readonly function: string;
  /** As reported: a path, a URL, a bare file name; empty for code without a file (native, internal). */
  readonly path: string;
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** Folders that the language's names say the file lies in, such as a Java package as a path. */
  readonly folder?: string;
}

/** How a trace is related to the one before it in the answer. */
export type TraceRelation = 'error' | 'cause' | 'suppressed' | 'thread';

export interface ParsedTrace {
  readonly language: string;
  /** First line of the message with the error's type; may be empty. */
  readonly error: string;
  readonly relation: TraceRelation;
  /** The place where it was thrown comes first. */
  readonly frames: readonly TraceFrame[];
}

/** The line that opens a trace. */
export interface TraceHead {
  readonly error: string;
  readonly relation: TraceRelation;
  /** The trace before it in the text is the cause of the one it opens. */
  readonly causedByPrevious?: boolean;
  /** Says too little: a line further up may hold the error. */
  readonly weak?: boolean;
  /** The place where it was thrown, when the head itself names it. */
  readonly frame?: TraceFrame;
}

/**
 * One family's way to print traces. Lines come trimmed of prefixes and cut, see `cleanLines`; every
 * test of a line takes time linear in its length.
 */
export interface TraceFormat {
  readonly language: string;
  /** The frame that starts at `lines[at]`, and how many lines it takes. */
  readFrame(lines: readonly string[], at: number): FrameMatch | undefined;
  readHead(line: string, next: string): TraceHead | undefined;
  /** A line inside a trace that is neither frame nor head, such as `... 12 more`. */
  isFiller?(line: string): boolean;
  /** Frames stand from the outermost to the innermost; then this reads the error from the lines after them. */
  readTail?(line: string, frameIndent: number): string | undefined;
  /** The line after a trace says that the trace before it was the cause of the next one. */
  isCauseMark?(line: string): boolean;
  /** Last changes to a whole trace, such as its order. */
  finish?(frames: readonly TraceFrame[]): readonly TraceFrame[];
  /** The language by its frames, where a family has several. */
  languageOf?(frames: readonly TraceFrame[]): string;
  /** Any line right in front of the first frame is taken as the error. */
  readonly anyHead?: boolean;
}

export interface FrameMatch {
  readonly frame: TraceFrame;
  readonly lines: number;
  /** Set when the line opens a new trace and names its error, as Ruby's first line does. */
  readonly head?: TraceHead;
  /** The error, when this line ends a trace and names it. */
  readonly tail?: string;
}

export const TRACE_LIMITS = {
  /** Characters of a text that are read. */
  textChars: 1_048_576,
  /** Characters of a line that are read. */
  lineChars: 2_000,
  /** Frames kept from one text. */
  frames: 200,
  /** Lines between two frames of one trace that belong to neither. */
  gapLines: 6,
  /** Lines between a head and its first frame: messages may have several lines. */
  headLines: 30,
  errorChars: 500,
} as const;
