/**
 * Code without what does not run: comments, blanks and, where the language allows, line breaks. Two texts
 * with the same normal form do the same. One pass; it knows strings and comments, not grammars.
 */

interface Lexis {
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  /** Longer marks first. */
  readonly quotes: readonly string[];
  readonly newlines: 'free' | 'end statements' | 'indent';
  readonly regex?: boolean;
}

const C_BLOCKS = [['/*', '*/']] as const;
const C: Lexis = { line: ['//'], block: C_BLOCKS, quotes: ['"""', '"', "'"], newlines: 'free' };
const SCRIPT: Lexis = { ...C, quotes: ['"', "'", '`'], regex: true };
const LINES: Lexis = { ...C, quotes: ['"""', '"', "'", '`'], newlines: 'end statements' };
const HASH: Lexis = { line: ['#'], block: [], quotes: ['"', "'", '`'], newlines: 'end statements' };

const LEXIS: Readonly<Record<string, Lexis>> = {
  typescript: SCRIPT, tsx: SCRIPT, javascript: SCRIPT, jsx: SCRIPT, vue: SCRIPT, svelte: SCRIPT, astro: SCRIPT,
  java: C, c: C, cpp: C, csharp: C, css: C, scss: C, less: C, protobuf: C, dart: C,
  // Lifetimes ('a) would look like strings.
  rust: { ...C, quotes: ['"'] },
  php: { ...C, line: ['//', '#'], quotes: ['"', "'"] },
  go: LINES, kotlin: LINES, scala: LINES, swift: LINES, groovy: LINES, json: { ...C, quotes: ['"'] },
  python: { line: ['#'], block: [], quotes: ['"""', "'''", '"', "'"], newlines: 'indent' },
  yaml: { ...HASH, newlines: 'indent' },
  ruby: { ...HASH, block: [['\n=begin', '\n=end']] },
  bash: HASH, perl: HASH, r: HASH, elixir: HASH, toml: HASH, julia: HASH,
  sql: { line: ['--'], block: C_BLOCKS, quotes: ["'", '"'], newlines: 'free' },
  lua: { line: ['--'], block: [['--[[', ']]']], quotes: ['"', "'"], newlines: 'free' },
  html: { line: [], block: [['<!--', '-->']], quotes: [], newlines: 'free' },
};
/** Text: line ends and blanks at them are all that may differ. */
const PROSE: Lexis = { line: [], block: [], quotes: [], newlines: 'end statements' };
const WORD = /[\p{L}\p{N}_$@]/u;
/** What a regular expression may follow; after anything else a slash divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%>~^\n]|\b(?:return|typeof|case|in|of|do|else|void|throw|await|yield))$/;
const TAIL_CHARS = 12;

/** The normal form of code in a language; the form itself is for comparing only. */
export function normaliseCode(text: string, language: string): string {
  const lexis = LEXIS[language] ?? PROSE;
  const source = text.replace(/\r\n?/g, '\n');
  const out: string[] = [];
  let tail = '';
  let pending = '';
  let depth = 0;

  const push = (piece: string): void => {
    if (pending !== '') {
      const gap = pending.includes('\n') ? lineBreak(pending, lexis, depth) : ' ';
      const needed = gap === ' ' ? WORD.test(tail.at(-1) ?? '') && WORD.test(piece[0]!) : tail !== '';
      if (needed) out.push(gap);
      if (needed && gap !== ' ') tail = (tail + gap).slice(-TAIL_CHARS);
      pending = '';
    }
    out.push(piece);
    tail = (tail + piece).slice(-TAIL_CHARS);
  };

  for (let at = 0; at < source.length; ) {
    const skipped = skipComment(source, at, lexis, tail + (pending === '' ? '' : ' '));
    if (skipped !== undefined) {
      pending += source.slice(at, skipped).includes('\n') && lexis.newlines !== 'free' ? '\n' : ' ';
      at = skipped;
      continue;
    }
    const char = source[at]!;
    if (char === ' ' || char === '\t' || char === '\n' || char === '\f') {
      pending = char === '\n' ? `${pending.includes('\n') ? '' : pending}\n` : pending + char;
      at += 1;
      continue;
    }
    const end = endOfLiteral(source, at, lexis, tail);
    if (end > at + 1) push(source.slice(at, end));
    else push(char);
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
    at = Math.max(end, at + 1);
  }
  const form = out.join('');
  // What formatters add and take away.
  return lexis === SCRIPT ? form.replace(/,(?=[)\]}])/g, '').replace(/;(?=\}|$)/g, '') : form;
}

/** What a gap with line breaks counts as. */
function lineBreak(pending: string, { newlines }: Lexis, depth: number): string {
  if (newlines === 'free') return ' ';
  if (newlines === 'end statements') return '\n';
  if (depth > 0) return ' ';
  const indent = pending.slice(pending.lastIndexOf('\n') + 1).replace(/\t/g, '        ').length;
  return `\n${indent}:`;
}

function skipComment(source: string, at: number, lexis: Lexis, before: string): number | undefined {
  for (const [open, close] of lexis.block) {
    if (!source.startsWith(open, at)) continue;
    const end = source.indexOf(close, at + open.length);
    return end < 0 ? source.length : end + close.length;
  }
  for (const mark of lexis.line) {
    if (!source.startsWith(mark, at)) continue;
    // `https://…` in markup, `$#` and `${#x}` in shells.
    if (mark === '//' && before.endsWith(':')) continue;
    if (mark === '#' && /[$\w{]$/.test(before)) continue;
    const end = source.indexOf('\n', at);
    return end < 0 ? source.length : end;
  }
  return undefined;
}

/** End of the string or regular expression that starts here, or `at`. */
function endOfLiteral(source: string, at: number, lexis: Lexis, tail: string): number {
  const quote = lexis.quotes.find((mark) => source.startsWith(mark, at));
  if (quote !== undefined) return endOfString(source, at, quote);
  if (lexis.regex && source[at] === '/' && BEFORE_REGEX.test(tail)) return endOfRegex(source, at);
  return at;
}

function endOfString(source: string, at: number, quote: string): number {
  const manyLines = quote.length === 3 || quote === '`';
  for (let i = at + quote.length; i < source.length; i += 1) {
    const char = source[i];
    if (char === '\\') i += 1;
    else if (char === '\n' && !manyLines) return at;
    else if (source.startsWith(quote, i)) return i + quote.length;
  }
  return at;
}

function endOfRegex(source: string, at: number): number {
  let inClass = false;
  for (let i = at + 1; i < source.length; i += 1) {
    const char = source[i];
    if (char === '\n') return at;
    if (char === '\\') i += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return i + 1;
  }
  return at;
}
