/** Heads of declarations around the packed code: a little of much for the rest of a budget. */
import type { DeclarationOutline, LineRange } from '../kernel';
import { renderOutline, type Frame } from '../render';
import type { Piece } from './choose';
import type { PackInput } from './index';
import type { CountTokens } from './tokens';

/** The declarations of one file, in the order of its lines. */
export interface OutlineInput extends Pick<DeclarationOutline, 'path' | 'language'> {
  /** A head is made when it is shown: most never are. */
  readonly symbols: readonly (LineRange & { head(): string })[];
}

/** What neighbours may take, however much is left: an answer should not be padded. */
const OUTLINE = { files: 5, perFile: 12, tokens: 600, minTokens: 40 } as const;

/**
 * Of the files with packed code, then of those whose code did not fit: first declarations that were
 * ranked and did not fit, then the nearest ones.
 */
export function addOutlines(
  pieces: readonly Piece[],
  inputs: readonly PackInput[],
  outlines: readonly OutlineInput[],
  rest: number,
  frame: Frame,
  countTokens: CountTokens,
): DeclarationOutline[] {
  let free = Math.min(rest, OUTLINE.tokens);
  const added: DeclarationOutline[] = [];
  for (const outline of inOrder(outlines, pieces)) {
    if (added.length >= OUTLINE.files || free < OUTLINE.minTokens) break;
    const shown = pieces.flatMap(({ item }) => (item.path === outline.path ? item : []));
    const missed = inputs.flatMap(({ result }) => (result.path === outline.path ? result : []));
    const { path, language } = outline;
    const fitting = fit({ path, language, symbols: nearest(outline, shown, missed) }, free, frame, countTokens);
    if (!fitting) continue;
    added.push(fitting.outline);
    free -= fitting.tokens;
  }
  return added;
}

function inOrder(outlines: readonly OutlineInput[], pieces: readonly Piece[]): OutlineInput[] {
  const shown = new Set(pieces.map(({ item }) => item.path));
  return [...outlines.filter(({ path }) => shown.has(path)), ...outlines.filter(({ path }) => !shown.has(path))];
}

/** Declarations whose head is not shown already, the most telling ones first. */
function nearest({ symbols }: OutlineInput, shown: readonly LineRange[], missed: readonly LineRange[]) {
  const hidden = symbols.filter(({ startLine }) => !shown.some((range) => startLine >= range.startLine && startLine <= range.endLine));
  const distance = ({ startLine, endLine }: LineRange): number => {
    if (missed.some((range) => range.startLine <= endLine && range.endLine >= startLine)) return -1;
    return Math.min(...(shown.length > 0 ? shown : missed).map((range) => Math.max(range.startLine - endLine, startLine - range.endLine, 0)));
  };
  return hidden
    .map((symbol) => ({ symbol, far: distance(symbol) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, OUTLINE.perFile)
    .map(({ symbol: { startLine, endLine, head } }) => ({ startLine, endLine, signature: head() }));
}

/** The most declarations that fit, in the order of the file. */
function fit(outline: DeclarationOutline, free: number, frame: Frame, countTokens: CountTokens) {
  for (let count = outline.symbols.length; count > 0; count = Math.floor(count / 2)) {
    const symbols = outline.symbols.slice(0, count).sort((a, b) => a.startLine - b.startLine);
    const tokens = countTokens(renderOutline({ ...outline, symbols }, frame)) + 1;
    if (tokens <= free) return { outline: { ...outline, symbols }, tokens };
  }
  return undefined;
}
