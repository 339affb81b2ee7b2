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
const SEGMENT_BATCH = 1_000;
/** What a line of another make could blow up to. */
const LINE_MAX_BYTES = 32 * 1024 * 1024;
/** Of 0 to 11; beyond this it takes several times as long for a few per cent. */
const BROTLI_QUALITY = 9;

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

/** Many values on few lines, made as small as they get, outside this thread: for files that are written once. */
export async function encodeSegment(contents: readonly unknown[]): Promise<string> {
  let text = '';
  for (let from = 0; from < contents.length; from += SEGMENT_BATCH) {
    const json = JSON.stringify(contents.slice(from, from + SEGMENT_BATCH));
    const small = await compress(json, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_LGWIN]: 22 } });
    text += encodeLine({ b: small.toString('base64') });
  }
  return text;
}

export interface Decoded {
  readonly lines: unknown[];
  /** Bytes up to the end of the last whole line: where to read on. */
  readonly length: number;
  readonly damaged: number;
}

export function decodeLines(bytes: Buffer): Decoded {
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines: unknown[] = [];
  let damaged = 0;
  for (const line of bytes.toString('utf8', 0, length).split('\n')) {
    if (line === '') continue;
    const json = line.slice(9);
    const isWhole = line[8] === ' ' && Number.parseInt(line.slice(0, 8), 16) === crc32(json);
    const contents = isWhole ? unpackLine(JSON.parse(json)) : undefined;
    if (contents) for (const content of contents) lines.push(content);
    else damaged += 1;
  }
  return { lines, length, damaged };
}

/** What is on a line; undefined for what was not made here. */
function unpackLine(content: unknown): readonly unknown[] | undefined {
  const { z, b } = (content ?? {}) as { z?: unknown; b?: unknown };
  if (typeof z !== 'string' && typeof b !== 'string') return [content];
  try {
    const options = { maxOutputLength: LINE_MAX_BYTES };
    const text = typeof z === 'string' ? inflateRawSync(Buffer.from(z, 'base64'), { ...options, dictionary: DICTIONARY }) : brotliDecompressSync(Buffer.from(b as string, 'base64'), options);
    const contents = JSON.parse(text.toString('utf8')) as unknown;
    return Array.isArray(contents) ? (contents as unknown[]) : undefined;
  } catch {
    return undefined;
  }
}
