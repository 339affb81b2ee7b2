/** The fingerprint of pasted code, which may be a definition, a member without its class, or statements alone. */
import type { FileContent, FileFacts, PackedFingerprints } from '../kernel';
import { FINGERPRINT_WIDTH, SKETCH_WORDS } from '../kernel';
import { entryOf, isTypeScriptFamily, languageOf } from './languages';

export interface SnippetShape {
  /** One fingerprint; undefined when the code is too small, or cannot be read. */
  readonly fingerprint?: PackedFingerprints;
  /** Qualified name of the definition in the snippet that it is of; an empty string for statements. */
  readonly symbol: string;
  /** How many definitions of the snippet could have been taken. */
  readonly definitions: number;
  readonly problems: number;
}

type Wrapper = (text: string) => string;

/** Name of what is put around a snippet. */
const WRAPPER = 'pastedSnippet';
const inClass: Wrapper = (text) => `class ${WRAPPER} {\n${text}\n}\n`;
const inMethod: Wrapper = (text) => `class ${WRAPPER} { void ${WRAPPER}() {\n${text}\n} }\n`;
const inBraces = (head: string): Wrapper => (text) => `${head} {\n${text}\n}\n`;
const TYPESCRIPT = [inClass, inBraces(`async function ${WRAPPER}()`)];

/** What may be missing around a snippet, by language; the last one makes statements a definition. */
const WRAPPERS = new Map<string, readonly Wrapper[]>([
  ['typescript', TYPESCRIPT], ['tsx', TYPESCRIPT], ['javascript', TYPESCRIPT], ['jsx', TYPESCRIPT],
  ['python', [(text) => `def ${WRAPPER}():\n${text.replace(/^/gm, '    ')}\n`]],
  ['go', [inBraces(`package ${WRAPPER}\nfunc ${WRAPPER}()`)]],
  ['java', [inClass, inMethod]],
  ['csharp', [inClass, inMethod]],
  ['rust', [inBraces(`impl ${WRAPPER}`), inBraces(`fn ${WRAPPER}()`)]],
  ['c', [inBraces(`void ${WRAPPER}()`)]],
  ['cpp', [(text) => `class ${WRAPPER} {\n${text}\n};\n`, inBraces(`void ${WRAPPER}()`)]],
  ['php', [(text: string) => text, inClass, inBraces(`function ${WRAPPER}()`)].map((wrap): Wrapper => (text) => `<?php\n${wrap(text)}`)],
  ['ruby', [(text) => `def ${WRAPPER}\n${text}\nend\n`]],
  ['kotlin', [inClass, inBraces(`fun ${WRAPPER}()`)]],
  ['swift', [inClass, inBraces(`func ${WRAPPER}()`)]],
  ['scala', [inClass, inBraces(`def ${WRAPPER}() =`)]],
  ['bash', [inBraces(`${WRAPPER}()`)]],
]);

/** Share of a snippet's lines that definitions have to have to stand for it. */
const COVER_MIN = 0.6;

/** Languages whose code can be compared. */
export const comparableLanguages = (): string[] => [...WRAPPERS.keys()];

/** The language's name for what people call it: its name, or the ending of its files. */
export function comparableLanguage(given: string): string | undefined {
  const name = given.toLowerCase().replace(/^\./, '');
  const known = NICKNAMES.get(name) ?? (isTypeScriptFamily(name) || entryOf(name) ? name : languageOf(`x.${name}`));
  return WRAPPERS.has(known) ? known : undefined;
}

const NICKNAMES = new Map([['c++', 'cpp'], ['c#', 'csharp'], ['golang', 'go'], ['shell', 'bash'], ['node', 'javascript']]);

/** `parse`: as `parseFile`. The reading with the fewest syntax errors counts, then the one with least around it. */
export async function shapeOfSnippet(text: string, language: string, parse: (content: FileContent) => Promise<FileFacts>): Promise<SnippetShape> {
  const own = withoutIndent(text);
  const lines = own.trim().split('\n').length;
  const wrappers = WRAPPERS.get(language) ?? [];
  let best: (SnippetShape & { readonly covers: boolean }) | undefined;
  for (const [index, wrap] of [(given: string) => given, ...wrappers].entries()) {
    const facts = await parse({ path: `snippet.${endingOf(language)}`, text: wrap(own), hash: '', size: 0, invalidUtf8: false });
    const shape = largest(facts, lines, index === wrappers.length);
    const better = !best || (shape.fingerprint && !best.fingerprint) || shape.problems < best.problems || (shape.problems === best.problems && shape.covers && !best.covers);
    if (better) best = shape;
    if (best!.problems === 0 && best!.covers) break;
  }
  const { covers: _, ...shape } = best!;
  return shape;
}

/** The largest definition. What was put around the snippet counts only when it stands for statements. */
function largest(facts: FileFacts, lines: number, asStatements: boolean): SnippetShape & { readonly covers: boolean } {
  const problems = facts.problems.length;
  const { rows = new Uint32Array(0), sketches } = facts.fingerprints ?? {};
  const symbolOf = (row: number): number => rows[row * FINGERPRINT_WIDTH]!;
  const wrapper = facts.symbols.findLastIndex(({ name }) => name === WRAPPER);
  const own = Array.from({ length: rows.length / FINGERPRINT_WIDTH }, (_, row) => row).filter((row) =>
    symbolOf(row) === wrapper ? asStatements : facts.symbols[symbolOf(row)]!.name !== WRAPPER,
  );
  const sizeOf = (row: number): number => rows[row * FINGERPRINT_WIDTH + 1]!;
  const [row] = own.sort((a, b) => sizeOf(b) - sizeOf(a));
  if (row === undefined || !sketches) return { symbol: '', definitions: 0, problems, covers: false };
  const symbol = facts.symbols[symbolOf(row)]!;
  return {
    fingerprint: {
      rows: rows.slice(row * FINGERPRINT_WIDTH, (row + 1) * FINGERPRINT_WIDTH),
      sketches: sketches.slice(row * SKETCH_WORDS, (row + 1) * SKETCH_WORDS),
    },
    symbol: symbol.name === WRAPPER ? '' : symbol.qualifiedName.replace(new RegExp(`^${WRAPPER}\\.`), ''),
    definitions: own.length,
    problems,
    covers: linesOf(facts, own.map(symbolOf)) >= COVER_MIN * lines,
  };
}

/** Of some definitions, those inside others aside. */
function linesOf({ symbols }: FileFacts, own: readonly number[]): number {
  const outer = own.filter((at) => !own.includes(symbols[at]!.parent));
  return outer.reduce((sum, at) => sum + symbols[at]!.endLine - symbols[at]!.startLine + 1, 0);
}

const ENDINGS = new Map([['typescript', 'ts'], ['javascript', 'js'], ['python', 'py'], ['csharp', 'cs'], ['rust', 'rs'], ['ruby', 'rb'], ['kotlin', 'kt'], ['bash', 'sh']]);
const endingOf = (language: string): string => ENDINGS.get(language) ?? language;

/** Code from the middle of a file is indented throughout. */
function withoutIndent(text: string): string {
  const indents = text.split('\n').filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0]);
  const common = indents.reduce((a, b) => (b.startsWith(a) ? a : a.startsWith(b) ? b : ''), indents[0] ?? '');
  return common === '' ? text : text.split('\n').map((line) => (line.startsWith(common) ? line.slice(common.length) : line)).join('\n');
}
