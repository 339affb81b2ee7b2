/** Members that stand for each other: those that one overrides or implements, and those that override it. */
import type { Bindings } from './bindings';
import type { GraphFiles } from './files';
import { TYPES } from './kinds';
import { keyOf, type Definition } from './symbols';
import type { TypedUses } from './typed';

export interface Relatives {
  /** The definition, what it overrides or implements, and what is expected where it stands. */
  readonly above: ReadonlySet<string>;
  /** What overrides or implements it, by key. */
  readonly below: ReadonlyMap<string, Definition>;
  /** What else overrides or implements what is above it. */
  readonly beside: ReadonlySet<string>;
}

export interface RelativeParts {
  readonly files: GraphFiles;
  readonly bindings: Pick<Bindings, 'membersOf' | 'inheritedMembers' | 'basesOf'>;
  readonly typed: Pick<TypedUses, 'get'>;
  readonly heirsOf: (definition: Definition) => readonly Definition[];
}

const TYPES_MAX = 5_000;

export function relativesOf(definition: Definition, parts: RelativeParts): Relatives {
  const { name } = definition.symbol;
  const own = keyOf(definition);
  const above = new Set([own]);
  const below = new Map<string, Definition>();
  const beside = new Set<string>();
  const known = parts.typed.get(definition.file, -1 - definition.index);
  for (const key of [...(known?.ownKeys ?? []), ...(known?.baseKeys ?? [])]) above.add(key);
  const overriddenBy = (type: Definition): Definition[] => reach(type, parts.heirsOf).flatMap((heir) => ownMembers(heir, name));
  const type = ownerOf(definition, parts.files);
  if (type) for (const each of overriddenBy(type)) below.set(keyOf(each), each);
  const bases = [...(known?.own ?? []), ...(known?.bases ?? []), ...(type ? reach(type, parts.bindings.basesOf).flatMap((base) => ownMembers(base, name)) : [])];
  for (const base of bases) {
    if (keyOf(base) === own) continue;
    above.add(keyOf(base));
    const owner = ownerOf(base, parts.files);
    if (owner) for (const each of overriddenBy(owner)) beside.add(keyOf(each));
  }
  return { above, below, beside };

  function ownMembers(of: Definition, wanted: string): Definition[] {
    return parts.bindings.membersOf(of, wanted).filter(({ file, symbol }) => file === of.file && symbol.parent === of.index);
  }
}

/** The class, interface or the like that a definition is a member of. */
export function ownerOf({ file, symbol }: Definition, files: GraphFiles): Definition | undefined {
  const owner = files.fileById(file)?.facts.symbols[symbol.parent];
  return owner && TYPES.has(owner.kind) ? { file, index: symbol.parent, symbol: owner } : undefined;
}

/** All that can be reached by `next`, without the start, nearest first. */
export function reach(start: Definition, next: (from: Definition) => readonly Definition[]): Definition[] {
  const seen = new Set([keyOf(start)]);
  const found: Definition[] = [];
  let edge: readonly Definition[] = [start];
  while (edge.length > 0 && found.length < TYPES_MAX) {
    edge = edge.flatMap(next).filter((each) => {
      const key = keyOf(each);
      return !seen.has(key) && seen.add(key);
    });
    found.push(...edge);
  }
  return found;
}
