/** Sections of Markdown: each heading with all that follows it up to the next of its level or above. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Outline } from './outline';

/** What stands inside lines decides nothing about sections, and is what takes a parser long. */
const INLINE = ['attention', 'autolink', 'codeText', 'htmlText', 'labelEnd', 'labelStartImage', 'labelStartLink', 'definition'];
const FRONT_MATTER = /^---[ \t]*\r?\n(?:(?!---[ \t]*\r?$).*(?:\r?\n|$))*?---[ \t]*(?=\r?\n|$)/m;
/** Lines that open many lists and quotes at once, or stand deep in them: the parser's time grows with the square of their number. */
const DEEP = /^(?![ \t]*-+[ \t]*\r?$)(?:[ \t]{100}|[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){12}).*/gm;
const RUN_MAX = 200;

export function outlineMarkdown(text: string, outline: Outline): void {
  const { children } = fromMarkdown(withoutLongRuns(withoutFrontMatter(text).replace(DEEP, (line) => ' '.repeat(line.length))), { extensions: [{ disable: { null: INLINE } }] });
  const open: { level: number; part: number }[] = [];
  const closeDownTo = (level: number, end: number): void => {
    while (open.length > 0 && open[open.length - 1]!.level >= level) outline.close(open.pop()!.part, end);
  };
  for (const node of children) {
    if (node.type !== 'heading' || !node.position) continue;
    const start = node.position.start.offset ?? 0;
    closeDownTo(node.depth, start);
    const parent = open[open.length - 1]?.part ?? -1;
    const name = plain(node.children.map((child) => ('value' in child ? child.value : ' ')).join(''));
    const part = outline.add({ kind: 'section', name, start, end: text.length, parent, signature: `${'#'.repeat(node.depth)} ${name}` });
    if (part >= 0) open.push({ level: node.depth, part });
  }
}

/** A run of lines longer than any paragraph is parted at a line of text: its time, too, grows with the square. */
function withoutLongRuns(text: string): string {
  let run = 0;
  return text.replace(/[^\n]+/g, (line) => {
    run = line.trim() === '' ? 0 : run + 1;
    if (run < RUN_MAX || !/^[ \t]*(?![#`~=<]|-+[ \t]*\r?$)\S/.test(line)) return line;
    run = 0;
    return ' '.repeat(line.length);
  });
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
