import { isUtf8 } from 'node:buffer';

export interface DecodedText {
  readonly text: string;
  /** Bytes that do not decode were replaced by U+FFFD. */
  readonly invalid: boolean;
}

/** How much of a file decides whether it is text; as git does, with a little more. */
const DECIDING_BYTES = 8_192;
/** As much of a file as `decodeText` looks at before it calls the file binary, mark included. */
export const SAMPLE_BYTES = DECIDING_BYTES + 4;
/** Text has next to no control characters; random or compressed bytes have about 9 %. */
const CONTROL_SHARE_MAX = 0.05;
/** Control characters, without those that occur in text: backspace, tab, line feed, vertical tab, form feed, carriage return and escape. */
// eslint-disable-next-line no-control-regex
const NO_TEXT = /[\x01-\x07\x0e-\x1a\x1c-\x1f]/g;

/**
 * The text of a file's bytes without its byte-order mark: UTF-16 with a mark, otherwise UTF-8.
 * Undefined when the bytes are not text: a NUL or many control characters in the first 8 KB, or the
 * mark of a PDF.
 */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  const utf16 = utf16Encoding(bytes);
  if (utf16) return decodeUtf16(bytes.subarray(2), utf16);
  if (looksBinary(bytes.subarray(0, DECIDING_BYTES))) return undefined;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { text: bytes.toString('utf8', start), invalid: !isUtf8(bytes) };
}

/** Whether `decodeText` would give a text; looks at the beginning only. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, length } = bytes;
  return decodeText(Buffer.from(buffer, byteOffset, Math.min(length, SAMPLE_BYTES))) !== undefined;
}

function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-32 carries the same mark as UTF-16, but decodes to NULs; so does binary data by chance. */
function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): DecodedText | undefined {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  if (text.slice(0, DECIDING_BYTES / 2).includes('\0')) return undefined;
  return { text, invalid: bytes.length % 2 === 1 || !isValidUtf16(bytes, encoding) };
}

function isValidUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function looksBinary(sample: Buffer): boolean {
  const bytes = sample.toString('latin1');
  if (bytes.includes('\0') || bytes.startsWith('%PDF-')) return true;
  const controls = bytes.match(NO_TEXT)?.length ?? 0;
  return controls > 1 && controls > sample.length * CONTROL_SHARE_MAX;
}
