/** LangChain's recursive character splitting, with the lines that each chunk comes from. */
export interface TextChunk {
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

const SIZE = 1_000;
const OVERLAP = 200;
const SEPARATORS = ['\n\n', '\n', ' ', ''] as const;

/** A part of the text by its offsets. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Chunks of at most 1,000 characters that overlap by at most 200, cut at the coarsest separators that fit. */
export function splitText(text: string): TextChunk[] {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineAt = (offset: number): number => {
    let low = 0;
    for (let high = lineStarts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return splitPiece(text, { from: 0, to: text.length }, SEPARATORS)
    .map((piece) => trim(text, piece))
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => ({ text: text.slice(from, to), startLine: lineAt(from), endLine: lineAt(to - 1) }));
}

function trim(text: string, { from, to }: Piece): Piece {
  while (from < to && text[from]!.trim() === '') from += 1;
  while (to > from && text[to - 1]!.trim() === '') to -= 1;
  return { from, to };
}

function splitPiece(text: string, whole: Piece, separators: readonly string[]): Piece[] {
  const part = text.slice(whole.from, whole.to);
  const at = separators.findIndex((separator) => separator === '' || part.includes(separator));
  const separator = separators[at] ?? '';
  const finer = separators.slice(at + 1);
  const chunks: Piece[] = [];
  let small: Piece[] = [];
  const flush = (): void => {
    chunks.push(...joinPieces(small, separator.length));
    small = [];
  };
  let from = whole.from;
  for (const { length } of part.split(separator)) {
    const piece = { from, to: from + length };
    from += length + separator.length;
    if (length === 0) continue;
    if (length < SIZE) small.push(piece);
    else {
      flush();
      chunks.push(...(finer.length > 0 ? splitPiece(text, piece, finer) : [piece]));
    }
  }
  flush();
  return chunks;
}

/** Sizes are those of the pieces joined by one separator, as the original counts them. */
function joinPieces(pieces: readonly Piece[], separator: number): Piece[] {
  const chunks: Piece[] = [];
  let current: Piece[] = [];
  let total = 0;
  const sizeOf = ({ from, to }: Piece): number => to - from;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    const tooLong = (): boolean => total + size + (current.length > 0 ? separator : 0) > SIZE;
    if (current.length > 0 && tooLong()) {
      chunks.push({ from: current[0]!.from, to: current.at(-1)!.to });
      while (current.length > 0 && (total > OVERLAP || (tooLong() && total > 0))) {
        total -= sizeOf(current[0]!) + (current.length > 1 ? separator : 0);
        current = current.slice(1);
      }
    }
    current.push(piece);
    total += size + (current.length > 1 ? separator : 0);
  }
  if (current.length > 0) chunks.push({ from: current[0]!.from, to: current.at(-1)!.to });
  return chunks;
}
