import { defaultSettings } from './schema';

/** What to say of a key that does not exist: a near name here, or the same name elsewhere. */
export function describeUnknownKey(path: readonly string[]): string {
  const key = path.at(-1) ?? '';
  const all = listKeys(defaultSettings());
  const parent = path.slice(0, -1).join('.');
  const siblings = all.filter((known) => parentOf(known) === parent).map(lastOf);
  const near = closest(key, siblings);
  if (near !== undefined) return `is not a setting; did you mean "${near}"?`;
  const elsewhere = all.filter((known) => lastOf(known) === key);
  if (elsewhere.length > 0) return `is not a setting here; did you mean ${elsewhere.join(' or ')}?`;
  return `is not a setting; known here: ${siblings.join(', ')}`;
}

/** Dotted paths of all keys, sections included. */
function listKeys(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = prefix + key;
    return typeof inner === 'object' && inner !== null ? [path, ...listKeys(inner, `${path}.`)] : [path];
  });
}

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function closest(word: string, candidates: readonly string[]): string | undefined {
  const plain = word.slice(0, 60).toLowerCase().replaceAll(/[-\s]/g, '_');
  const limit = Math.max(1, Math.floor(plain.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(plain, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
