/** Takes secrets out of code before anybody sees it. Lines keep their numbers. */
import { findAssignments, matchesOf, type Found } from './assignments';
import { findPrivateKeys } from './private-keys';
import { ISSUED, PLACED, TRIGGER, type SecretRule } from './rules';
import { entropyOf, isPlaceholder } from './values';

export { KEY_MARK } from './private-keys';

export interface Redacted {
  readonly text: string;
  /** Where secrets were, in the order of the text: kind and 0-based line within it. */
  readonly found: readonly { readonly kind: string; readonly line: number }[];
}

/** `language`: as facts name it; it decides whether unquoted values of settings are looked at. */
export function redactSecrets(text: string, language: string): Redacted {
  const all = [...findPrivateKeys(text), ...suspectLines(text).flatMap((at) => findInLine(text, at, language))];
  if (all.length === 0) return { text, found: [] };
  // Of rules that overlap the first to begin counts; of those that begin alike, the more telling one.
  const sorted = all.map((one, order) => ({ ...one, order })).sort((a, b) => a.start - b.start || a.order - b.order);
  const found: { kind: string; line: number }[] = [];
  let shown = '';
  let at = 0;
  let line = 0;
  for (const { kind, start, end } of sorted) {
    if (start < at) continue;
    const before = text.slice(at, start);
    line += countBreaks(before);
    found.push({ kind, line });
    const secret = text.slice(start, end);
    shown += `${before}[redacted: ${kind}]${secret.match(/\r?\n/g)?.join('') ?? ''}`;
    line += countBreaks(secret);
    at = end;
  }
  return { text: shown + text.slice(at), found };
}

interface LineAt {
  readonly start: number;
  readonly end: number;
}

/** The lines that are worth a closer look, each once. */
function suspectLines(text: string): LineAt[] {
  const lines: LineAt[] = [];
  TRIGGER.lastIndex = 0;
  for (let match = TRIGGER.exec(text); match; match = TRIGGER.exec(text)) {
    const start = text.lastIndexOf('\n', match.index) + 1;
    const next = text.indexOf('\n', match.index);
    const end = next < 0 ? text.length : next;
    lines.push({ start, end });
    TRIGGER.lastIndex = end;
  }
  return lines;
}

function findInLine(text: string, { start, end }: LineAt, language: string): Found[] {
  const line = text.slice(start, end);
  const found = [
    ...ISSUED.flatMap((rule) => findByRule(line, rule)),
    ...PLACED.flatMap((rule) => findByRule(line, rule)),
    ...findAssignments(line, language),
  ];
  return found.map((one) => ({ ...one, start: start + one.start, end: start + one.end }));
}

function findByRule(text: string, { kind, pattern, entropy }: SecretRule): Found[] {
  const found: Found[] = [];
  for (const match of matchesOf(text, pattern)) {
    const secret = match[1]!;
    const [start, end] = match.indices![1]!;
    if (isPlaceholder(secret) || (entropy !== undefined && entropyOf(secret) < entropy)) continue;
    found.push({ kind, start, end });
  }
  return found;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
