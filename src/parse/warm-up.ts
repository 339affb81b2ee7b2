/**
 * Makes a thread ready to read many files. V8 optimises a function by what it has met so far, and throws the
 * result away at the first branch that it has not met: the compiler's scanner alone is compiled 17 times over
 * the first 2,500 files. Having met each piece of the grammar once before any function is hot, it is compiled
 * twice. Costs about as much as one larger file, and nothing where a thread reads one file only.
 */
import type { FileContent, FileFacts } from '../kernel';
import type { ParseOptions } from './fingerprint/builder';
import { MARKUP_SAMPLE, SAMPLE } from './sample';

/** What V8 learns of a function counts from some calls on. */
const ROUNDS = 3;

export function warmUp(parse: (content: FileContent, language: string, options: ParseOptions) => FileFacts): void {
  const code = contentOf('sample.ts', SAMPLE);
  const markup = contentOf('sample.tsx', MARKUP_SAMPLE);
  for (let round = 0; round < ROUNDS; round += 1) {
    parse(code, 'typescript', {});
    parse(markup, 'tsx', {});
  }
}

function contentOf(path: string, lines: readonly string[]): FileContent {
  const text = lines.join('\n');
  return { path, text, hash: '', size: text.length, invalidUtf8: false };
}
