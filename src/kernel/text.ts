/**
 * The same characters in memory of their own. A piece that was cut from a text keeps all of that text
 * alive; what is remembered for long must not.
 */
export function ownText(piece: string): string {
  return Buffer.from(piece, 'utf16le').toString('utf16le');
}
