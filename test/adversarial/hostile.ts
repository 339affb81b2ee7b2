/** Hostile files of any language, from small seeds: its golden sample, its own brackets, and bytes that are no text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

export interface HostileFile {
  readonly path: string;
  readonly kind: string;
  readonly bytes: Buffer;
}

const GOLDEN = join(__dirname, '../golden');
/** Wide, but no line that passes for minified. */
const WIDTH = 100;
const DEPTH = 5_000;

/** Ending → a valid sample: the largest golden input with that ending. */
export function samples(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of readdirSync(GOLDEN, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const input = readdirSync(join(GOLDEN, folder.name)).find((file) => file.startsWith('input.'));
    if (!input) continue;
    const ending = input.slice('input.'.length);
    const text = readFileSync(join(GOLDEN, folder.name, input), 'utf8');
    if (text.length > (found.get(ending)?.length ?? -1)) found.set(ending, text);
  }
  return found;
}

/** `seed` makes the mutations the same in every run. */
export function hostileFiles(ending: string, sample: string, seed: number): HostileFile[] {
  const files: HostileFile[] = [];
  const add = (kind: string, content: string | Buffer): void => {
    files.push({ path: `${kind.replace(/\W+/g, '-')}-${files.length}.${ending}`, kind, bytes: Buffer.from(content as string) });
  };
  const repeat = (piece: string, times: number): string => Array.from({ length: Math.ceil(times / WIDTH) }, () => piece.repeat(WIDTH)).join('\n');
  const middle = Math.floor(sample.length / 2);

  add('empty', '');
  add('white space', ' \t\r\n\u00a0\u2028'.repeat(1_000));
  add('cut in the middle', sample.slice(0, middle));
  add('only the end', sample.slice(middle));
  for (const open of ['(', '{', '"', '`', '/*', '#if A\n']) add('never closed', `${sample}\n${open}${sample}`);
  for (const piece of ['[', '{', '<a>', 'a(', '- ']) add('deeply nested', repeat(piece, DEPTH));
  add('nested and closed', `x = ${repeat('[', DEPTH)}\n${repeat(']', DEPTH)}`);
  add('closed without an opening', repeat(')]}', DEPTH));
  add('many copies', `${sample}\n`.repeat(Math.ceil(20_000 / Math.max(1, sample.length))));
  add('one long line', sample.replace(/\s+/g, ' ').repeat(Math.ceil(30_000 / Math.max(1, sample.length))));
  add('one long name', 'a'.repeat(50_000));
  add('old Mac line ends', sample.replaceAll('\n', '\r'));
  add('mixed line ends', sample.split('\n').map((line, i) => line + ['\n', '\r\n', '\r', '\u2028'][i % 4]!).join(''));
  add('byte order marks', `\ufeff${sample.replaceAll('\n', '\n\ufeff')}`);
  add('UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sample, 'utf16le')]));
  add('UTF-16 cut', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(sample, 'utf16le').swap16().subarray(0, -1)]));
  add('latin bytes', Buffer.concat([Buffer.from(sample), Buffer.from('caf\xe9 \xff\xfe', 'latin1')]));
  add('surrogates alone', `${sample}\n${'\ud800\udc00'.repeat(100)}\n`.replaceAll('a', '\u{1F600}'));
  add('control characters', sample.replaceAll(' ', '\u0001'));
  add('binary', Buffer.from(Array.from({ length: 4_096 }, (_, i) => (i * 7_919) % 256)));
  add('a NUL', `${sample}\0${sample}`);
  add('names of the prototype', sample.replace(/\b[a-z]\w{3,}\b/g, (_, at: number) => ['constructor', '__proto__', 'toString', 'hasOwnProperty'][at % 4]!));
  add('words right to left', sample.replace(/\b[A-Za-z]\w+\b/g, '\u202e$&\u2066'));
  for (const mutated of mutations(sample, seed)) add('mutated', mutated);
  return files;
}

/** Valid text with pieces taken out, doubled, swapped and put in. */
function mutations(sample: string, seed: number): string[] {
  const at = fc.integer({ min: 0, max: sample.length });
  const junk = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('{', '}', '(', ')', '"', "'", '`', '\\', '/*', '*/', '<', '>', '\n', ';', '#', '@', '\u0000', ':::', 'class ', '=>'));
  const edit = fc.record({ from: at, length: fc.integer({ min: 0, max: 40 }), to: at, junk, how: fc.constantFrom('remove', 'double', 'move', 'insert', 'replace') });
  const edits = fc.array(edit, { minLength: 1, maxLength: 12 });
  return fc.sample(edits, { numRuns: MUTATIONS, seed }).map((list) => list.reduce((text, { from, length, to, junk: put, how }) => {
    const start = Math.min(from, text.length);
    const piece = text.slice(start, start + length);
    const rest = text.slice(0, start) + text.slice(start + length);
    if (how === 'remove') return rest;
    if (how === 'double') return text.slice(0, start) + piece + text.slice(start);
    if (how === 'move') return rest.slice(0, to) + piece + rest.slice(to);
    return (how === 'insert' ? text.slice(0, start) + put + text.slice(start) : rest.slice(0, start) + put + rest.slice(start));
  }, sample));
}

const MUTATIONS = 8;
