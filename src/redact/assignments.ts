/** Secrets that only the name beside them gives away: `password = "…"`, `API_TOKEN=…`. */
import { isPlaceholder, looksRandom, looksTyped } from './values';

export interface Found {
  readonly kind: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

const PASSWORD = 'passw(?:or)?d|passwd|pwd|passphrase|kennwort|mot_?de_?passe';
const KEY = 'secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|client[_-]?secret|credentials?';
const NAME = new RegExp(`(?:^|[^A-Za-z]|[a-z])(?:(${PASSWORD})|(${KEY}))(?:$|[^a-z])`, 'i');
/** A name, a sign of assignment, a text in quotes; a type may stand between, an operator such as `||` may not. */
const QUOTED = /([\w$.-]{2,60})["'\]]{0,2}(?:\?|!)?\s{0,5}(?::\s{0,3}(?:string|String|str|&str|\*string)\s{0,3}=|:=|=>|=|:)\s{0,5}[frbuL@$]?(["'`])([^"'`\n\\]{6,300})\2/dg;
/** Files of settings write values without quotes: `NAME=value`, `name: value`. */
const BARE = /^[ \t]*(?:export[ \t]+|- )?["']?([\w.-]{2,60})["']?[ \t]{0,5}[:=][ \t]{0,5}([^\s"'`#,;{}()[\]<>$]{6,300})[ \t]*$/dgm;
const SETTINGS = new Set(['yaml', 'ini', 'toml', 'properties', 'dotenv', 'env', 'text', 'none', '']);

/** `language`: as facts name it; unquoted values count in files of settings only. */
export function findAssignments(text: string, language: string): Found[] {
  const found: Found[] = [];
  for (const match of matchesOf(text, QUOTED)) add(found, match, 1, 3);
  if (SETTINGS.has(language)) for (const match of matchesOf(text, BARE)) add(found, match, 1, 2);
  return found;
}

/** As `matchAll`, which copies the expression at each call: most lines hold nothing of the kind, and asking that first is quicker. */
export function matchesOf(text: string, pattern: RegExp): Iterable<RegExpMatchArray> {
  pattern.lastIndex = 0;
  const holds = pattern.test(text);
  pattern.lastIndex = 0;
  return holds ? text.matchAll(pattern) : [];
}

function add(found: Found[], match: RegExpMatchArray, name: number, value: number): void {
  const kind = kindOf(match[name]!, match[value]!);
  const range = match.indices?.[value];
  if (kind && range) found.push({ kind, start: range[0], end: range[1] });
}

function kindOf(name: string, value: string): string | undefined {
  const said = NAME.exec(name);
  if (!said || isPlaceholder(value)) return undefined;
  if (said[1]) return looksTyped(value, name) ? 'password' : undefined;
  return looksRandom(value) ? 'secret' : undefined;
}
