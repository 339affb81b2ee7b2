/**
 * Scripts of single-file components (Vue, Svelte). Everything else is blanked out with as many
 * characters, so that lines, columns and offsets stay those of the whole file.
 */
import type { FileContent, ParseProblem } from '../kernel';

export interface ComponentScripts {
  /** As long as the file; line breaks stay where they are. */
  readonly text: string;
  /** The dialect: the most that one of its scripts asks for. */
  readonly language: 'typescript' | 'tsx' | 'javascript' | 'jsx';
  /** Whether there is any script. */
  readonly found: boolean;
  readonly problems: readonly { readonly offset: number; readonly message: string }[];
}

const OPENING = /<!--|<(script|style|template)(?=[\s/>])/gi;
const SCRIPT_TYPES = /^(?:module|ts|(?:text|application)\/(?:javascript|ecmascript|typescript|babel))$/i;
const DIALECTS = new Map<string, ComponentScripts['language']>([['ts', 'typescript'], ['typescript', 'typescript'], ['tsx', 'tsx'], ['jsx', 'jsx']]);
const ORDER: readonly ComponentScripts['language'][] = ['javascript', 'jsx', 'typescript', 'tsx'];

/** One pass: an opening tag, comment or block that never ends reaches to the end of the file. */
export function scriptsOf(text: string, component: string): ComponentScripts {
  const opening = new RegExp(OPENING);
  const kept: string[] = [];
  const problems: { offset: number; message: string }[] = [];
  let language: ComponentScripts['language'] = 'javascript';
  let copied = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const tag = match[1]?.toLowerCase();
    const from = tag === undefined ? match.index : tagEnd(text, opening.lastIndex);
    const attributes = tag === undefined ? '' : text.slice(opening.lastIndex, from);
    if (tag === undefined) opening.lastIndex = endOf(text, '-->', match.index);
    else if (attributes.endsWith('/>')) opening.lastIndex = from;
    // Markup of Svelte stands outside of any block; Vue's template may hold tags that look like blocks.
    else if (tag === 'template') opening.lastIndex = component === 'vue' ? templateEnd(text, from) : from;
    else {
      const close = closingTag(text, tag, from);
      if (close < 0) problems.push({ offset: match.index, message: `<${tag}> is never closed.` });
      const end = close < 0 ? text.length : close;
      if (tag === 'script' && isScript(attributes)) {
        const dialect = DIALECTS.get(attribute(attributes, 'lang')?.toLowerCase() ?? '') ?? 'javascript';
        if (ORDER.indexOf(dialect) > ORDER.indexOf(language)) language = dialect;
        // The end of a script ends its last statement, too.
        kept.push(blank(text.slice(copied, from)), text.slice(from, end), close < 0 ? '' : ';');
        copied = Math.min(text.length, close < 0 ? end : end + 1);
      }
      opening.lastIndex = Math.max(end, from);
    }
    if (opening.lastIndex >= text.length) break;
  }
  return { text: kept.join('') + blank(text.slice(copied)), language, found: kept.length > 0, problems };
}

/** What the compiler should see instead of the component. */
export const scriptContent = (content: FileContent, { text }: ComponentScripts): FileContent => ({ ...content, text });

export function problemsAt(problems: ComponentScripts['problems'], lineAt: (offset: number) => number): ParseProblem[] {
  return problems.map(({ offset, message }) => ({ line: lineAt(offset), message }));
}

const blank = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, ' ');

/** Offset behind the `>` of a tag; what stands in quotes ends none. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return text.length;
}

function endOf(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

function closingTag(text: string, tag: string, from: number): number {
  const closing = new RegExp(`</${tag}(?=[\\s/>])`, 'gi');
  closing.lastIndex = from;
  return closing.exec(text)?.index ?? -1;
}

/** Templates stand in templates. */
function templateEnd(text: string, from: number): number {
  const tags = /<!--|<(\/?)template(?=[\s/>])/gi;
  tags.lastIndex = from;
  let depth = 1;
  for (let match = tags.exec(text); match; match = tags.exec(text)) {
    if (match[1] === undefined) {
      tags.lastIndex = endOf(text, '-->', match.index);
      continue;
    }
    const end = tagEnd(text, tags.lastIndex);
    if (match[1] === '/') depth -= 1;
    else if (text[end - 2] !== '/') depth += 1;
    if (depth === 0) return end;
    tags.lastIndex = end;
  }
  return text.length;
}

function isScript(attributes: string): boolean {
  const type = attribute(attributes, 'type');
  return type === undefined || SCRIPT_TYPES.test(type);
}

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']?([\\w/+.-]+)`, 'i').exec(attributes.slice(0, 2_000))?.[1];
