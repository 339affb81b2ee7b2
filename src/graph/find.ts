/** Definitions by name: whole names first, then parts of names and small typing errors. */
import { bareName } from './name';
import type { Definition, SymbolTable } from './symbols';

export interface FoundDefinition {
  readonly definition: Definition;
  /** 1 for the name as written; less for other letter case, parts, and typing errors. */
  readonly score: number;
}

const SCORES = { exact: 1, caseOnly: 0.95, prefix: 0.8, words: 0.7, inside: 0.6, typo: 0.5, document: 0.2 } as const;
const TYPO_MIN_LENGTH = 4;

/** `name` may be qualified (`Router.match`); then its owner must fit as well. */
export function findDefinitions(table: SymbolTable, name: string, match: 'exact' | 'fuzzy'): FoundDefinition[] {
  // `Type#member` and `Type.#private`: after a dot, and at the start, # is part of the name.
  const parts = name.split(/\.|::|(?<=[^.])#/).filter((part) => part !== '');
  const own = parts[parts.length - 1] ?? name;
  const owner = parts[parts.length - 2]?.toLowerCase();
  const fits = ({ symbol }: Definition): boolean =>
    owner === undefined || symbol.qualifiedName.toLowerCase().split('.').slice(0, -1).includes(owner);
  const called = table.find(own).filter(fits);
  // A public member `x` goes before a private `#x`; without one, the sign may be left out.
  const asWritten = called.some(({ symbol }) => symbol.name === own);
  const isExact = ({ symbol }: Definition): boolean => (asWritten ? symbol.name : bareName(symbol.name)) === own;
  const exact = called.map((definition) => ({ definition, score: isExact(definition) ? SCORES.exact : SCORES.caseOnly }));
  if (match === 'exact') return exact.filter(({ score }) => score === SCORES.exact);
  const wanted = own.toLowerCase();
  const others: FoundDefinition[] = [];
  for (const candidate of table.names()) {
    const score = candidate === wanted ? 0 : Math.round(1_000 * nearness(wanted, candidate)) / 1_000;
    if (score === 0) continue;
    for (const definition of table.find(candidate)) if (fits(definition)) others.push({ definition, score });
  }
  return [...exact, ...others];
}

/** 0 when the two have nothing to do with each other. */
function nearness(wanted: string, candidate: string): number {
  if (wanted.length >= 2 && candidate.startsWith(wanted)) return SCORES.prefix * coverage(wanted, candidate);
  if (wanted.length >= 3 && candidate.includes(wanted)) return SCORES.inside * coverage(wanted, candidate);
  const words = wanted.split(/[\s_-]+/).filter((word) => word !== '');
  if (words.length > 1 && words.every((word) => candidate.includes(word))) return SCORES.words;
  if (wanted.length < TYPO_MIN_LENGTH) return 0;
  const allowed = wanted.length >= 8 ? 2 : 1;
  const distance = boundedDistance(wanted, candidate, allowed);
  return distance > allowed ? 0 : SCORES.typo * (1 - distance / (wanted.length + 1));
}

const coverage = (wanted: string, candidate: string): number => 0.5 + 0.5 * (wanted.length / candidate.length);

/** Optimal string alignment distance (edits and swaps of neighbours), or `limit + 1` when larger. */
export function boundedDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    // A swap reaches back over one row.
    if (Math.min(...row) > limit && Math.min(...last) >= limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return Math.min(last[b.length]!, limit + 1);
}

/** Parts of documents with that name (a heading, a key, a table): after all that code has. */
export function findParts(table: SymbolTable, name: string): FoundDefinition[] {
  const own = name.slice(name.lastIndexOf('.') + 1);
  const wanted = name.toLowerCase();
  const called = new Set([...table.documents.find(name), ...(own === name ? [] : table.documents.find(own))]);
  return [...called]
    .filter(({ symbol }) => own === name || `.${symbol.qualifiedName.toLowerCase()}`.endsWith(`.${wanted}`))
    .map((definition) => ({ definition, score: SCORES.document }));
}
