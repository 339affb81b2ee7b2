/**
 * Numbers for texts that come again and again, such as the words and names of files. A text that is known is found in
 * place, by the hash of its characters (FNV-1a), without being cut out of the text around it: nearly all are.
 */
import { ownText } from './text';

export interface TextTable {
  /** What hashes start with: drawn anew for each table, so that names chosen to share a place in one do not in another. */
  readonly seed: number;
  /** Number of the text from `start` to `end`; a new one gets the next. `hash`: as `hashText` makes it with `seed`. */
  numberAt(text: string, start: number, end: number, hash: number): number;
  numberOf(text: string): number;
  /** The number of a text that is known. */
  find(text: string): number | undefined;
  text(number: number): string;
  /** Calls `visit` with the number of each line of a text. */
  forEachLine(text: string, visit: (number: number) => void): void;
  all(): Iterable<string>;
  size(): number;
  /** Forgets all texts. */
  clear(): void;
  bytes(): number;
}

const PRIME = 0x01000193;
const FIRST_SLOTS = 1 << 6;
/** A string's header, its characters on average, and its place in a list; roughly. */
const TEXT_BYTES = 44;
const NEW_LINE = 0x0a;

/** Of the characters from `start` to `end`. */
export function hashText(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

export function createTextTable(): TextTable {
  const seed = Math.floor(Math.random() * 2 ** 32) | 0;
  const texts: string[] = [];
  let hashes = new Int32Array(FIRST_SLOTS / 2 + 1);
  /** Open addressing: number of a text + 1, or 0. At most half full. */
  let slots = new Int32Array(FIRST_SLOTS);

  function slotOf(text: string, start: number, end: number, hash: number): number {
    const length = end - start;
    const mask = slots.length - 1;
    let slot = spread(hash) & mask;
    for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
      if (hashes[found - 1] === hash) {
        const known = texts[found - 1]!;
        if (known.length === length && text.startsWith(known, start)) return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  function numberAt(text: string, start: number, end: number, hash: number): number {
    const slot = slotOf(text, start, end, hash);
    const found = slots[slot]!;
    if (found !== 0) return found - 1;
    hashes[texts.length] = hash;
    slots[slot] = texts.push(ownText(text.slice(start, end)));
    if (texts.length * 2 > slots.length) grow();
    return texts.length - 1;
  }

  function grow(): void {
    const known = hashes;
    slots = new Int32Array(slots.length * 2);
    hashes = new Int32Array(slots.length / 2 + 1);
    hashes.set(known.subarray(0, texts.length));
    const mask = slots.length - 1;
    for (let number = 0; number < texts.length; number += 1) {
      let slot = spread(hashes[number]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
  }

  return {
    seed,
    numberAt,
    numberOf: (text) => numberAt(text, 0, text.length, hashText(text, 0, text.length, seed)),
    find(text) {
      const found = slots[slotOf(text, 0, text.length, hashText(text, 0, text.length, seed))]!;
      return found === 0 ? undefined : found - 1;
    },
    text: (number) => texts[number]!,
    forEachLine(text, visit) {
      let start = 0;
      let hash = seed;
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code !== NEW_LINE) {
          hash = Math.imul(hash ^ code, PRIME);
          continue;
        }
        visit(numberAt(text, start, at, hash));
        start = at + 1;
        hash = seed;
      }
      visit(numberAt(text, start, text.length, hash));
    },
    all: () => texts.values(),
    size: () => texts.length,
    clear() {
      texts.length = 0;
      slots.fill(0);
    },
    bytes: () => slots.byteLength + hashes.byteLength + texts.length * TEXT_BYTES,
  };
}

/** FNV's low bits alone are weak for short texts. */
const spread = (hash: number): number => hash ^ (hash >>> 15);
