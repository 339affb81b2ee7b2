/** Promises that only hold when parsing, chunking and counting agree on what a line is. */
import fc from 'fast-check';
import { CHUNK, chunkFile } from '../../src/chunk';
import { countWords, termsOf } from '../../src/lexical';
import { parseFile, splitLines } from '../../src/parse';
import { contentOf } from '../parse/content';

const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\u2028', '\n\n\n');
const piece = fc.constantFrom(
  '/** Says why. */', '// note', 'export class Router {', '  match(path) {', '    return path;', '  }', '}', 'const cache = new Map();',
  'export const parse = (text) => {', '};', 'interface Options { root: string; retry(): void }', '  @Input() name = 1;', 'function open( {',
  '`template', "'string", '/* open', '*/', '', '   ', '\u0001', '日本語();', `  ${'call(argument);'.repeat(20)}`, 'x'.repeat(1_700),
);
const code = fc.array(fc.tuple(piece, end, fc.integer({ min: 1, max: 12 })), { maxLength: 40 }).map((parts) =>
  parts.map(([text, eol, times]) => (text + eol).repeat(times > 9 ? times : 1)).join(''),
);
const path = fc.constantFrom('a.ts', 'a.tsx', 'a.js', 'a.d.ts', 'a.py', 'a.md');

test('each line with something on it is in one chunk, and each word of it counts there', async () => {
  await fc.assert(
    fc.asyncProperty(code, path, async (text, name) => {
      const facts = await parseFile(contentOf(name, text));
      const lines = splitLines(text);
      expect(facts.lineCount).toBe(lines.length);
      const chunks = chunkFile(facts, lines);
      const { terms, postings } = countWords(facts, chunks, lines);
      const vocabulary = terms.split('\n');
      const words = chunks.map(() => new Set<string>());
      for (let at = 0; at < postings.length; at += 3) words[postings[at]!]!.add(vocabulary[postings[at + 1]!]!);
      lines.forEach((line, index) => {
        const holders = chunks.flatMap(({ startLine, endLine }, i) => (startLine <= index + 1 && endLine >= index + 1 ? [i] : []));
        expect(holders.length).toBeLessThanOrEqual(1);
        if (!/\S/.test(line)) return;
        expect([line, holders.length]).toEqual([line, 1]);
        for (const term of termsOf(line)) expect(words[holders[0]!]!.has(term)).toBe(true);
      });
      for (const { startLine, endLine } of chunks) expect(endLine - startLine).toBeLessThan(CHUNK.maxLines);
      // A definition is found by its line: the first one of it is in a chunk.
      for (const { startLine } of facts.symbols) {
        expect(chunks.some((chunk) => chunk.startLine <= startLine && chunk.endLine >= startLine)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
