/** One term's saturated frequencies (BM25F): added to the sums of chunks, told of files and paths, in one walk along its postings. */
import { unpackBody, unpackDoc, unpackSymbol } from './count';
import { createPairBuffer, withRoom, type Postings } from './postings';
import { CHUNK_ROW, CHUNKS, FILE_ROW, FIRST_SLOT, GONE, isOpen, LENGTHS, type Slots } from './slots';

export const BM25F = {
  k1: 1.2,
  weight: { body: 1, doc: 1, symbol: 5, path: 5 },
  norm: { body: 0.75, doc: 0.75, symbol: 0.5, path: 0.5 },
} as const;

/** What is read: (chunk slot, packed counts) and (file slot, count) by term. */
interface TermLists {
  readonly slots: Slots;
  readonly words: Postings;
  readonly paths: Postings;
}

/** Sums by chunk slot that a term's parts are added to. */
export interface ChunkSums {
  readonly chunks: Float64Array;
  /** Over the names of symbols alone. */
  readonly names: Float64Array;
}

/** The files that hold the term, ascending, with its frequencies there: in paths alone as well. */
export interface FileColumns {
  readonly slots: Uint32Array;
  readonly parts: Float64Array;
  readonly pathParts: Float64Array;
}

export interface TermReader {
  /** Adds the term's parts, times weight and idf, to the sums of chunks, and fills the columns of files; returns how many live ones hold it. */
  read(lists: TermLists, id: number | undefined, weight: number, norms: Norms, into: ChunkSums): number;
  /** Valid until the next term is read. */
  files(): FileColumns;
  bytes(): number;
}

export function createTermReader(): TermReader {
  const words = createPairBuffer();
  const paths = createPairBuffer();
  let fileSlots = new Uint32Array(256);
  let fileParts = new Float64Array(256);
  let pathParts = new Float64Array(256);

  function reserve(files: number): void {
    fileSlots = withRoom(fileSlots, files);
    fileParts = withRoom(fileParts, files);
    pathParts = withRoom(pathParts, files);
  }

  /** How many of the chunks are still there. */
  function countLive({ chunkRows, liveChunks, chunkEnd }: Slots, pairs: number): number {
    if (liveChunks === chunkEnd) return pairs;
    const { documents } = words;
    let live = 0;
    for (let i = 0; i < pairs; i += 1) if (chunkRows[documents[i]! * CHUNK_ROW] !== GONE) live += 1;
    return live;
  }

  /** One walk along chunks and paths, both in the order of slots. */
  function walk(slots: Slots, pairs: number, inPaths: number, weight: number, norms: Norms, into: ChunkSums): number {
    // Constants for the loops: variables of the closure and of objects would be read again for every pair.
    const { chunkRows, fileRows } = slots;
    const { documents, values } = words;
    const { documents: pathSlots } = paths;
    const { chunks: chunkSums, names: nameSums } = into;
    const [intoSlots, intoFiles, intoPaths] = [fileSlots, fileParts, pathParts];
    const { weight: field, norm } = BM25F;
    const { chunkSymbol, chunkDoc, chunkBody } = norms;
    const idf = weight * idfOf(slots.liveChunks, countLive(slots, pairs));
    let files = 0;
    let path = 0;
    for (let i = 0; i < pairs; ) {
      const file = chunkRows[documents[i]! * CHUNK_ROW]!;
      if (file === GONE) {
        i += 1;
        continue;
      }
      const fileRow = file * FILE_ROW;
      const fileEnd = fileRows[fileRow + FIRST_SLOT]! + fileRows[fileRow + CHUNKS]!;
      let symbols = 0;
      let docs = 0;
      let bodies = 0;
      for (; i < pairs; i += 1) {
        const slot = documents[i]!;
        if (slot >= fileEnd) break;
        const packed = values[i]!;
        const row = slot * CHUNK_ROW;
        const symbol = unpackSymbol(packed);
        const doc = unpackDoc(packed);
        const body = unpackBody(packed);
        let frequency = 0;
        if (symbol > 0) {
          const name = symbol / (1 - norm.symbol + chunkSymbol * chunkRows[row + 1]!);
          frequency = field.symbol * name;
          nameSums[slot] = nameSums[slot]! + idf * saturate(name);
        }
        if (doc > 0) frequency += (field.doc * doc) / (1 - norm.doc + chunkDoc * chunkRows[row + 2]!);
        if (body > 0) frequency += (field.body * body) / (1 - norm.body + chunkBody * chunkRows[row + 3]!);
        chunkSums[slot] = chunkSums[slot]! + idf * saturate(frequency);
        symbols += symbol;
        docs += doc;
        bodies += body;
      }
      for (; path < inPaths && pathSlots[path]! < file; path += 1) files += addPath(slots, path, files, norms);
      let frequency = 0;
      if (symbols > 0) frequency += (field.symbol * symbols) / (1 - norm.symbol + norms.fileSymbol * fileRows[fileRow + LENGTHS]!);
      if (docs > 0) frequency += (field.doc * docs) / (1 - norm.doc + norms.fileDoc * fileRows[fileRow + LENGTHS + 1]!);
      if (bodies > 0) frequency += (field.body * bodies) / (1 - norm.body + norms.fileBody * fileRows[fileRow + LENGTHS + 2]!);
      const both = path < inPaths && pathSlots[path] === file;
      const inPath = both ? pathFrequency(slots, path, norms) : 0;
      if (both) path += 1;
      intoSlots[files] = file;
      intoFiles[files] = saturate(frequency + field.path * inPath);
      intoPaths[files] = saturate(inPath);
      files += 1;
    }
    for (; path < inPaths; path += 1) files += addPath(slots, path, files, norms);
    return files;
  }

  /** A file that holds the term in its path alone. Returns 1, or 0 for a file that is gone. */
  function addPath(slots: Slots, path: number, at: number, norms: Norms): 0 | 1 {
    const file = paths.documents[path]!;
    if (!isOpen(slots, file)) return 0;
    const inPath = pathFrequency(slots, path, norms);
    fileSlots[at] = file;
    fileParts[at] = saturate(BM25F.weight.path * inPath);
    pathParts[at] = saturate(inPath);
    return 1;
  }

  function pathFrequency({ fileRows }: Slots, path: number, norms: Norms): number {
    const length = fileRows[paths.documents[path]! * FILE_ROW + LENGTHS + 3]!;
    return paths.values[path]! / (1 - BM25F.norm.path + norms.path * length);
  }

  return {
    read(lists, id, weight, norms, into) {
      const pairs = id === undefined ? 0 : lists.words.read(id, words);
      const inPaths = id === undefined ? 0 : lists.paths.read(id, paths);
      reserve(Math.min(pairs, lists.slots.fileEnd) + inPaths);
      return walk(lists.slots, pairs, inPaths, weight, norms, into);
    },
    files: () => ({ slots: fileSlots, parts: fileParts, pathParts }),
    bytes: () => [words.documents, words.values, paths.documents, paths.values, fileSlots, fileParts, pathParts].reduce((sum, { byteLength }) => sum + byteLength, 0),
  };
}

/** b / average length, by field: what a word more in a document costs. */
export interface Norms {
  readonly chunkSymbol: number;
  readonly chunkDoc: number;
  readonly chunkBody: number;
  readonly fileSymbol: number;
  readonly fileDoc: number;
  readonly fileBody: number;
  readonly path: number;
}

export function normsOf({ totals, liveChunks, liveFiles }: Slots): Norms {
  const { norm } = BM25F;
  const per = (total: number, count: number): number => Math.max(total / Math.max(count, 1), 1e-9);
  return {
    chunkSymbol: norm.symbol / per(totals[0], liveChunks),
    chunkDoc: norm.doc / per(totals[1], liveChunks),
    chunkBody: norm.body / per(totals[2], liveChunks),
    fileSymbol: norm.symbol / per(totals[0], liveFiles),
    fileDoc: norm.doc / per(totals[1], liveFiles),
    fileBody: norm.body / per(totals[2], liveFiles),
    path: norm.path / per(totals[3], liveFiles),
  };
}

const saturate = (frequency: number): number => (frequency * (BM25F.k1 + 1)) / (frequency + BM25F.k1);

/** Rarity of a term that `holders` of `total` hold. */
export const idfOf = (total: number, holders: number): number => Math.log(1 + (total - holders + 0.5) / (holders + 0.5));
