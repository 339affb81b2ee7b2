/** One term's saturated frequencies (BM25F) in chunks, files and paths, from one walk along its postings. */
import { unpackBody, unpackDoc, unpackSymbol } from './count';
import { createPairBuffer, withRoom, type Postings } from './postings';
import { CHUNK_ROW, FILE_ROW, GONE, isOpen, LENGTHS, type Slots } from './slots';

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

/** The slots that hold the term, ascending, with its frequencies there: in names and paths alone as well. */
export interface TermColumns {
  readonly chunkSlots: Uint32Array;
  readonly chunkParts: Float64Array;
  /** Of the chunks those that define a name with it. */
  readonly nameSlots: Uint32Array;
  readonly nameParts: Float64Array;
  readonly fileSlots: Uint32Array;
  readonly fileParts: Float64Array;
  readonly pathParts: Float64Array;
}

export interface TermReader {
  /** Fills the columns; returns how many live chunks and files hold the term. */
  read(lists: TermLists, id: number | undefined, norms: Norms): { chunks: number; names: number; files: number };
  /** Valid until the next term is read. */
  columns(): TermColumns;
  bytes(): number;
}

export function createTermReader(): TermReader {
  const words = createPairBuffer();
  const paths = createPairBuffer();
  let chunkParts = new Float64Array(256);
  let nameSlots = new Uint32Array(256);
  let nameParts = new Float64Array(256);
  let names = 0;
  let owners = new Uint32Array(256);
  let fileSlots = new Uint32Array(256);
  let fileParts = new Float64Array(256);
  let pathParts = new Float64Array(256);

  function reserve(pairs: number, inPaths: number): void {
    chunkParts = withRoom(chunkParts, pairs);
    nameSlots = withRoom(nameSlots, pairs);
    nameParts = withRoom(nameParts, pairs);
    owners = withRoom(owners, pairs);
    fileSlots = withRoom(fileSlots, pairs + inPaths);
    fileParts = withRoom(fileParts, pairs + inPaths);
    pathParts = withRoom(pathParts, pairs + inPaths);
  }

  /** Fills the parts of chunks; of `words` only the live chunks remain, closed up. Returns how many. */
  function readChunks({ chunkRows }: Slots, pairs: number, { chunkSymbol, chunkDoc, chunkBody }: Norms): number {
    const { weight, norm } = BM25F;
    const { documents, values } = words;
    // Constants for the loop: variables of the closure would be read again for every pair.
    const [intoOwners, intoChunks] = [owners, chunkParts];
    let chunks = 0;
    names = 0;
    for (let i = 0; i < pairs; i += 1) {
      const slot = documents[i]!;
      const row = slot * CHUNK_ROW;
      const owner = chunkRows[row]!;
      if (owner === GONE) continue;
      const packed = values[i]!;
      const symbol = unpackSymbol(packed);
      const doc = unpackDoc(packed);
      const body = unpackBody(packed);
      let frequency = 0;
      if (symbol > 0) {
        const name = symbol / (1 - norm.symbol + chunkSymbol * chunkRows[row + 1]!);
        frequency = weight.symbol * name;
        nameSlots[names] = slot;
        nameParts[names] = saturate(name);
        names += 1;
      }
      if (doc > 0) frequency += (weight.doc * doc) / (1 - norm.doc + chunkDoc * chunkRows[row + 2]!);
      if (body > 0) frequency += (weight.body * body) / (1 - norm.body + chunkBody * chunkRows[row + 3]!);
      documents[chunks] = slot;
      values[chunks] = packed;
      intoOwners[chunks] = owner;
      intoChunks[chunks] = saturate(frequency);
      chunks += 1;
    }
    return chunks;
  }

  /** Fills the parts of files from the chunks of `readChunks` and the paths, both in the order of slots. */
  function readFiles(slots: Slots, chunks: number, inPaths: number, norms: Norms): number {
    const { fileRows } = slots;
    const { weight, norm } = BM25F;
    const { values } = words;
    const { documents } = paths;
    const [ownerOf, intoSlots, intoFiles, intoPaths] = [owners, fileSlots, fileParts, pathParts];
    let files = 0;
    let path = 0;
    for (let i = 0; i < chunks; ) {
      const file = ownerOf[i]!;
      let symbol = 0;
      let doc = 0;
      let body = 0;
      for (; i < chunks && ownerOf[i] === file; i += 1) {
        const packed = values[i]!;
        symbol += unpackSymbol(packed);
        doc += unpackDoc(packed);
        body += unpackBody(packed);
      }
      for (; path < inPaths && documents[path]! < file; path += 1) files += addPath(slots, path, files, norms);
      const row = file * FILE_ROW + LENGTHS;
      let frequency = 0;
      if (symbol > 0) frequency += (weight.symbol * symbol) / (1 - norm.symbol + norms.fileSymbol * fileRows[row]!);
      if (doc > 0) frequency += (weight.doc * doc) / (1 - norm.doc + norms.fileDoc * fileRows[row + 1]!);
      if (body > 0) frequency += (weight.body * body) / (1 - norm.body + norms.fileBody * fileRows[row + 2]!);
      const both = path < inPaths && documents[path] === file;
      const inPath = both ? pathFrequency(slots, path, norms) : 0;
      if (both) path += 1;
      intoSlots[files] = file;
      intoFiles[files] = saturate(frequency + weight.path * inPath);
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
    read(lists, id, norms) {
      const pairs = id === undefined ? 0 : lists.words.read(id, words);
      const inPaths = id === undefined ? 0 : lists.paths.read(id, paths);
      reserve(pairs, inPaths);
      const chunks = readChunks(lists.slots, pairs, norms);
      return { chunks, names, files: readFiles(lists.slots, chunks, inPaths, norms) };
    },
    columns: () => ({ chunkSlots: words.documents, chunkParts, nameSlots, nameParts, fileSlots, fileParts, pathParts }),
    bytes: () => [words.documents, words.values, paths.documents, paths.values, chunkParts, nameSlots, nameParts, owners, fileSlots, fileParts, pathParts].reduce((sum, { byteLength }) => sum + byteLength, 0),
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
