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
/** Zip64: where numbers are too large for their fields, they stand in a further record and further fields. */
const LOCATOR_MARK = 0x07064b50;
const LOCATOR_LENGTH = 20;
const END64_MARK = 0x06064b50;
const END64_LENGTH = 56;
const EXTRA64 = 0x0001;
const BEYOND = 0xffffffff;

interface Directory {
  readonly start: number;
  readonly length: number;
  readonly count: number;
  readonly end: number;
}

/**
 * The entries of a zip file by its directory at the end, which is what other programs go by too.
 * Zip64 is read (APPNOTE 4.3.14, 4.5.3). Throws SOURCE_FORMAT: no directory (cut off), or spread over
 * several files.
 */
export function* readZipDirectory(zip: Buffer, source: string): Generator<ZipEntry> {
  const bad = (reason: string): EngineError => createError('SOURCE_FORMAT', { source, reason });
  const { start, length, count, end } = findDirectory(zip, bad);
  if (start + length > end) throw bad('its directory is damaged');
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_LENGTH > end || zip.readUInt32LE(at) !== ENTRY_MARK) throw bad('its directory is damaged');
    const next = at + ENTRY_LENGTH + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (next > end) throw bad('its directory is damaged');
    yield readEntry(zip, at, bad);
    at = next;
  }
}

function findDirectory(zip: Buffer, bad: (reason: string) => EngineError): Directory {
  const end = findEnd(zip);
  if (end < 0) throw bad('the directory at its end is missing; it may be cut off');
  const count = zip.readUInt16LE(end + 10);
  const length = zip.readUInt32LE(end + 12);
  const start = zip.readUInt32LE(end + 16);
  if (start === BEYOND || length === BEYOND || count === 0xffff) {
    const large = findLargeDirectory(zip, end, bad);
    if (large) return large;
  }
  if (zip.readUInt16LE(end + 4) !== 0 || zip.readUInt16LE(end + 8) !== count) throw bad('it is one of several parts');
  return { start, length, count, end };
}

/** The zip64 record of the directory; undefined when there is none, since 65,535 files may also just be that many. */
function findLargeDirectory(zip: Buffer, end: number, bad: (reason: string) => EngineError): Directory | undefined {
  const locator = end - LOCATOR_LENGTH;
  if (locator < 0 || zip.readUInt32LE(locator) !== LOCATOR_MARK) return undefined;
  const at = readSize(zip, locator + 8);
  if (at + END64_LENGTH > locator || zip.readUInt32LE(at) !== END64_MARK) throw bad('its directory is damaged');
  const count = readSize(zip, at + 32);
  if (zip.readUInt32LE(at + 16) !== 0 || readSize(zip, at + 24) !== count) throw bad('it is one of several parts');
  return { count, length: readSize(zip, at + 40), start: readSize(zip, at + 48), end: at };
}

/** Beyond 2^53 numbers lose digits, but nothing that large lies in a buffer anyway. */
const readSize = (zip: Buffer, at: number): number => Number(zip.readBigUInt64LE(at));

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

function readEntry(zip: Buffer, at: number, bad: (reason: string) => EngineError): ZipEntry {
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
    mode: isUnix ? zip.readUInt32LE(at + 38) >>> 16 : 0,
    ...readSizes(zip, at, at + ENTRY_LENGTH + nameLength, bad),
  };
}

/** Size, packed size and place: in their fields, or, in this order, in the zip64 field behind the name. */
function readSizes(zip: Buffer, at: number, extras: number, bad: (reason: string) => EngineError): Pick<ZipEntry, 'size' | 'packedSize' | 'offset'> {
  const sizes = { size: zip.readUInt32LE(at + 24), packedSize: zip.readUInt32LE(at + 20), offset: zip.readUInt32LE(at + 42) };
  const beyond = (['size', 'packedSize', 'offset'] as const).filter((name) => sizes[name] === BEYOND);
  if (beyond.length === 0) return sizes;
  const end = extras + zip.readUInt16LE(at + 30);
  for (let field = extras; field + 4 <= end; field += 4 + zip.readUInt16LE(field + 2)) {
    if (zip.readUInt16LE(field) !== EXTRA64) continue;
    if (zip.readUInt16LE(field + 2) < 8 * beyond.length || field + 4 + 8 * beyond.length > end) break;
    beyond.forEach((name, index) => (sizes[name] = readSize(zip, field + 4 + 8 * index)));
    return sizes;
  }
  throw bad('its directory is damaged');
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
