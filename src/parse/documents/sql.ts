/**
 * What SQL creates: tables and views, functions and procedures, indexes (kind `key`). Dialects differ
 * in nearly everything but how statements end and how they create things by name, so a file is cut into
 * statements and only the head of each is read.
 */
import type { SymbolKind } from '../../kernel';
import type { Outline } from './outline';

/** What may hide a semicolon, and the semicolon. `GO` alone on a line ends a batch of T-SQL. */
const TOKENS = /--[^\n]*|\/\*|'|"|`|\$(?:[A-Za-z_]\w*)?\$|;|^[ \t]*(?:GO|\/)[ \t]*\r?$|\b(?:BEGIN|CASE|END)\b/gim;

const KINDS: Readonly<Record<string, SymbolKind>> = { table: 'table', view: 'table', function: 'function', procedure: 'function', proc: 'function', index: 'key' };
const HEAD = new RegExp(
  String.raw`^(?:create|alter(?=\s+(?:proc|function|view)))\s+(?:or\s+(?:replace|alter)\s+)?` +
    String.raw`(?:(?:definer\s*=\s*\S+|sql\s+security\s+\w+|global|local|temp|temporary|unlogged|external|foreign|virtual|transient|materialized|recursive|force|unique|clustered|nonclustered|fulltext|spatial|bitmap|aggregate|algorithm\s*=\s*\w+)\s+)*` +
    String.raw`(table|view|function|procedure|proc|index)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?`,
  'i',
);
const NAME = /^(?:[\p{L}_#@$][\p{L}\p{N}_$#@]*|"[^"\n]+"|`[^`\n]+`|\[[^\]\n]+\])(?:\s*\.\s*(?:[\p{L}_#@$][\p{L}\p{N}_$#@]*|"[^"\n]+"|`[^`\n]+`|\[[^\]\n]+\]))*/u;
/** No head is longer. */
const HEAD_MAX = 600;

export function outlineSql(text: string, outline: Outline): void {
  const tokens = new RegExp(TOKENS);
  let start = 0;
  let depth = 0;
  for (let match = tokens.exec(text); match && !outline.isFull(); match = tokens.exec(text)) {
    const token = match[0].trim().toLowerCase();
    if (token.startsWith('--')) continue;
    if (token === 'begin' || token === 'case') depth += opens(text, match.index, token, start) ? 1 : 0;
    // `END IF` and `END LOOP` end what was not counted.
    else if (token === 'end') depth -= depth > 0 && !/^\s+(?:if|loop|while|repeat|for)\b/i.test(text.slice(tokens.lastIndex, tokens.lastIndex + 20)) ? 1 : 0;
    else if (token === 'go' || token === '/') [start, depth] = [finish(text, start, match.index, outline, tokens.lastIndex), 0];
    else if (token === ';') {
      if (depth === 0) start = finish(text, start, tokens.lastIndex, outline, tokens.lastIndex);
    } else tokens.lastIndex = endOfQuoted(text, match[0], match.index, outline);
  }
  finish(text, start, text.length, outline, text.length);
}

/** Blocks are counted in statements that create code; elsewhere `BEGIN` starts a transaction. */
function opens(text: string, at: number, token: string, start: number): boolean {
  if (token === 'begin' && /^begin\s*(?:;|transaction\b|tran\b|work\b)/i.test(text.slice(at, at + 40))) return false;
  return /^\s*(?:(?:--[^\n]*\n|\/\*[^*]*\*\/)\s*)*(?:create|alter|declare|do)\b/i.test(text.slice(start, start + 2 * HEAD_MAX));
}

function endOfQuoted(text: string, opening: string, at: number, outline: Outline): number {
  const closing = opening === '/*' ? '*/' : opening;
  const from = at + opening.length;
  const end = text.indexOf(closing, from);
  if (end >= 0) return end + closing.length;
  outline.problem(at, `${opening} is never closed.`);
  return text.length;
}

/** Adds what the statement creates; the offset at which the next one may begin. */
function finish(text: string, from: number, end: number, outline: Outline, next: number): number {
  const start = from + leading(text.slice(from, end));
  const statement = text.slice(start, Math.min(end, start + HEAD_MAX));
  const head = HEAD.exec(statement);
  const written = head ? NAME.exec(statement.slice(head[0].length)) : null;
  if (!head || !written || /^on$/i.test(written[0])) return next;
  const what = head[1]!.toLowerCase();
  const name = written[0].split(/\s*\.\s*/).map((part) => part.replace(/^["`[]|["`\]]$/g, '')).join('.');
  outline.add({
    kind: KINDS[what]!,
    name: name.slice(name.lastIndexOf('.') + 1),
    start,
    end: start + text.slice(start, end).trimEnd().length,
    nameAt: start + head[0].length,
    signature: head[0] + written[0],
  });
  return next;
}

/** Length of blanks and comments in front of a statement. */
function leading(statement: string): number {
  const skipped = /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
  let at = 0;
  while (at < statement.length && skipped.exec(statement)) at = skipped.lastIndex;
  return at;
}
