/** Fills a token budget with ranked items, best first. The rendered text never exceeds the budget. */
import type { ContextItem, RankedResult } from '../kernel';
import { renderItem, renderPack } from '../render';
import { TOKEN_MAX_CHARS, type CountTokens } from './tokens';

export { loadTokenizer, type CountTokens } from './tokens';

export interface PackInput {
  readonly result: RankedResult;
  readonly language: string;
  readonly hash: string;
  readonly code: string;
}

export interface Packed {
  readonly items: readonly ContextItem[];
  readonly text: string;
  readonly tokens: number;
}

/** A smaller rest of the budget is not worth a cut item. */
const CUT_MIN_TOKENS = 60;

/**
 * Takes items in order until `limit` or the budget; an item that does not fit is passed over for
 * smaller ones behind it, and only the first may be cut by lines, so that an answer is never empty.
 */
export function packItems(
  inputs: Iterable<PackInput>,
  budgetTokens: number,
  limit: number,
  countTokens: CountTokens,
): Packed {
  const items: (ContextItem & { cut?: boolean })[] = [];
  let used = 0;
  for (const input of inputs) {
    if (items.length >= limit || budgetTokens - used < CUT_MIN_TOKENS) break;
    const rest = budgetTokens - used;
    const fitting = wholeItem(input, rest, countTokens) ?? (items.length === 0 ? cutItem(input, rest, countTokens) : undefined);
    if (!fitting) continue;
    items.push(fitting);
    used += fitting.tokens;
  }
  return finish(items, budgetTokens, countTokens);
}

/** The item as it is, if it fits. What is too long for any count to fit is not counted, which takes time. */
function wholeItem(input: PackInput, rest: number, countTokens: CountTokens): ContextItem | undefined {
  if (input.code.length > rest * TOKEN_MAX_CHARS) return undefined;
  const item = toItem(input, countTokens);
  return item.tokens <= rest ? item : undefined;
}

function toItem(input: PackInput, countTokens: CountTokens, cut = false): ContextItem & { cut?: boolean } {
  const { result, code, hash, language } = input;
  const item = { ...result, language, code, hash, tokens: 0, ...(cut ? { cut } : {}) };
  // One more for the line break between items.
  return { ...item, tokens: countTokens(renderItem(item)) + 1 };
}

/** The longest prefix of lines that fits, found by halving. */
function cutItem(input: PackInput, budget: number, countTokens: CountTokens): (ContextItem & { cut?: boolean }) | undefined {
  const lines = input.code.split('\n');
  let low = 0;
  let best: (ContextItem & { cut?: boolean }) | undefined;
  for (let high = linesThatMayFit(lines, budget); low < high; ) {
    const middle = Math.ceil((low + high) / 2);
    const endLine = input.result.startLine + middle - 1;
    const item = toItem({ ...input, result: { ...input.result, endLine }, code: lines.slice(0, middle).join('\n') }, countTokens, true);
    if (item.tokens <= budget) [low, best] = [middle, item];
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

/** Tokens of the whole can differ from the sum of the parts; the whole is what must fit. */
function finish(items: (ContextItem & { cut?: boolean })[], budget: number, countTokens: CountTokens): Packed {
  for (;;) {
    const text = renderPack(items);
    const tokens = items.length === 0 ? 0 : countTokens(text);
    if (tokens <= budget) return { items, text, tokens };
    items.pop();
  }
}
