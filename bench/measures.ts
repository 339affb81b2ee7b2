/** How well a ranking finds the gold; means are over cases. */
import type { Case } from './cases';

export interface Ranked {
  readonly path: string;
  readonly startLine?: number;
  readonly endLine?: number;
}

export interface Measures {
  readonly s1: number;
  readonly s5: number;
  readonly s10: number;
  readonly r10: number;
  readonly mrr: number;
  /** Any gold symbol overlapped by one of the first ten results; absent when ranks are files only. */
  readonly symbol10?: number;
}

/** A result this long is a page, not an answer: it never counts as having found a symbol. */
export const SYMBOL_LINES_MAX = 80;

export function measure(results: readonly Ranked[], { gold_files, gold_symbols }: Case): Measures {
  const files = [...new Set(results.map(({ path }) => path))];
  const gold = new Set(gold_files);
  const found = files.flatMap((path, index) => (gold.has(path) ? [index] : []));
  const within = (k: number): number => found.filter((index) => index < k).length;
  const file = {
    s1: within(1) > 0 ? 1 : 0,
    s5: within(5) > 0 ? 1 : 0,
    s10: within(10) > 0 ? 1 : 0,
    r10: within(10) / Math.max(1, gold.size),
    mrr: found.length > 0 ? 1 / (found[0]! + 1) : 0,
  };
  const hasLines = results.some(({ startLine }) => startLine !== undefined);
  if (!hasLines || gold_symbols.length === 0) return file;
  const hit = results.slice(0, 10).some(({ path, startLine = 0, endLine = 0 }) =>
    endLine - startLine < SYMBOL_LINES_MAX &&
    gold_symbols.some((symbol) => symbol.file === path && symbol.start <= endLine && symbol.end >= startLine),
  );
  return { ...file, symbol10: hit ? 1 : 0 };
}

export function mean(rows: readonly Measures[]): Measures {
  const average = (pick: (row: Measures) => number | undefined): number | undefined => {
    const values = rows.map(pick).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    s1: average((row) => row.s1) ?? 0,
    s5: average((row) => row.s5) ?? 0,
    s10: average((row) => row.s10) ?? 0,
    r10: average((row) => row.r10) ?? 0,
    mrr: average((row) => row.mrr) ?? 0,
    symbol10: average((row) => row.symbol10),
  };
}

/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
