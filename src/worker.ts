/**
 * The engine's analysis side, run in worker threads: one file in, its facts, chunks, words and
 * vectors out. The text itself leaves only when an outside embedding has to see it.
 */
import type { Chunk, FileContent, FileFacts, LocalName, SkipReason } from './kernel';
import { toEngineError } from './kernel';
import { findMatching, type Pattern } from './analyze';
import { chunkFile } from './chunk';
import { BUILT_IN_DIMENSIONS, embedChunks } from './embed';
import { countWords, type FileWords } from './lexical';
import { localsAt, parseFile, parseSnippet, splitLines, type SnippetShape } from './parse';
import { serveTask } from './pool';
import { redactSecrets } from './redact';
import { readTask, type TaskSource } from './source';
import { wholeRows } from './vector';

export interface AnalyzeTask extends TaskSource {
  readonly path: string;
  /** The content, when whoever asks has read it: then it is not read again. */
  readonly file?: FileContent;
  /** Hash of the content that the index knows: the same content is not analysed again. */
  readonly knownHash?: string;
  /** `facts`: no chunks, words and vectors are made. */
  readonly part?: 'facts';
  /** `builtin`: vectors are made here; `texts`: the chunks' texts are sent for an outside model. */
  readonly embedding: 'builtin' | 'texts';
}

/** What lives in the functions around a line of a text. */
export interface LocalsTask {
  readonly kind: 'locals';
  readonly path: string;
  readonly text: string;
  readonly line: number;
}

/** Which names fit a user's regular expression; it may never end, so it runs where it can be ended. */
export interface MatchTask {
  readonly kind: 'match';
  readonly pattern: Pattern;
  readonly names: readonly string[];
}

/** What pasted code looks like. */
export interface SnippetTask {
  readonly kind: 'snippet';
  readonly text: string;
  readonly language: string;
}

export type WorkerTask = AnalyzeTask | LocalsTask | MatchTask | SnippetTask;
export type WorkerAnswer = Analysis | readonly LocalName[] | readonly number[] | SnippetShape;

export interface AnalyzedFile {
  readonly status: 'analyzed';
  readonly size: number;
  readonly facts: FileFacts;
  readonly chunks: readonly Chunk[];
  readonly words: FileWords;
  /** As the index keeps them. */
  readonly vectors?: Int16Array;
  readonly texts?: readonly string[];
}

export type Analysis =
  | AnalyzedFile
  | { readonly status: 'unchanged' }
  | { readonly status: 'skipped'; readonly reason: SkipReason; readonly detail: string };

/** What the pool calls in each thread: errors keep their codes on the way back. */
export const analyzeTask = serveTask(work);

function work(task: WorkerTask): Promise<WorkerAnswer> | WorkerAnswer {
  if (!('kind' in task)) return analyze(task);
  switch (task.kind) {
    case 'locals':
      return localsAt(task.path, task.text, task.line);
    case 'match':
      return findMatching(task.pattern, task.names);
    case 'snippet':
      return parseSnippet(task.text, task.language);
  }
}

export async function analyze(task: AnalyzeTask): Promise<Analysis> {
  let content: FileContent;
  try {
    content = task.file ?? (await readTask(task, task.path));
  } catch (thrown) {
    return refusal(thrown);
  }
  if (content.hash === task.knownHash) return { status: 'unchanged' };
  const facts = withoutSecrets(await parseFile(content));
  if (task.part === 'facts') return { status: 'analyzed', size: content.size, facts, chunks: [], words: NO_WORDS };
  const lines = splitLines(content.text);
  const chunks = chunkFile(facts, lines);
  const words = countWords(facts, chunks, lines);
  return {
    status: 'analyzed',
    size: content.size,
    facts,
    chunks,
    words,
    ...(task.embedding === 'builtin'
      ? { vectors: wholeRows(embedChunks(words.terms, words.postings, chunks.length), BUILT_IN_DIMENSIONS) }
      : { texts: chunks.map((chunk) => textOf(facts, chunk, lines)) }),
  };
}

const NO_WORDS: FileWords = { terms: '', postings: new Uint32Array(0) };

/** Heads of declarations are kept and shown as they are; default values in them may be secrets. */
function withoutSecrets(facts: FileFacts): FileFacts {
  // Few files have one: all heads are looked at together, each line for itself, before any is taken apart.
  const together = facts.symbols.map(({ signature }) => signature).join('\n');
  if (redactSecrets(together, facts.language).found.length === 0) return facts;
  const heads = facts.symbols.map(({ signature }) => redactSecrets(signature, facts.language));
  if (heads.every(({ found }) => found.length === 0)) return facts;
  return { ...facts, symbols: facts.symbols.map((symbol, index) => ({ ...symbol, signature: heads[index]!.text })) };
}

/** A chunk as an embedding model should see it: where it is and what it is, then the code. A later part of a definition gets its signature as well. */
function textOf(facts: FileFacts, chunk: Chunk, lines: readonly string[]): string {
  const symbol = facts.symbols[chunk.symbol];
  const signature = symbol && chunk.startLine > symbol.startLine ? `\n${symbol.signature}` : '';
  const head = symbol ? `${facts.path} ${symbol.qualifiedName}${signature}` : facts.path;
  return `${head}\n${lines.slice(chunk.startLine - 1, chunk.endLine).join('\n')}`;
}

/** A file that cannot be read is left out by name; whatever else goes wrong is an error. */
function refusal(thrown: unknown): Analysis {
  const error = toEngineError(thrown);
  const reasons: Partial<Record<typeof error.code, SkipReason>> = {
    FILE_BINARY: 'binary',
    FILE_TOO_LARGE: 'too_large',
    FILE_NOT_FOUND: 'unreadable',
    FILE_NOT_READABLE: 'unreadable',
    FILE_NOT_A_FILE: 'not_a_file',
    PATH_OUTSIDE_ROOT: 'symlink_outside',
  };
  const reason = reasons[error.code];
  if (!reason) throw error;
  return { status: 'skipped', reason, detail: error.message };
}
