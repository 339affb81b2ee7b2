import type { Chunk, FileFacts } from '../kernel';
import { termsOf } from './tokens';
import { createCounter, type FileWords } from './counter';

export { unpackBody, unpackDoc, unpackSymbol, type FileWords } from './counter';

const ANY_COMMENT = /^\s*(?:\/\/|\/\*|\*(?!\w)|#(?!include|define|if|endif|pragma)|--\s|"""|''')/;
/** `#name` is a private member where the structure is TypeScript's, a comment in most other languages. */
const COMMENT_LINES = {
  'ts-morph': /^\s*(?:\/\/|\/\*|\*(?!\w))/,
  'tree-sitter': ANY_COMMENT,
  document: ANY_COMMENT,
  none: ANY_COMMENT,
} as const satisfies Record<FileFacts['structure'], RegExp>;

/** What a thread remembers of words. More is forgotten between two files: hostile ones must not fill the memory. */
const WORDS_MAX = 50_000;
const counter = createCounter();

export function countWords(facts: FileFacts, chunks: readonly Chunk[], lines: readonly string[]): FileWords {
  if (counter.words() > WORDS_MAX) counter.forget();
  const { count, open, take } = counter;
  const docLines = linesOfDocs(facts, lines.length);
  const commentLine = COMMENT_LINES[facts.structure];
  const names = namesByLine(facts);
  chunks.forEach((chunk, number) => {
    open(number);
    for (let line = chunk.startLine; line <= chunk.endLine; line += 1) {
      const text = lines[line - 1] ?? '';
      count(text, docLines[line] === 1 || commentLine.test(text) ? 'doc' : 'body');
      const defined = names.get(line);
      if (defined) for (const name of defined) count(name, 'symbol');
    }
  });
  return take();
}

/** The words of a path: those of the file's own name count twice. */
export function pathTerms(path: string): Map<string, number> {
  const counts = new Map<string, number>();
  const slash = path.lastIndexOf('/');
  const stem = path.slice(slash + 1).replace(/\.[^.]+$/, '');
  for (const term of termsOf(path.slice(0, Math.max(slash, 0)))) counts.set(term, 1);
  for (const term of termsOf(stem)) counts.set(term, 2);
  return counts;
}

/** 1 for each line of a doc comment, by line. */
function linesOfDocs(facts: FileFacts, lineCount: number): Uint8Array {
  const lines = new Uint8Array(lineCount + 1);
  for (const { doc } of facts.symbols) if (doc) lines.fill(1, doc.startLine, doc.endLine + 1);
  return lines;
}

function namesByLine(facts: FileFacts): ReadonlyMap<number, string[]> {
  const names = new Map<number, string[]>();
  // A key or heading counts as the word it is; only definitions of code count as names.
  if (facts.structure === 'document') return names;
  for (const { name, startLine } of facts.symbols) {
    const known = names.get(startLine);
    if (known) known.push(name);
    else names.set(startLine, [name]);
  }
  return names;
}
