/**
 * Cuts a file into chunks that follow its definitions. Every non-blank line is in exactly one chunk
 * and no chunk overlaps another, so line ranges can be trusted. A definition that is too large is cut
 * at its inner definitions, then at its quietest lines; what is tiny joins its neighbour
 * (split-then-merge by non-whitespace size, after cAST, Zhang et al. 2025).
 */
import type { Chunk, FileFacts, LineRange, SymbolFact } from '../kernel';
import { cutAtQuietLines } from './cut';
import { nameChunks } from './name';
import { measureLines, type LineSizes } from './size';

/** Sizes in non-whitespace characters. */
export const CHUNK = { maxSize: 1_600, maxLines: 80, mergeSize: 260, plainSize: 900, plainLines: 50 } as const;

interface Node extends LineRange {
  readonly symbol: number;
  readonly children: Node[];
}

export function chunkFile(facts: FileFacts, lines: readonly string[]): Chunk[] {
  const sizes = measureLines(lines);
  const whole = { startLine: 1, endLine: lines.length };
  // Parts of documents are many and small: their chunks stay those of plain lines.
  if (facts.symbols.length === 0 || facts.structure === 'document') {
    const pieces = cutAtQuietLines(whole, lines, sizes, CHUNK.plainSize, CHUNK.plainLines);
    return trimAll(pieces, sizes).map((range) => ({ ...range, symbol: -1 }));
  }
  const root: Node = { ...whole, symbol: -1, children: symbolTree(facts.symbols, lines.length) };
  const pieces = trimAll(splitNode(root, lines, sizes, true), sizes);
  return nameChunks(pieces, facts.symbols);
}

/** Definitions as nested, non-overlapping line ranges, doc comments included. */
function symbolTree(symbols: readonly SymbolFact[], lastLine: number): Node[] {
  const top: Node[] = [];
  const nodes: (Node | undefined)[] = [];
  symbols.forEach((symbol, index) => {
    const parent = symbol.parent >= 0 ? nodes[symbol.parent] : undefined;
    if (symbol.parent >= 0 && !parent) return;
    const siblings = parent?.children ?? top;
    const previous = siblings[siblings.length - 1];
    const floor = Math.max(previous ? previous.endLine + 1 : 1, parent?.startLine ?? 1);
    const startLine = Math.max(symbol.doc?.startLine ?? symbol.startLine, floor);
    const endLine = Math.min(symbol.endLine, parent?.endLine ?? lastLine);
    // Several definitions on one line share the first one's range.
    if (startLine > endLine) return;
    const node: Node = { startLine, endLine, symbol: index, children: [] };
    nodes[index] = node;
    siblings.push(node);
  });
  return top;
}

function splitNode(node: Node, lines: readonly string[], sizes: LineSizes, isRoot: boolean): LineRange[] {
  if (!isRoot && fits(node, sizes)) return [node];
  if (node.children.length === 0) {
    return cutAtQuietLines(node, lines, sizes, CHUNK.maxSize, CHUNK.maxLines);
  }
  const pieces: LineRange[] = [];
  let next = node.startLine;
  const addGap = (endLine: number): void => {
    if (next > endLine) return;
    const gap = { startLine: next, endLine };
    if (sizes.between(gap) > 0) {
      pieces.push(...cutAtQuietLines(gap, lines, sizes, CHUNK.maxSize, CHUNK.maxLines));
    }
  };
  for (const child of node.children) {
    addGap(child.startLine - 1);
    pieces.push(...splitNode(child, lines, sizes, false));
    next = child.endLine + 1;
  }
  addGap(node.endLine);
  return mergeSmall(pieces, sizes);
}

/** Joins neighbours while the result stays small, so that one-liners do not become results of their own. */
function mergeSmall(pieces: readonly LineRange[], sizes: LineSizes): LineRange[] {
  const merged: LineRange[] = [];
  for (const piece of pieces) {
    const last = merged[merged.length - 1];
    const joined = last && { startLine: last.startLine, endLine: piece.endLine };
    if (last && joined && sizes.between(joined) <= CHUNK.mergeSize && fits(joined, sizes)) merged[merged.length - 1] = joined;
    else merged.push(piece);
  }
  return merged;
}

function fits(range: LineRange, sizes: LineSizes): boolean {
  return sizes.between(range) <= CHUNK.maxSize && range.endLine - range.startLine < CHUNK.maxLines;
}

function trimAll(pieces: readonly LineRange[], sizes: LineSizes): LineRange[] {
  return pieces.map((piece) => sizes.trim(piece)).filter((piece) => piece !== undefined);
}
