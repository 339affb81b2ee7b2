/**
 * Parts of HTML: headings, elements with an id, and the files that scripts and links name. The
 * tokenizer alone is used: a tree of hostile markup takes time that grows faster than its text.
 */
import { Tokenizer, TokenizerMode, type Token, type TokenHandler } from 'parse5';
import type { Outline } from './outline';

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const RAW = new Map<string, Tokenizer['state']>([
  ['script', TokenizerMode.SCRIPT_DATA], ['style', TokenizerMode.RAWTEXT], ['title', TokenizerMode.RCDATA], ['textarea', TokenizerMode.RCDATA],
]);
const OPEN_MAX = 5_000;

interface Open {
  readonly tag: string;
  /** Number of its part, or of the one around it. */
  readonly part: number;
  readonly own: boolean;
  /** Where a heading begins, and its text so far. */
  readonly heading?: { readonly start: number; readonly part: number; text: string };
}

export function outlineHtml(text: string, outline: Outline): void {
  const open: Open[] = [];
  const counts = new Map<string, number>();
  let heading: Open['heading'];
  const around = (): number => open[open.length - 1]?.part ?? -1;

  function startTag(token: Token.TagToken): void {
    const { tagName: tag, location } = token;
    const start = location?.startOffset ?? 0;
    const end = location?.endOffset ?? start;
    const id = valueOf(token, 'id');
    const file = tag === 'script' ? valueOf(token, 'src') : tag === 'link' ? valueOf(token, 'href') : undefined;
    const parent = around();
    let part = -1;
    if (id) part = outline.add({ kind: 'section', name: `#${id}`, start, end, parent, signature: `<${tag} id="${id}">` });
    // Addresses may hold whole files.
    if (file && !/^data:/i.test(file)) outline.add({ kind: 'key', name: file, start, end, parent: part >= 0 ? part : parent, signature: `<${tag}>` });
    if (RAW.has(tag)) tokenizer.state = RAW.get(tag)!;
    if (VOID.has(tag) || token.selfClosing || open.length >= OPEN_MAX) return;
    const isHeading = /^h[1-6]$/.test(tag);
    // A part's number is given in the order of the text, so a heading takes its own before it has its name.
    if (isHeading) heading = { start, part: part >= 0 ? part : parent, text: '' };
    open.push({ tag, part: part >= 0 ? part : parent, own: part >= 0, ...(isHeading && heading ? { heading } : {}) });
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }

  /** An end without a start ends nothing; one that leaves others open ends them, too. */
  function endTag({ tagName: tag, location }: Token.TagToken): void {
    if ((counts.get(tag) ?? 0) === 0) return;
    const end = location?.endOffset ?? text.length;
    for (let last = open.pop(); last; last = open.pop()) {
      counts.set(last.tag, counts.get(last.tag)! - 1);
      if (last.own) outline.close(last.part, end);
      if (last.heading) {
        const { start, part: parent, text: name } = last.heading;
        outline.add({ kind: 'section', name, start, end, parent, signature: `<${last.tag}>` });
        if (heading === last.heading) heading = undefined;
      }
      if (last.tag === tag) return;
    }
  }

  const characters = ({ chars }: Token.CharacterToken): void => {
    if (heading && heading.text.length < 500) heading.text += chars;
  };
  const nothing = (): void => undefined;
  const handler: TokenHandler = {
    onStartTag: startTag, onEndTag: endTag, onCharacter: characters, onWhitespaceCharacter: characters,
    onComment: nothing, onDoctype: nothing, onEof: nothing, onNullCharacter: nothing,
    onParseError: ({ code, startOffset }) => outline.problem(startOffset, code.replaceAll('-', ' ')),
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler);
  tokenizer.write(text, true);
  for (const { own, part } of open) if (own) outline.close(part, text.length);
}

const valueOf = ({ attrs }: Token.TagToken, name: string): string | undefined => attrs.find((each) => each.name === name)?.value.trim();
