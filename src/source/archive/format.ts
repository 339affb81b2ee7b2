export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz';

const TAR_BLOCK = 512;
const CHECKSUM_AT = 148;

/** By the first bytes; a name says nothing. Undefined when it is none of the formats. */
export function detectFormat(data: Uint8Array): ArchiveFormat | undefined {
  const [a, b, c, d] = data;
  if (a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6))) return 'zip';
  if (a === 0x1f && b === 0x8b) return 'tar.gz';
  return isTarHeader(data.subarray(0, TAR_BLOCK)) ? 'tar' : undefined;
}

/** The sum of the header's bytes, with blanks in place of the sum itself, stands in the header. */
function isTarHeader(header: Uint8Array): boolean {
  if (header.length < TAR_BLOCK) return false;
  if (header.every((byte) => byte === 0)) return true; // the end mark of an empty one
  let sum = 8 * 0x20;
  header.forEach((byte, index) => {
    if (index < CHECKSUM_AT || index >= CHECKSUM_AT + 8) sum += byte;
  });
  const written = Buffer.from(header.subarray(CHECKSUM_AT, CHECKSUM_AT + 8)).toString('latin1');
  return parseInt(written.replace(/[\0 ]+/g, ' ').trim(), 8) === sum;
}
