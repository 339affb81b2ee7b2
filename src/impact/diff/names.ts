/** Names of files in the headers of diffs. */

const PREFIX = /^[abciow12]\//;
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** Git quotes names with special characters as C texts, bytes beyond ASCII as octal numbers. */
export function unquote(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"') || name.length < 2) return name;
  const bytes: number[] = [];
  const inner = name.slice(1, -1);
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] !== '\\') {
      const point = inner.codePointAt(at)!;
      if (point < 0x80) bytes.push(point);
      else bytes.push(...Buffer.from(String.fromCodePoint(point)));
      if (point > 0xffff) at += 1;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(inner.slice(at + 1, at + 4));
    bytes.push(octal ? parseInt(octal[0], 8) : (ESCAPES[inner[at + 1] ?? ''] ?? 92));
    at += octal ? 3 : 1;
  }
  return Buffer.from(bytes).toString('utf8');
}

/** The name after `---` or `+++`; undefined for `/dev/null`. A tab ends it: time stamps follow. */
export function sideName(rest: string): string | undefined {
  const name = unquote((rest.startsWith('"') ? rest : rest.replace(/\t.*$/, '')).trim());
  return name === '/dev/null' ? undefined : name;
}

/** Both names of `diff --git a/x b/x`, as far as they can be told apart. */
export function headerNames(rest: string): { from: string; to: string } | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*")$/.exec(rest) ?? /^("(?:[^"\\]|\\.)*") (\S.*)$/.exec(rest);
  if (quoted) return { from: unquote(quoted[1]!), to: unquote(quoted[2]!) };
  // Without quotes both halves are the same name, unless a rename says so further down.
  const half = (rest.length - 1) / 2;
  if (Number.isInteger(half) && rest[half] === ' ' && stripPrefix(rest.slice(0, half)) === stripPrefix(rest.slice(half + 1))) {
    return { from: rest.slice(0, half), to: rest.slice(half + 1) };
  }
  const split = rest.split(' ');
  return split.length === 2 ? { from: split[0]!, to: split[1]! } : undefined;
}

/** `a/x` and `b/x` → `x`, when both have such a prefix; a path of the workspace otherwise. */
export function stripPrefixes(from: string | undefined, to: string | undefined): { from: string | undefined; to: string | undefined } {
  const known = [from, to].filter((name) => name !== undefined);
  if (!known.every((name) => PREFIX.test(name))) return { from: from && clean(from), to: to && clean(to) };
  return { from: from && clean(stripPrefix(from)), to: to && clean(stripPrefix(to)) };
}

const stripPrefix = (name: string): string => name.replace(PREFIX, '');
const clean = (name: string): string => name.replace(/^\.\//, '');
