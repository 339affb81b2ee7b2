/** JSON values as lines of text, each with a checksum. A torn or damaged line is told and left out. */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const compress = promisify(brotliCompress);

/**
 * What deflate may refer to from the first byte on: without it, a second's few frames would hardly get
 * smaller. Files that are there were written with it, so it never changes.
 */
const DICTIONARY = Buffer.from(
  '{"t":,"w":60000,"a":,"g":{"rss_bytes":[,1,],"heap_bytes":[,"cpu_share":[0.,"event_loop_delay_ms":["main_loop_delay_ms":["queue_depth":[0,1,0,0],"workspaces":["files":["chunks":["index_lag_ms":[' +
    '"e":{"CANCELLED":1,"ANALYSIS_TIMEOUT":1},"c":{"ast":[1,0],"embedding":[0,1],"decision":[1,0],"live":[10,0]},' +
    '"l":["syncIndex","ragRetrieve","","","l":["search","cli","rag","l":["findReferences","astAnalyzeTool","structuralContext","astAnalyze","ast","enrichAction","hybridContextTool",' +
    '"parallel","ast_first","rag_first","l":["getContext","hybridContext","ast","",""],"n":1,"d":[,1],"ds":,"dx":,"q":[,1],"qs":0.,"qn":1,"r":8,"c":{"decision":[1,0],"live":[6,0]},' +
    '"x":{"sync":0.,"find":"map":"query":0.,"select":0.,"embed":"retrieve":"rank":"feedback":0.,"rerank":"read":"tokenizer":0.,"pack":},"m":[',
);
/** Values on one line of a whole file: what a damaged line costs. */
const SECTION_BATCH = 1_000;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const CHECKSUM_LENGTH = 8;
/** What a line of another make could blow up to. */
const LINE_MAX_BYTES = 32 * 1024 * 1024;
/** Of 0 to 11; beyond 9 it takes several times as long for a few per cent. What is written again soon need not be smallest. */
const QUALITY = { lasting: 9, passing: 4 } as const;

/** One line with its end. */
export function encodeLine(content: unknown): string {
  const json = JSON.stringify(content);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** Few values on one line, deflated: for what is written every second. None give no line. */
export function encodeLines(contents: readonly unknown[]): string {
  if (contents.length === 0) return '';
  return encodeLine({ z: deflateRawSync(JSON.stringify(contents), { dictionary: DICTIONARY }).toString('base64') });
}

/**
 * Many values on few lines, made as small as they get, outside this thread: for files that are written
 * once. `section` is said on each line, so that who wants another one need not inflate it.
 */
export async function encodeSection(section: string, contents: readonly unknown[], quality: keyof typeof QUALITY = 'lasting'): Promise<string> {
  let text = '';
  for (let from = 0; from < contents.length; from += SECTION_BATCH) {
    const json = JSON.stringify(contents.slice(from, from + SECTION_BATCH));
    const small = await compress(json, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY[quality], [constants.BROTLI_PARAM_LGWIN]: 22 } });
    text += encodeLine({ k: section, b: small.toString('base64') });
  }
  return text;
}

/** Whether a section is to be read; lines of none always are. */
export type Wanted = (section: string) => boolean;

export interface Read {
  /** Bytes up to the end of the last whole line: where to read on. */
  readonly length: number;
  readonly damaged: number;
}

/** Takes a value, and the section that its line says it is of. */
export type Use = (content: unknown, section?: string) => void;

/** Hands each value to `use`, line by line: a file of days is never in memory as values. */
export function readLines(bytes: Buffer, use: Use, isWanted: Wanted = () => true): Read {
  let from = 0;
  let damaged = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
    if (end > from && !readLine(bytes.subarray(from, end), use, isWanted)) damaged += 1;
    from = end + 1;
  }
  return { length: from, damaged };
}

export interface Decoded extends Read {
  readonly lines: unknown[];
}

export function decodeLines(bytes: Buffer, isWanted?: Wanted): Decoded {
  const lines: unknown[] = [];
  return { lines, ...readLines(bytes, (content) => lines.push(content), isWanted) };
}

/** The first line alone; undefined when it is not whole. */
export function decodeFirst(bytes: Buffer): unknown {
  const end = bytes.indexOf(NEWLINE);
  return end < 0 ? undefined : decodeLines(bytes.subarray(0, end + 1)).lines[0];
}

/** False for a line that is damaged or was not made here. */
function readLine(line: Buffer, use: Use, isWanted: Wanted): boolean {
  const json = line.subarray(CHECKSUM_LENGTH + 1);
  if (line[CHECKSUM_LENGTH] !== SPACE || Number.parseInt(line.toString('latin1', 0, CHECKSUM_LENGTH), 16) !== crc32(json)) return false;
  const content = JSON.parse(json.toString('utf8')) as unknown;
  const { k, z, b } = (content ?? {}) as { k?: unknown; z?: unknown; b?: unknown };
  if (typeof z !== 'string' && typeof b !== 'string') {
    use(content);
    return true;
  }
  const section = typeof k === 'string' ? k : undefined;
  if (section !== undefined && !isWanted(section)) return true;
  const contents = inflate(z, b);
  contents?.forEach((each) => use(each, section));
  return contents !== undefined;
}

function inflate(z: unknown, b: unknown): readonly unknown[] | undefined {
  try {
    const options = { maxOutputLength: LINE_MAX_BYTES };
    const text = typeof z === 'string' ? inflateRawSync(Buffer.from(z, 'base64'), { ...options, dictionary: DICTIONARY }) : brotliDecompressSync(Buffer.from(b as string, 'base64'), options);
    const contents = JSON.parse(text.toString('utf8')) as unknown;
    return Array.isArray(contents) ? (contents as unknown[]) : undefined;
  } catch {
    return undefined;
  }
}
