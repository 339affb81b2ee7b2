/** Definitions by name: whole names first, then parts of names and small typing errors. */
import { bareName } from './name';
import { createNearness } from './near';
import type { Definition, SymbolTable } from './symbols';

export interface FoundDefinition {
  readonly definition: Definition;
  /** 1 for the name as written; less for other letter case, parts, and typing errors. */
  readonly score: number;
}

/** See `near.ts` for those in between. */
const SCORES = { exact: 1, caseOnly: 0.95, document: 0.2 } as const;

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
  const nearness = createNearness(own);
  const others: FoundDefinition[] = [];
  for (const candidate of table.names()) {
    const score = candidate === wanted ? 0 : Math.round(1_000 * nearness(candidate)) / 1_000;
    if (score === 0) continue;
    for (const definition of table.find(candidate)) if (fits(definition)) others.push({ definition, score });
  }
  return [...exact, ...others];
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
