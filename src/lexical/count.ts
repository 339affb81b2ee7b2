import type { Chunk, FileFacts } from '../kernel';
import { forEachTerm, termsOf } from './tokens';

/**
 * The words of one file in the form that crosses threads: `terms` is the file's vocabulary joined by
 * newlines; `postings` holds triples (chunk number in the file, term number in `terms`, packed counts).
 */
export interface FileWords {
  readonly terms: string;
  readonly postings: Uint32Array;
}

/** Fields of a chunk, in the order of their counts in a packed number. */
export type Field = 'symbol' | 'doc' | 'body';

const BODY_MAX = 0xfff;
const SMALL_MAX = 0x3ff;

export const unpackSymbol = (packed: number): number => packed >>> 22;
export const unpackDoc = (packed: number): number => (packed >>> 12) & SMALL_MAX;
export const unpackBody = (packed: number): number => packed & BODY_MAX;

const UNIT: Readonly<Record<Field, number>> = { symbol: 1 << 22, doc: 1 << 12, body: 1 };
const ANY_COMMENT = /^\s*(?:\/\/|\/\*|\*(?!\w)|#(?!include|define|if|endif|pragma)|--\s|"""|''')/;
/** `#name` is a private member where the structure is TypeScript's, a comment in most other languages. */
const COMMENT_LINES = {
  'ts-morph': /^\s*(?:\/\/|\/\*|\*(?!\w))/,
  'tree-sitter': ANY_COMMENT,
  document: ANY_COMMENT,
  none: ANY_COMMENT,
} as const satisfies Record<FileFacts['structure'], RegExp>;

export function countWords(facts: FileFacts, chunks: readonly Chunk[], lines: readonly string[]): FileWords {
  const vocabulary = new Map<string, number>();
  const postings: number[] = [];
  const docLines = linesOfDocs(facts);
  const commentLine = COMMENT_LINES[facts.structure];
  const names = namesByLine(facts);
  chunks.forEach((chunk, number) => {
    const counts = new Map<number, number>();
    const add = (field: Field) => (term: string) => {
      let id = vocabulary.get(term);
      if (id === undefined) vocabulary.set(term, (id = vocabulary.size));
      counts.set(id, addCapped(counts.get(id) ?? 0, field));
    };
    const [addSymbol, addDoc, addBody] = [add('symbol'), add('doc'), add('body')];
    for (let line = chunk.startLine; line <= chunk.endLine; line += 1) {
      const text = lines[line - 1] ?? '';
      forEachTerm(text, docLines.has(line) || commentLine.test(text) ? addDoc : addBody);
      for (const name of names.get(line) ?? []) forEachTerm(name, addSymbol);
    }
    for (const [term, packed] of counts) postings.push(number, term, packed);
  });
  return { terms: [...vocabulary.keys()].join('\n'), postings: Uint32Array.from(postings) };
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

function addCapped(packed: number, field: Field): number {
  const full =
    field === 'body'
      ? unpackBody(packed) === BODY_MAX
      : (field === 'doc' ? unpackDoc(packed) : unpackSymbol(packed)) === SMALL_MAX;
  return full ? packed : (packed + UNIT[field]) >>> 0;
}

function linesOfDocs(facts: FileFacts): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { doc } of facts.symbols) {
    for (let line = doc?.startLine ?? 1; line <= (doc?.endLine ?? 0); line += 1) lines.add(line);
  }
  return lines;
}

function namesByLine(facts: FileFacts): ReadonlyMap<number, string[]> {
  const names = new Map<number, string[]>();
  for (const { name, startLine } of facts.symbols) {
    const known = names.get(startLine);
    if (known) known.push(name);
    else names.set(startLine, [name]);
  }
  return names;
}
