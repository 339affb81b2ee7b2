/** What of code may be shown: without its secrets, and with nothing in it that is not seen. */
import type { DeclarationOutline, LineRange, Redactions } from '../kernel';
import { KEY_MARK, redactSecrets } from '../redact';
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
  // Of all secrets only keys reach from one line into others: as a rule what is shown is all that is looked at.
  const around = beginsKey(lines, startLine - AROUND, endLine + AROUND) ? AROUND : 0;
  const first = Math.max(1, startLine - around);
  const whole = lines.slice(first - 1, endLine + around).join('\n');
  const { text, found } = redactSecrets(whole, language);
  if (around === 0) return visible(text, found.map(({ kind }) => kind));
  const [from, to] = [startLine - first, endLine - first];
  const kinds = found.filter(({ line }) => line >= from && line <= to).map(({ kind }) => kind);
  return visible(text.split('\n').slice(from, to + 1).join('\n'), kinds);
}

/** Whether a private key may begin in one of the lines, 1-based. */
function beginsKey(lines: readonly string[], from: number, to: number): boolean {
  for (let line = Math.max(1, from); line <= Math.min(lines.length, to); line += 1) if (lines[line - 1]!.includes(KEY_MARK)) return true;
  return false;
}

function visible(text: string, kinds: readonly string[]): Disclosed {
  const { text: shownText, shown } = showInvisible(text);
  return { text: shownText, kinds, invisible: shown };
}
