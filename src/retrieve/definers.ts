/** Where a name of a question is defined; where nothing is called so, what it may have meant. */
import type { Corpus } from '../corpus';
import { createNearness, nearestNames, type Definition, type DefinitionPlace } from '../graph';

/** A name that more symbols than this share says nothing about which one is meant. */
const DEFINERS_MAX = 40;
/** The same of names that come equally near. */
const NEAR_NAMES_MAX = 5;
/** Names within this share of the nearest one's score may be meant as well. */
const NEAR_SHARE = 0.9;
/** Shorter ones are parts of names of all kinds. */
const NEAR_CHARS_MIN = 4;

/** `Router.match`, `Router#match`, `Router::match` → `match` of `Router`. */
export function readName(name: string): { readonly own: string; readonly owner: string | undefined } {
  const parts = name.split(/\.|#|::/);
  return { own: parts.at(-1)!, owner: parts.at(-2) || undefined };
}

/** None of a name that too many bear. Where the owner that is named, or one of a name near it, has such a member, only those. */
export function definersOf(name: string, { symbols }: Corpus): readonly DefinitionPlace[] {
  const { own, owner } = readName(name);
  const members = owner ? membersNear(symbols.find(own), owner) : [];
  if (members.length === 0) return symbols.places(own, DEFINERS_MAX);
  const cased = members.filter(({ symbol }) => symbol.name === own);
  return fewOf(cased.length > 0 ? cased : members).map(placeOf);
}

export interface NearDefinitions {
  readonly definitions: readonly Definition[];
  /** 0..1 */
  readonly certainty: number;
}

/**
 * What comes nearest to a name for which `definersOf` found nothing: the same with other separators, longer
 * names that hold it or its parts, names that slips of the keyboard make of it. One pass over all names that are defined.
 */
export function definitionsNear(name: string, { symbols }: Corpus): NearDefinitions {
  const { own, owner } = readName(name);
  if (symbols.count(own).found > 0 || own.length < NEAR_CHARS_MIN) return { definitions: [], certainty: 0 };
  const nearest = nearestNames(symbols, own, NEAR_SHARE, NEAR_NAMES_MAX);
  const found = nearest.flatMap((each) => symbols.find(each.name));
  const members = owner ? membersNear(found, owner) : [];
  return { definitions: fewOf(members.length > 0 ? members : found), certainty: nearest[0]?.score ?? 0 };
}

const fewOf = (definitions: readonly Definition[]): readonly Definition[] => (definitions.length > DEFINERS_MAX ? [] : definitions);

export const placeOf = ({ file, symbol: { startLine, kind, exported } }: Definition): DefinitionPlace => ({ file, startLine, kind, exported });

const ownersOf = ({ symbol }: Definition): string[] => symbol.qualifiedName.toLowerCase().split('.').slice(0, -1);

export const isMemberOf = (owner: string) => (definition: Definition): boolean => ownersOf(definition).includes(owner.toLowerCase());

function membersNear(definitions: readonly Definition[], owner: string): Definition[] {
  const own = definitions.filter(isMemberOf(owner));
  if (own.length > 0) return own;
  const nearness = createNearness(owner);
  return definitions.filter((definition) => ownersOf(definition).some((each) => nearness(each) > 0));
}
