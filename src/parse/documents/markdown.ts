/** Sections of Markdown: each heading with all that follows it up to the next of its level or above. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Outline } from './outline';

type Block = ReturnType<typeof fromMarkdown>['children'][number];

/** What stands inside lines decides nothing about sections, and is what takes a parser long. */
const INLINE = [
  'attention', 'autolink', 'characterEscape', 'characterReference', 'codeText', 'definition', 'hardBreakEscape', 'htmlText', 'labelEnd', 'labelStartImage', 'labelStartLink',
];
const PARSED = { extensions: [{ disable: { null: INLINE } }] };
const FRONT_MATTER = /^---[ \t]*\r?\n(?:(?!---[ \t]*\r?$).*(?:\r?\n|$))*?---[ \t]*(?=\r?\n|$)/m;
/** Lines that open many lists and quotes at once, or stand deep in them: the parser's time grows with the square of their number. */
const DEEP = /^(?![ \t]*-+[ \t]*\r?$)(?:[ \t]{100}|[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){12}).*/gm;
/** The rest of a line says no more of what it is. */
const LONG_LINE = /^(.{1000})(.+)$/gm;
/** Characters and lines parsed at once: the parser's time grows faster than its text. */
const WINDOW = 8_000;
const WINDOW_LINES = 40;

export function outlineMarkdown(text: string, outline: Outline): void {
  const open: { level: number; part: number }[] = [];
  const closeDownTo = (level: number, end: number): void => {
    while (open.length > 0 && open[open.length - 1]!.level >= level) outline.close(open.pop()!.part, end);
  };
  forEachBlock(simplified(text), (node, start) => {
    if (node.type !== 'heading') return !outline.isFull();
    closeDownTo(node.depth, start);
    const parent = open[open.length - 1]?.part ?? -1;
    const name = plain(node.children.map((child) => ('value' in child ? child.value : ' ')).join(''));
    const part = outline.add({ kind: 'section', name, start, end: text.length, parent, signature: `${'#'.repeat(node.depth)} ${name}` });
    if (part >= 0) open.push({ level: node.depth, part });
    return !outline.isFull();
  });
}

/**
 * Visits the blocks that stand in nothing else, window by window, until `visit` says no. A window's last
 * block may go on behind it, so the next window begins with that block; one that fills its window is
 * gone through in pieces, as its kind allows.
 */
function forEachBlock(text: string, visit: (node: Block, start: number) => boolean): void {
  const blankLines = /(?:[ \t]*\r?\n)*/y;
  for (let from = 0; from < text.length; ) {
    blankLines.lastIndex = from;
    blankLines.test(text);
    from = blankLines.lastIndex;
    const end = windowEnd(text, from);
    const blocks = fromMarkdown(text.slice(from, end), PARSED).children;
    const last = blocks[blocks.length - 1];
    // A heading is over with its line.
    const whole = end === text.length || (blocks.length === 1 && last?.type === 'heading') ? blocks : blocks.slice(0, -1);
    for (const node of whole) if (!visit(node, from + startOf(node))) return;
    if (end === text.length || !last) from = end;
    else from = blocks.length > 1 ? from + startOf(last) : behind(text, last, from, end);
  }
}

const startOf = (node: Block): number => node.position?.start.offset ?? 0;

/** Behind a line; at least one. */
function windowEnd(text: string, from: number): number {
  let end = from;
  for (let lines = 0; lines < WINDOW_LINES; lines += 1) {
    const line = text.indexOf('\n', end) + 1;
    if (line === 0) return text.length - from <= WINDOW || end === from ? text.length : end;
    if (end > from && line - from > WINDOW) return end;
    end = line;
  }
  return end;
}

/** Where to go on in a block that began at `from` and fills the window. */
function behind(text: string, node: Block, from: number, end: number): number {
  const start = from + startOf(node);
  const opening = text.slice(start, text.indexOf('\n', start) >>> 0);
  if (node.type === 'html') return endOfMatch(text, endOfHtml(opening), start + 2);
  const fence = node.type === 'code' ? /^ {0,3}(`{3,}|~{3,})/.exec(opening)?.[1] : undefined;
  if (fence) return endOfMatch(text, new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*\\r?$`, 'gm'), start + opening.length);
  if (node.type !== 'list') return end;
  // The last item may go on; where it fills the window, the list ends before a line that is not indented.
  const item = node.children[node.children.length - 1]!.position?.start.offset ?? 0;
  if (node.children.length > 1) return text.lastIndexOf('\n', from + item) + 1;
  const next = /^ ?(?=\S)/gm;
  next.lastIndex = end;
  return next.exec(text)?.index ?? text.length;
}

function endOfMatch(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : text.length;
}

/** What ends a block of HTML, by what it begins with (CommonMark 0.31, section 4.6). */
function endOfHtml(start: string): RegExp {
  if (/^ {0,3}<(?:script|pre|style|textarea)(?=[\s>])/i.test(start)) return /<\/(?:script|pre|style|textarea)>.*/gi;
  if (/^ {0,3}<!--/.test(start)) return /-->.*/g;
  if (/^ {0,3}<\?/.test(start)) return /\?>.*/g;
  if (/^ {0,3}<!\[CDATA\[/.test(start)) return /\]\]>.*/g;
  return /^ {0,3}<![a-z]/i.test(start) ? />.*/g : /^[ \t]*\r?$/gm;
}

/** As long as the text, and with the same sections. */
function simplified(text: string): string {
  const blank = (line: string): string => ' '.repeat(line.length);
  return withoutFrontMatter(text).replace(DEEP, blank).replace(LONG_LINE, (_, start: string, rest: string) => start + blank(rest));
}

/** Blanks of the same length: a rule below a line of settings would make it a heading. */
function withoutFrontMatter(text: string): string {
  if (!text.startsWith('---')) return text;
  const match = FRONT_MATTER.exec(text);
  return match?.index === 0 ? match[0].replace(/[^\r\n]/g, ' ') + text.slice(match[0].length) : text;
}

/** A heading as it is read: without marks of code, emphasis and links. */
const plain = (heading: string): string =>
  heading.slice(0, 1_000).replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1').replace(/`+|\*+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '').replace(/<[^<>]*>/g, '');
