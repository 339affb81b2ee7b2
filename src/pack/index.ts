/**
 * Fills a token budget: whole pieces by value for their tokens, then the heads of declarations around
 * them. The rendered text never exceeds the budget.
 */
import type { ContextItem, DeclarationOutline, RankedResult } from '../kernel';
import { renderItem, renderPack, type Frame } from '../render';
import { choosePieces, type Piece } from './choose';
import { addOutlines, type OutlineInput } from './outline';
import type { CountTokens } from './tokens';

export { choosePieces } from './choose';
export type { OutlineInput } from './outline';
export { loadTokenizer, type CountTokens } from './tokens';

export interface PackInput {
  readonly result: RankedResult;
  readonly language: string;
  readonly hash: string;
  readonly code: string;
}

export interface PackOptions extends Frame {
  readonly budgetTokens: number;
  /** Pieces at most. */
  readonly limit: number;
}

export interface Packed {
  /** Best first. */
  readonly items: readonly ContextItem[];
  readonly outlines: readonly DeclarationOutline[];
  /** By file, the best one first, and by line. */
  readonly text: string;
  readonly tokens: number;
  /** Pieces that say the same as one before them. */
  readonly duplicates: number;
  readonly unfit: number;
}

/** `inputs`: best first. `outlines`: of their files, in the same order. */
export function packItems(
  inputs: readonly PackInput[],
  outlines: readonly OutlineInput[],
  options: PackOptions,
  countTokens: CountTokens,
): Packed {
  const distinct = withoutRepeats(inputs);
  const render = (piece: Piece): string => renderItem(piece.item, options);
  const free = options.budgetTokens - frameTokens(distinct[0], options, countTokens);
  const pieces = choosePieces(distinct, free, options.limit, (piece) => countTokens(render(piece)) + 1);
  const used = pieces.reduce((sum, { item }) => sum + item.tokens, 0);
  const unfit = distinct.length - pieces.length;
  const added = addOutlines(pieces, distinct, outlines, Math.max(0, free - used), options, countTokens);
  return { ...finish(pieces, added, options, countTokens), duplicates: inputs.length - distinct.length, unfit };
}

/** What is rendered once, whatever the pieces are. */
function frameTokens(first: PackInput | undefined, options: PackOptions, countTokens: CountTokens): number {
  if (!first) return 0;
  const item = { ...first.result, language: first.language, code: '' };
  return countTokens(renderPack([item], [], options)) - countTokens(renderItem(item, options)) + 1;
}

/** Copied code says the same twice; very short pieces may be alike by chance. */
const COPY_MIN_CHARS = 80;

function withoutRepeats(inputs: readonly PackInput[]): PackInput[] {
  const seen = new Set<string>();
  return inputs.filter(({ code, result }) => {
    const key = code.length < COPY_MIN_CHARS ? `${result.path}:${result.startLine}` : code.replace(/\s+/g, ' ').trim();
    return seen.size < seen.add(key).size;
  });
}

/** Tokens of the whole can differ from the sum of the parts; the whole is what must fit. */
function finish(chosen: readonly Piece[], added: readonly DeclarationOutline[], options: PackOptions, countTokens: CountTokens) {
  const pieces = [...chosen];
  const outlines = [...added];
  for (;;) {
    const text = renderPack(byFile(pieces).map(({ item }) => item), outlines, options);
    const tokens = text === '' ? 0 : countTokens(text);
    if (tokens <= options.budgetTokens) {
      const items = pieces.map(({ item: { cut: _, ...item } }) => item);
      return { items, outlines, text, tokens };
    }
    if (!outlines.pop()) pieces.pop();
  }
}

function byFile(pieces: readonly Piece[]): Piece[] {
  const files = [...new Set(pieces.map(({ item }) => item.path))];
  return [...pieces].sort((a, b) => files.indexOf(a.item.path) - files.indexOf(b.item.path) || a.item.startLine - b.item.startLine);
}
