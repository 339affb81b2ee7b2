/**
 * A repository in as many tokens as there are: skeletons of the files that the rest leans on most, as
 * aider's repository map draws them. Definitions are taken by rank until the budget is used; what is
 * left out between two of them shows as `⋮`.
 */
import type { IndexedFile } from '../corpus';
import type { SymbolFact } from '../kernel';
import { compareText, isCode, type CodeView } from './view';

export type CountTokens = (text: string) => number;

export interface RepositoryMap {
  readonly text: string;
  readonly tokens: number;
  readonly files: number;
}

/** One line that the map may show; without `symbol`, only that the file is there. */
interface Candidate {
  readonly file: IndexedFile;
  readonly symbol?: number;
  readonly rank: number;
}

const GAP = '⋮';
const INDENT = '  ';
const ROUNDS = 6;
const ENOUGH = 0.9;
/** Functions hold no interface of their own. */
const CLOSED = new Set<SymbolFact['kind']>(['function', 'method', 'constructor', 'accessor']);

/** `tokens` is never above `budget`; an empty text when not even one line fits. */
export function renderMap(view: CodeView, budget: number, countTokens: CountTokens): RepositoryMap {
  const candidates = rankCandidates(view);
  const draw = (count: number): RepositoryMap => {
    const chosen = candidates.slice(0, count);
    const text = drawFiles(chosen, view);
    return { text, tokens: text === '' ? 0 : countTokens(text), files: new Set(chosen.map(({ file }) => file.path)).size };
  };
  let count = estimateCount(candidates, budget, countTokens);
  let map = draw(count);
  while (map.tokens > budget) {
    count = Math.max(0, Math.min(count - 1, Math.floor((count * budget) / map.tokens)));
    map = draw(count);
  }
  // Estimates are careful; use what they left over.
  for (let round = 0; round < ROUNDS && map.tokens < budget * ENOUGH && count < candidates.length; round += 1) {
    const more = Math.min(candidates.length, Math.max(count + 1, Math.floor((count * budget) / Math.max(1, map.tokens))));
    const larger = draw(more);
    if (larger.tokens > budget) break;
    [count, map] = [more, larger];
  }
  return map;
}

/** How many candidates fit if every line is counted by itself, with a mark before it. */
function estimateCount(candidates: readonly Candidate[], budget: number, countTokens: CountTokens): number {
  const shown = new Set<string>();
  let used = 0;
  for (const [number, { file, symbol }] of candidates.entries()) {
    if (!shown.has(file.path)) used += countTokens(file.path) + 3;
    shown.add(file.path);
    if (symbol !== undefined) used += countTokens(lineOf(file, symbol)) + 3;
    if (used > budget) return number;
  }
  return candidates.length;
}

/** Definitions by rank, then the files that have none to show. */
function rankCandidates({ files, graph }: CodeView): Candidate[] {
  const ranks = graph.ranks();
  const symbols: Candidate[] = [];
  const bare: Candidate[] = [];
  for (const file of files) {
    const before = symbols.length;
    // Parts of documents have no rank: they would only fill what room is left.
    if (file.facts.structure !== 'document') file.facts.symbols.forEach((symbol, index) => {
      if (!belongsToInterface(file, index) || !isCode(symbol)) return;
      symbols.push({ file, symbol: index, rank: rounded(ranks.symbols.get(`${file.id}:${index}`)) });
    });
    if (symbols.length === before) bare.push({ file, rank: rounded(ranks.files.get(file.id)) });
  }
  const order = (a: Candidate, b: Candidate): number =>
    b.rank - a.rank || compareText(a.file.path, b.file.path) || (a.symbol ?? 0) - (b.symbol ?? 0);
  return [...symbols.sort(order), ...bare.sort(order)];
}

/** Sums of the last digits depend on the order in which files came. */
const rounded = (rank: number | undefined): number => Number((rank ?? 0).toPrecision(9));

function belongsToInterface({ facts }: IndexedFile, index: number): boolean {
  const { modifiers, name, parent } = facts.symbols[index]!;
  if (modifiers.includes('private') || name.startsWith('#')) return false;
  for (let at = parent; at >= 0; at = facts.symbols[at]!.parent) if (CLOSED.has(facts.symbols[at]!.kind)) return false;
  return true;
}

function drawFiles(chosen: readonly Candidate[], { graph }: CodeView): string {
  const { files: fileRanks } = graph.ranks();
  const symbols = new Map<IndexedFile, Set<number>>();
  for (const { file, symbol } of chosen) {
    const shown = symbols.get(file) ?? new Set();
    symbols.set(file, shown);
    for (let at = symbol ?? -1; at >= 0; at = file.facts.symbols[at]!.parent) shown.add(at);
  }
  return [...symbols]
    .sort(([a], [b]) => rounded(fileRanks.get(b.id)) - rounded(fileRanks.get(a.id)) || compareText(a.path, b.path))
    .map(([file, shown]) => drawFile(file, shown))
    .join('\n');
}

function drawFile(file: IndexedFile, shown: ReadonlySet<number>): string {
  const lines = [printable(file.path)];
  let gap = false;
  for (let index = 0; index < file.facts.symbols.length; index += 1) {
    if (shown.has(index)) {
      if (gap) lines.push(INDENT.repeat(depthOf(file, index)) + GAP);
      lines.push(lineOf(file, index));
    }
    gap = !shown.has(index);
  }
  if (gap && shown.size > 0) lines.push(INDENT + GAP);
  return `${lines.join('\n')}\n`;
}

function lineOf(file: IndexedFile, index: number): string {
  const { signature, qualifiedName } = file.facts.symbols[index]!;
  // Values stay out of signatures; what led to them says nothing.
  const head = printable(signature).replace(/(?: =|;)$/, '');
  return INDENT.repeat(depthOf(file, index)) + (head || printable(qualifiedName));
}

function depthOf({ facts }: IndexedFile, index: number): number {
  let depth = 1;
  for (let at = facts.symbols[index]!.parent; at >= 0; at = facts.symbols[at]!.parent) depth += 1;
  return depth;
}

/** One line, and no characters that would let a name draw lines of its own. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
