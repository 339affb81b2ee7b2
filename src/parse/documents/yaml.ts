/** Keys of YAML to a bounded depth, of every document in the file; lists have no keys of their own. */
import { isMap, isScalar, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml';
import { LIMITS } from '../../kernel';
import type { Outline } from './outline';

/** Aliases are never followed: what they would unfold to has no bound. */
export function outlineYaml(text: string, outline: Outline): void {
  // Looking for repeated keys would compare each with all others.
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent', lineCounter: new LineCounter() });
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const { pos, message } of document.errors) outline.problem(pos[0], message);
    if (isMap(document.contents)) addKeys(document.contents, -1, 1, text, outline);
  }
}

function addKeys(map: YAMLMap, parent: number, depth: number, text: string, outline: Outline): void {
  for (const { key, value } of map.items) {
    if (outline.isFull()) return;
    if (!isScalar(key) || !key.range) continue;
    const node = value as { range?: readonly [number, number, number] | null } | null;
    const [start, keyEnd] = key.range;
    const end = Math.max(keyEnd, trimmedEnd(text, keyEnd, node?.range?.[1] ?? keyEnd));
    const part = outline.add({ kind: 'key', name: nameOf(key.value), start, end, parent });
    if (part >= 0 && isMap(value) && depth < LIMITS.documentDepthMax) addKeys(value, part, depth + 1, text, outline);
  }
}

/** A block's range reaches to where the next key begins. */
function trimmedEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && /\s/.test(text[at - 1]!)) at -= 1;
  return at;
}

const nameOf = (value: unknown): string => (typeof value === 'object' && value !== null ? '' : String(value));
