/** Builds and reads packed references. */
import { REFERENCE_KINDS, REFERENCE_WIDTH } from '../kernel';
import type { PackedReferences, ReferenceKind } from '../kernel';

/**
 * Stands for the receiver of a key: `name` in `{ name: 1 }`, `const { name } = …`, `<Tag name="…" />`.
 * Only types tell what it belongs to.
 */
export const OBJECT = '{}';

/** The receiver of what is taken from a module where that is loaded: of `x` in `const { x } = await import('./m')`. */
export const importReceiver = (specifier: string): string => `import('${specifier}')`;

export interface Reference {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly kind: ReferenceKind;
  /** Index in `FileFacts.symbols` of the symbol around it, or -1. */
  readonly symbol: number;
  /** `b` in `b.name`; empty for a receiver without a name, `OBJECT` for keys, undefined without a receiver. */
  readonly receiver?: string;
}

export interface ReferenceBuilder {
  /** As the fields of `Reference`; for every identifier, hence no object. */
  add(name: string, line: number, column: number, kind: ReferenceKind, symbol: number, receiver?: string): void;
  build(): PackedReferences;
}

const KIND_NUMBERS = Object.fromEntries(REFERENCE_KINDS.map((kind, index) => [kind, index])) as Record<ReferenceKind, number>;
const NOT_PACKED = -1;
/** Most code has fewer; where it has more, room is doubled. */
const CHARS_PER_REFERENCE = 24;

/** `chars`: length of the text, by which room is made. */
export function createReferenceBuilder(chars: number): ReferenceBuilder {
  const ids = new Map<string, number>();
  const names: string[] = [];
  let data = new Uint32Array(REFERENCE_WIDTH * (8 + Math.ceil(chars / CHARS_PER_REFERENCE)));
  let end = 0;
  const idOf = (name: string): number => {
    let id = ids.get(name);
    if (id === undefined) {
      // Names with line breaks (computed, quoted) cannot be packed and are never looked up.
      id = name.includes('\n') ? NOT_PACKED : names.push(name) - 1;
      ids.set(name, id);
    }
    return id;
  };
  const receiverOf = (name: string): number => {
    const id = idOf(name);
    return id === NOT_PACKED ? idOf('') : id;
  };
  return {
    add(name, line, column, kind, symbol, receiver) {
      const id = idOf(name);
      if (id === NOT_PACKED) return;
      if (end === data.length) {
        const larger = new Uint32Array(data.length * 2);
        larger.set(data);
        data = larger;
      }
      data[end] = id;
      data[end + 1] = line;
      data[end + 2] = column;
      data[end + 3] = KIND_NUMBERS[kind];
      data[end + 4] = symbol + 1;
      data[end + 5] = receiver === undefined ? 0 : receiverOf(receiver) + 1;
      end += REFERENCE_WIDTH;
    },
    build: () => ({ names: names.join('\n'), data: data.slice(0, end) }),
  };
}

export const NO_REFERENCES: PackedReferences = { names: '', data: new Uint32Array(0) };

export function forEachReference(packed: PackedReferences, visit: (reference: Reference) => void): void {
  const { data } = packed;
  if (data.length === 0) return;
  const names = packed.names.split('\n');
  for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
    const receiver = data[at + 5]!;
    visit({
      name: names[data[at]!]!,
      line: data[at + 1]!,
      column: data[at + 2]!,
      kind: REFERENCE_KINDS[data[at + 3]!]!,
      symbol: data[at + 4]! - 1,
      ...(receiver > 0 ? { receiver: names[receiver - 1]! } : {}),
    });
  }
}
