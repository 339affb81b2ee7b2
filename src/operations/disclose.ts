/** What of code may be shown: without its secrets, and with nothing in it that is not seen. */
import type { DeclarationOutline, LineRange, Redactions } from '../kernel';
import { redactSecrets } from '../redact';
import { showInvisible } from '../render';

/** Around the lines that are shown, so that a key that began before them is known for one. */
const AROUND = 120;

interface Disclosed {
  readonly text: string;
  readonly kinds: readonly string[];
  readonly invisible: number;
}

/** One per answer: it remembers what it took out of which piece. */
export interface Disclosure {
  /** Lines of a file, 1-based, joined. */
  code(path: string, lines: readonly string[], language: string, range: LineRange): string;
  /** The head of a declaration, in one line. */
  head(path: string, startLine: number, signature: string, language: string): string;
  /** What was taken out of those pieces that the answer shows. */
  redactions(items: readonly (LineRange & { readonly path: string })[], outlines: readonly DeclarationOutline[]): Redactions;
}

export function createDisclosure(): Disclosure {
  const pieces = new Map<string, Disclosed>();
  const keep = (key: string, piece: Disclosed): string => {
    if (piece.kinds.length > 0 || piece.invisible > 0) pieces.set(key, piece);
    return piece.text;
  };
  return {
    code: (path, lines, language, range) => keep(`${path}:${range.startLine}`, discloseLines(lines, language, range)),
    head(path, startLine, signature, language) {
      const { text } = redactSecrets(signature.replace(/\s+/g, ' ').trim(), language);
      // Facts hold heads without their secrets already.
      const kinds = [...text.matchAll(/\[redacted: ([a-z-]+)\]/g)].map(([, kind]) => kind!);
      return keep(`${path}#${startLine}`, visible(text, kinds));
    },
    redactions(items, outlines) {
      const keys = [
        ...items.map(({ path, startLine }) => `${path}:${startLine}`),
        ...outlines.flatMap(({ path, symbols }) => symbols.map(({ startLine }) => `${path}#${startLine}`)),
      ];
      const shown = keys.flatMap((key) => pieces.get(key) ?? []);
      const kinds: Record<string, number> = {};
      for (const kind of shown.flatMap((piece) => piece.kinds)) kinds[kind] = (kinds[kind] ?? 0) + 1;
      const secrets = Object.values(kinds).reduce((sum, count) => sum + count, 0);
      return { secrets, kinds, invisible: shown.reduce((sum, { invisible }) => sum + invisible, 0) };
    },
  };
}

/** Lines of a file as they may be shown, 1-based and inclusive; their number stays. */
export function discloseLines(lines: readonly string[], language: string, { startLine, endLine }: LineRange): Disclosed {
  const first = Math.max(1, startLine - AROUND);
  const { text, found } = redactSecrets(lines.slice(first - 1, endLine + AROUND).join('\n'), language);
  const [from, to] = [startLine - first, endLine - first];
  const kinds = found.filter(({ line }) => line >= from && line <= to).map(({ kind }) => kind);
  return visible(text.split('\n').slice(from, to + 1).join('\n'), kinds);
}

function visible(text: string, kinds: readonly string[]): Disclosed {
  const { text: shownText, shown } = showInvisible(text);
  return { text: shownText, kinds, invisible: shown };
}
