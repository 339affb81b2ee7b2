/** Real text in chunks of equal size: what the packages in node_modules hold, in the order of their paths. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../../src/lexical';

export interface TextChunk {
  readonly path: string;
  readonly text: string;
}

const LINES = 25;
const FILE_MAX_BYTES = 300_000;
/** A longer line is data or minified. */
const LINE_MAX = 300;
const CODE = /\.(?:[cm]?[jt]s|tsx|jsx)$/;

export function readChunks(count: number, root = 'node_modules'): TextChunk[] {
  const chunks: TextChunk[] = [];
  const folders = [root];
  while (folders.length > 0 && chunks.length < count) {
    const folder = folders.shift()!;
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && CODE.test(path) && statSync(path).size <= FILE_MAX_BYTES) chunks.push(...cut(path));
    }
  }
  if (chunks.length < count) throw new Error(`${root} holds ${chunks.length} chunks of code only, not ${count}.`);
  return chunks.slice(0, count);
}

function cut(path: string): TextChunk[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line.length <= LINE_MAX);
  const starts = Array.from({ length: Math.ceil(lines.length / LINES) }, (_, i) => i * LINES);
  return starts.map((start) => ({ path, text: lines.slice(start, start + LINES).join('\n') }));
}

/** The same numbers in every run. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Questions of two to six words that stand together in some chunk. */
export function makeQuestions(chunks: readonly TextChunk[], count: number): string[] {
  const random = createRandom(7);
  const questions: string[] = [];
  while (questions.length < count) {
    const words = [...new Set(wordsOf(chunks[Math.floor(random() * chunks.length)]!.text).filter((word) => word.length > 3))];
    const from = Math.floor(random() * words.length);
    const chosen = words.slice(from, from + 2 + Math.floor(random() * 5));
    if (chosen.length >= 2) questions.push(chosen.join(' '));
  }
  return questions;
}
