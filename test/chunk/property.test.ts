import fc from 'fast-check';
import { CHUNK, chunkFile } from '../../src/chunk';
import { anyFile, factsOf } from './arbitrary';

const RUNS = { numRuns: 400 };

const chunksOf = ({ lines, symbols }: { lines: string[]; symbols: Parameters<typeof factsOf>[0] }) =>
  chunkFile(factsOf(symbols, lines.length), lines);

test('every line with something on it is in exactly one chunk', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const seen = new Array<number>(file.lines.length + 1).fill(0);
      for (const { startLine, endLine } of chunksOf(file)) {
        for (let line = startLine; line <= endLine; line += 1) seen[line]! += 1;
      }
      file.lines.forEach((text, index) => {
        expect(seen[index + 1]).toBeLessThanOrEqual(1);
        if (/\S/.test(text)) expect([index + 1, seen[index + 1]]).toEqual([index + 1, 1]);
      });
    }),
    RUNS,
  );
});

test('chunks are in order, inside the file and begin and end on lines with something on them', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      let last = 0;
      for (const { startLine, endLine } of chunksOf(file)) {
        expect(startLine).toBeGreaterThan(last);
        expect(endLine).toBeGreaterThanOrEqual(startLine);
        expect(endLine).toBeLessThanOrEqual(file.lines.length);
        expect(file.lines[startLine - 1]!.trim() === '' && !/\S|\u3000/.test(file.lines[startLine - 1]!)).toBe(false);
        last = endLine;
      }
    }),
    RUNS,
  );
});

test('no chunk has too many lines or, unless it is a single line, too many characters', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      for (const { startLine, endLine } of chunksOf(file)) {
        const size = file.lines.slice(startLine - 1, endLine).join('').replace(/\s/g, '').length;
        expect(endLine - startLine + 1).toBeLessThanOrEqual(CHUNK.maxLines);
        if (endLine > startLine) expect(size).toBeLessThanOrEqual(CHUNK.maxSize);
      }
    }),
    RUNS,
  );
});

test('a chunk names a symbol that touches it, or none', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      for (const { startLine, endLine, symbol } of chunksOf(file)) {
        expect(symbol).toBeGreaterThanOrEqual(-1);
        expect(symbol).toBeLessThan(file.symbols.length);
        if (symbol < 0) continue;
        const named = file.symbols[symbol]!;
        const start = Math.min(named.startLine, named.doc?.startLine ?? named.startLine);
        expect(start <= endLine && named.endLine >= startLine).toBe(true);
      }
    }),
    RUNS,
  );
});

test('the same file gives the same chunks', () => {
  fc.assert(fc.property(anyFile, (file) => expect(chunksOf(file)).toEqual(chunksOf(structuredClone(file)))), { numRuns: 200 });
});
