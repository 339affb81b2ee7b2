import { createError, type EngineError } from '../../kernel';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packedSize: number;
  /** As declared; not to be believed. */
  readonly size: number;
  readonly crc: number;
  /** Of the entry's own header. */
  readonly offset: number;
  /** Unix mode, or 0 when the archive was made elsewhere. */
  readonly mode: number;
  readonly mtimeMs: number;
}

const END_MARK = 0x06054b50;
const END_LENGTH = 22;
const COMMENT_MAX = 65_535;
const ENTRY_MARK = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL_MARK = 0x04034b50;
const LOCAL_LENGTH = 30;
const MADE_BY_UNIX = 3;
/** Stands where a number is too large for its field and zip64 would go on. */
const BEYOND = 0xffffffff;

/**
 * The entries of a zip file by its directory at the end, which is what other programs go by too.
 * Throws SOURCE_FORMAT: no directory (cut off), spread over several files, or over 4 GB.
 */
export function* readZipDirectory(zip: Buffer, source: string): Generator<ZipEntry> {
  const bad = (reason: string): EngineError => createError('SOURCE_FORMAT', { source, reason });
  const end = findEnd(zip);
  if (end < 0) throw bad('the directory at its end is missing; it may be cut off');
  const count = zip.readUInt16LE(end + 10);
  const length = zip.readUInt32LE(end + 12);
  const start = zip.readUInt32LE(end + 16);
  if (start === BEYOND || length === BEYOND || count === 0xffff) throw bad('it is of the kind for more than 65,534 files (zip64)');
  if (zip.readUInt16LE(end + 4) !== 0 || zip.readUInt16LE(end + 8) !== count) throw bad('it is one of several parts');
  if (start + length > end) throw bad('its directory is damaged');
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_LENGTH > end || zip.readUInt32LE(at) !== ENTRY_MARK) throw bad('its directory is damaged');
    const next = at + ENTRY_LENGTH + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (next > end) throw bad('its directory is damaged');
    yield readEntry(zip, at);
    at = next;
  }
}

/** Where an entry's packed bytes lie. Throws SOURCE_FORMAT when that is not inside the file. */
export function locateData(zip: Buffer, entry: ZipEntry, source: string): Buffer {
  const { offset, packedSize, name } = entry;
  const isHeader = offset + LOCAL_LENGTH <= zip.length && zip.readUInt32LE(offset) === LOCAL_MARK;
  const start = isHeader ? offset + LOCAL_LENGTH + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28) : Infinity;
  if (start + packedSize > zip.length) {
    throw createError('SOURCE_FORMAT', { source, reason: `${JSON.stringify(name.slice(0, 120))} is not where the directory says` });
  }
  return zip.subarray(start, start + packedSize);
}

function readEntry(zip: Buffer, at: number): ZipEntry {
  const flags = zip.readUInt16LE(at + 8);
  const nameLength = zip.readUInt16LE(at + 28);
  const bytes = zip.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
  const isUnix = zip[at + 5] === MADE_BY_UNIX;
  return {
    // Names without the UTF-8 flag are nearly always UTF-8 as well; else, each byte stays one character.
    name: decodeName(bytes).replaceAll('\\', '/'),
    method: zip.readUInt16LE(at + 10),
    encrypted: (flags & 0x2041) !== 0,
    mtimeMs: readDosTime(zip.readUInt16LE(at + 12), zip.readUInt16LE(at + 14)),
    crc: zip.readUInt32LE(at + 16),
    packedSize: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    mode: isUnix ? zip.readUInt32LE(at + 38) >>> 16 : 0,
    offset: zip.readUInt32LE(at + 42),
  };
}

function decodeName(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

function readDosTime(time: number, date: number): number {
  const at = Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2);
  return Math.max(0, at);
}

function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_LENGTH - COMMENT_MAX);
  for (let at = zip.length - END_LENGTH; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END_MARK && at + END_LENGTH + zip.readUInt16LE(at + 20) <= zip.length) return at;
  }
  return -1;
}
