/** The shapes of word counts that embedding shares with the lexical stage, without importing it. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
}

/** Packed counts: symbol in the upper 10 bits, doc in the next 10, body in the lower 12. */
export function unpackCounts(packed: number): { symbol: number; other: number } {
  return { symbol: packed >>> 22, other: ((packed >>> 12) & 0x3ff) + (packed & 0xfff) };
}
