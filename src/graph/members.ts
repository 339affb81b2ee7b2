/** Members of types, their own and inherited ones. */
import type { GraphFile, GraphFiles } from './files';
import type { NameUse, Resolution } from './bindings';
import { CONTAINERS, EXACT_LANGUAGES, TYPES } from './kinds';
import type { Lookup } from './lookup';
import { unique, type Definition } from './symbols';

export interface Members {
  readonly membersOf: (type: Definition, name: string) => readonly Definition[];
  readonly inheritedMembers: (type: Definition, name: string) => readonly Definition[];
  readonly basesOf: (type: Definition) => readonly Definition[];
  /** What `holder.name` means where `holder` is the definition itself, not a value of that type. */
  readonly reachedThrough: (holder: Definition, name: string) => readonly Definition[];
  /** The type that `this` is inside a symbol; undefined where it may be something else. */
  readonly enclosingType: (file: GraphFile, symbol: number) => Definition | undefined;
}

export interface MemberParts {
  readonly files: GraphFiles;
  readonly lookup: Lookup;
  readonly resolve: (file: GraphFile, use: NameUse) => Resolution | undefined;
}

const DEPTH_MAX = 20;
/** A function of its own `this`; arrow functions keep the one around them. */
const OWN_THIS = /^(?:(?:export|default|declare|async)\s+)*function\b/;

export function createMembers({ files, lookup, resolve }: MemberParts): Members {
  function membersOf(type: Definition, name: string, depth = 0): readonly Definition[] {
    const own = ownMembers(type, name);
    return own.length > 0 ? own : inheritedMembers(type, name, depth);
  }

  function ownMembers({ file, index, symbol }: Definition, name: string): Definition[] {
    const indexed = CONTAINERS.has(symbol.kind) ? files.fileById(file) : undefined;
    return indexed ? lookup.definitionsIn(indexed, name, ({ parent }) => parent === index) : [];
  }

  function inheritedMembers(type: Definition, name: string, depth = 0): readonly Definition[] {
    if (depth > DEPTH_MAX) return [];
    for (const { definitions } of heritageOf(type)) {
      const found = definitions.flatMap((each) => membersOf(each, name, depth + 1));
      if (found.length > 0) return unique(found);
    }
    return [];
  }

  /** One entry for each type that it names. */
  function heritageOf(type: Definition): { readonly definitions: readonly Definition[] }[] {
    const file = files.fileById(type.file);
    if (!file) return [];
    return type.symbol.heritage.map(({ name: written }) => {
      const parts = written.split('.');
      const name = parts.pop()!;
      const found = resolve(file, { name, symbol: type.symbol.parent, receiver: parts.pop() })?.definitions ?? [];
      return { definitions: found.filter(({ file: id, index }) => id !== type.file || index !== type.index) };
    });
  }

  function reachedThrough(holder: Definition, name: string): readonly Definition[] {
    const found = membersOf(holder, name);
    const file = files.fileById(holder.file);
    if (!file || !EXACT_LANGUAGES.has(file.facts.language)) return found;
    // `Class.name` is a static member, `Type.name` none at all.
    if (holder.symbol.kind === 'class') return found.filter(({ symbol }) => symbol.modifiers.includes('static'));
    return holder.symbol.kind === 'interface' || holder.symbol.kind === 'type' ? [] : found;
  }

  function enclosingType(file: GraphFile, symbol: number): Definition | undefined {
    const { symbols, language } = file.facts;
    const arrows = EXACT_LANGUAGES.has(language);
    for (let at = symbol; at >= 0; at = symbols[at]!.parent) {
      const each = symbols[at]!;
      if (TYPES.has(each.kind)) return { file: file.id, index: at, symbol: each };
      const outer = symbols[each.parent];
      if (arrows && (OWN_THIS.test(each.signature) || (each.kind === 'method' && outer && !TYPES.has(outer.kind)))) return undefined;
    }
    return undefined;
  }

  return {
    membersOf,
    inheritedMembers,
    basesOf: (type) => unique(heritageOf(type).flatMap(({ definitions }) => definitions)),
    reachedThrough,
    enclosingType,
  };
}
