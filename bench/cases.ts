/** Retrieval cases: a question and the code that answers it, read from JSON lines. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

export interface GoldSymbol {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Case {
  readonly id: string;
  readonly query: string;
  readonly gold_files: readonly string[];
  readonly gold_symbols: readonly GoldSymbol[];
  /** The query names the answer: reported with and without. */
  readonly leaksName: boolean;
}

/** One file of cases and the tree they are about. */
export interface Suite {
  readonly name: string;
  readonly root: string;
  readonly cases: readonly Case[];
}

interface Line {
  readonly id: string;
  readonly query: string;
  readonly gold_files: readonly string[];
  readonly gold_symbols?: readonly GoldSymbol[];
  readonly names_gold_file?: boolean;
  readonly names_gold_symbol?: boolean;
}

export function readCases(file: string): Case[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const { id, query, gold_files, gold_symbols = [], ...leaks } = JSON.parse(line) as Line;
    const leaksName = leaks.names_gold_file === true || leaks.names_gold_symbol === true;
    return { id, query, gold_files, gold_symbols, leaksName };
  });
}

/** The suites of a command line that gives files of cases and trees in pairs. */
export function pairSuites(cases: readonly string[], trees: readonly string[]): Suite[] {
  if (cases.length !== trees.length) throw new Error('Give one --tree for each --cases.');
  return cases.map((file, index) => ({
    name: basename(file).replace(/\.jsonl$/, ''),
    root: trees[index]!,
    cases: readCases(file),
  }));
}
