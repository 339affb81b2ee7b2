/** Which pieces go into a budget of tokens. */
import type { ContextItem } from '../kernel';
import type { PackInput } from './index';
import { TOKEN_MAX_CHARS } from './tokens';

export interface Piece {
  readonly item: ContextItem & { readonly cut?: boolean };
  /** Place in the ranking, 0 for the best. */
  readonly rank: number;
}

/** Tokens of a piece as it is rendered. */
export type CountPiece = (piece: Piece) => number;

/** A smaller rest of the budget is not worth a piece. */
const REST_MIN_TOKENS = 60;
/** Scores are taken to this power: 0 takes the shortest first, 1 trusts them to the letter. */
const TRUST = 0.5;

/**
 * The best piece first, cut by lines if it must be, so that an answer is never empty; then whole pieces
 * by score for their tokens (greedy, as for a knapsack) while they fit. Best first in the end.
 */
export function choosePieces(inputs: readonly PackInput[], budget: number, limit: number, count: CountPiece): Piece[] {
  const chosen: Piece[] = [];
  let rest = budget;
  const take = (piece: Piece | undefined): boolean => {
    if (!piece || piece.item.tokens > rest) return false;
    chosen.push(piece);
    rest -= piece.item.tokens;
    return true;
  };
  let next = 0;
  while (next < inputs.length && chosen.length === 0 && rest >= REST_MIN_TOKENS) {
    if (!take(wholePiece(inputs[next]!, next, rest, count))) take(cutPiece(inputs[next]!, next, rest, count));
    next += 1;
  }
  const others = inputs.slice(next).flatMap((input, index) => wholePiece(input, next + index, rest, count) ?? []);
  const value = ({ item }: Piece): number => item.score ** TRUST / item.tokens;
  for (const piece of others.sort((a, b) => value(b) - value(a) || a.rank - b.rank)) {
    if (chosen.length >= limit || rest < REST_MIN_TOKENS) break;
    take(piece);
  }
  return chosen.sort((a, b) => a.rank - b.rank);
}

/** The piece as it is, if it fits. What is too long for any count to fit is not counted, which takes time. */
function wholePiece(input: PackInput, rank: number, rest: number, count: CountPiece): Piece | undefined {
  if (input.code.length > rest * TOKEN_MAX_CHARS) return undefined;
  const piece = toPiece(input, rank, count);
  return piece.item.tokens <= rest ? piece : undefined;
}

function toPiece({ result, code, hash, language }: PackInput, rank: number, count: CountPiece, cut = false): Piece {
  const item = { ...result, language, code, hash, tokens: 0, ...(cut ? { cut } : {}) };
  return { rank, item: { ...item, tokens: count({ rank, item }) } };
}

/** The longest prefix of lines that fits, found by halving. */
function cutPiece(input: PackInput, rank: number, budget: number, count: CountPiece): Piece | undefined {
  const lines = input.code.split('\n');
  let low = 0;
  let best: Piece | undefined;
  for (let high = linesThatMayFit(lines, budget); low < high; ) {
    const middle = Math.ceil((low + high) / 2);
    const endLine = input.result.startLine + middle - 1;
    const piece = toPiece({ ...input, result: { ...input.result, endLine }, code: lines.slice(0, middle).join('\n') }, rank, count, true);
    if (piece.item.tokens <= budget) [low, best] = [middle, piece];
    else high = middle - 1;
  }
  return best;
}

/** At most all lines but one: the whole did not fit. */
function linesThatMayFit(lines: readonly string[], budget: number): number {
  let chars = 0;
  let count = 0;
  while (count < lines.length - 1 && (chars += lines[count]!.length) <= budget * TOKEN_MAX_CHARS) count += 1;
  return count;
}
