/**
 * BM25F (Robertson & Zaragoza 2009) of chunks and files in one pass over the postings of each term.
 * The chunks of a file stand together in every list, so a file's counts are a running sum. What a
 * feature costs here: a number per posting to compute (about 2 ns), and one array of 8 bytes per chunk
 * or file to sum it in; another pass would cost as much as everything that is here already.
 */
import { unpackBody, unpackDoc, unpackSymbol } from './count';
import { BEST_CHUNKS, insertScore, type LexicalMatches } from './matches';
import { createPairBuffer, withRoom, type Postings } from './postings';
import { CHUNK_ROW, CHUNKS, FILE_ID, FILE_ROW, FIRST_CHUNK, FIRST_SLOT, GONE, isOpen, LENGTHS, type Slots } from './slots';
import { WHOLE } from './tokens';

export interface QueryTerm {
  readonly term: string;
  /** How much it counts, 1 = normal. */
  readonly weight: number;
}

export const BM25F = {
  k1: 1.2,
  weight: { body: 1, doc: 1, symbol: 5, path: 5 },
  norm: { body: 0.75, doc: 0.75, symbol: 0.5, path: 0.5 },
} as const;

/** What a scorer reads. */
export interface Lists {
  readonly slots: Slots;
  /** (chunk slot, packed counts) by term. */
  readonly words: Postings;
  /** (file slot, count) by term of the path. */
  readonly paths: Postings;
  readonly termId: (term: string) => number | undefined;
  /** Terms that a term without a match may have meant, likeliest first. */
  readonly meantBy: (term: string) => readonly { readonly id: number; readonly distance: number }[];
}

/** In a question, a word that the code lacks is rarely a slip; in a query as short as this it is a name. */
const LOOKUP_TERMS = 3;
/** Of a query's terms without a match, those that are looked up as typing errors. */
const TYPOS_MAX = 8;
/** Terms that one typing error may stand for. */
const MEANT_MAX = 2;
/** How much what was meant counts, by the number of slips: together below what is written right. */
const MEANT_WEIGHT = [0, 0.4, 0.25] as const;

export interface Scorer {
  match(lists: Lists, query: readonly QueryTerm[]): LexicalMatches;
}

/** A scorer owns its working memory, about 16 bytes per chunk and 32 per file, which stays zero between queries. */
export function createScorer(): Scorer {
  const words = createPairBuffer();
  const paths = createPairBuffer();
  // Of the term at hand: saturated frequencies of its chunks and files.
  let chunkParts = new Float64Array(256);
  let nameParts = new Float64Array(256);
  let owners = new Uint32Array(256);
  let touched = new Uint32Array(256);
  let fileParts = new Float64Array(256);
  let pathParts = new Float64Array(256);
  // Sums by slot.
  let chunkSums = new Float64Array(256);
  let nameSums = new Float64Array(256);
  let fileSums = new Float64Array(64);
  let pathSums = new Float64Array(64);
  let covered = new Float64Array(64);

  function reserve({ slots }: Lists): void {
    chunkSums = withRoom(chunkSums, slots.chunkEnd);
    nameSums = withRoom(nameSums, slots.chunkEnd);
    fileSums = withRoom(fileSums, slots.fileEnd);
    pathSums = withRoom(pathSums, slots.fileEnd);
    covered = withRoom(covered, slots.fileEnd);
  }

  /** Adds one term's part to the sums. Returns its idf over files, and whether any file holds it. */
  function addTerm(lists: Lists, id: number | undefined, weight: number, norms: Norms): { idf: number; held: boolean } {
    const { slots } = lists;
    const pairs = id === undefined ? 0 : lists.words.read(id, words);
    const inPaths = id === undefined ? 0 : lists.paths.read(id, paths);
    chunkParts = withRoom(chunkParts, pairs);
    nameParts = withRoom(nameParts, pairs);
    owners = withRoom(owners, pairs);
    touched = withRoom(touched, pairs + inPaths);
    fileParts = withRoom(fileParts, pairs + inPaths);
    pathParts = withRoom(pathParts, pairs + inPaths);
    const chunks = readChunks(slots, pairs, norms);
    const files = readFiles(slots, chunks, inPaths, norms);
    const chunkIdf = weight * idfOf(slots.liveChunks, chunks);
    for (let i = 0; i < chunks; i += 1) {
      const slot = words.documents[i]!;
      chunkSums[slot] = chunkSums[slot]! + chunkIdf * chunkParts[i]!;
      if (nameParts[i]! > 0) nameSums[slot] = nameSums[slot]! + chunkIdf * nameParts[i]!;
    }
    const idf = idfOf(slots.liveFiles, files);
    for (let i = 0; i < files; i += 1) {
      const file = touched[i]!;
      fileSums[file] = fileSums[file]! + weight * idf * fileParts[i]!;
      pathSums[file] = pathSums[file]! + weight * idf * pathParts[i]!;
      covered[file] = covered[file]! + weight * idf;
    }
    return { idf, held: files > 0 };
  }

  /** Adds the terms that a mistyped one may have meant; some of the vocabulary may be held by no file any more. */
  function addMeant(lists: Lists, term: string, weight: number, norms: Norms): void {
    let meant = 0;
    for (const { id, distance } of lists.meantBy(term)) {
      if (addTerm(lists, id, weight * (MEANT_WEIGHT[distance] ?? 0), norms).held) meant += 1;
      if (meant === MEANT_MAX) return;
    }
  }

  /** Fills the parts of chunks; of `words` only the live chunks remain, closed up. Returns how many. */
  function readChunks({ chunkRows }: Slots, pairs: number, norms: Norms): number {
    const { weight, norm } = BM25F;
    const { documents, values } = words;
    let chunks = 0;
    for (let i = 0; i < pairs; i += 1) {
      const slot = documents[i]!;
      const row = slot * CHUNK_ROW;
      const owner = chunkRows[row]!;
      if (owner === GONE) continue;
      const packed = values[i]!;
      const symbol = unpackSymbol(packed);
      const doc = unpackDoc(packed);
      const body = unpackBody(packed);
      const name = symbol === 0 ? 0 : symbol / (1 - norm.symbol + norms.chunkSymbol * chunkRows[row + 1]!);
      let frequency = weight.symbol * name;
      if (doc > 0) frequency += (weight.doc * doc) / (1 - norm.doc + norms.chunkDoc * chunkRows[row + 2]!);
      if (body > 0) frequency += (weight.body * body) / (1 - norm.body + norms.chunkBody * chunkRows[row + 3]!);
      documents[chunks] = slot;
      values[chunks] = packed;
      owners[chunks] = owner;
      chunkParts[chunks] = saturate(frequency);
      nameParts[chunks] = name === 0 ? 0 : saturate(name);
      chunks += 1;
    }
    return chunks;
  }

  /** Fills the parts of files from the chunks of `readChunks` and the paths, both in the order of slots. */
  function readFiles(slots: Slots, chunks: number, inPaths: number, norms: Norms): number {
    const { fileRows } = slots;
    const { weight, norm } = BM25F;
    let files = 0;
    let path = 0;
    for (let i = 0; i < chunks; ) {
      const file = owners[i]!;
      let symbol = 0;
      let doc = 0;
      let body = 0;
      for (; i < chunks && owners[i] === file; i += 1) {
        const packed = words.values[i]!;
        symbol += unpackSymbol(packed);
        doc += unpackDoc(packed);
        body += unpackBody(packed);
      }
      for (; path < inPaths && paths.documents[path]! < file; path += 1) files += addPath(slots, path, files, norms);
      const row = file * FILE_ROW + LENGTHS;
      let frequency = 0;
      if (symbol > 0) frequency += (weight.symbol * symbol) / (1 - norm.symbol + norms.fileSymbol * fileRows[row]!);
      if (doc > 0) frequency += (weight.doc * doc) / (1 - norm.doc + norms.fileDoc * fileRows[row + 1]!);
      if (body > 0) frequency += (weight.body * body) / (1 - norm.body + norms.fileBody * fileRows[row + 2]!);
      const both = path < inPaths && paths.documents[path] === file;
      const inPath = both ? pathFrequency(slots, path, norms) : 0;
      if (both) path += 1;
      touched[files] = file;
      fileParts[files] = saturate(frequency + weight.path * inPath);
      pathParts[files] = saturate(inPath);
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
    touched[at] = file;
    fileParts[at] = saturate(BM25F.weight.path * inPath);
    pathParts[at] = saturate(inPath);
    return 1;
  }

  function pathFrequency({ fileRows }: Slots, path: number, norms: Norms): number {
    const length = fileRows[paths.documents[path]! * FILE_ROW + LENGTHS + 3]!;
    return paths.values[path]! / (1 - BM25F.norm.path + norms.path * length);
  }

  /** Copies what was touched and makes the sums zero again. */
  function collect({ slots }: Lists, mass: number, idf: ReadonlyMap<string, number>): LexicalMatches {
    const { fileRows } = slots;
    let count = 0;
    let chunks = 0;
    for (let file = 0; file < slots.fileEnd; file += 1) {
      if (covered[file]! === 0) continue;
      count += 1;
      chunks += fileRows[file * FILE_ROW + CHUNKS]!;
    }
    const found = {
      files: new Uint32Array(count),
      fileScores: new Float64Array(count),
      pathScores: new Float64Array(count),
      coverage: new Float64Array(count),
      bestChunks: new Float64Array(count * BEST_CHUNKS),
      starts: new Uint32Array(count + 1),
      firstChunks: new Uint32Array(count),
      chunkScores: new Float64Array(chunks),
      idf,
    };
    const named: number[] = [];
    const nameScores: number[] = [];
    let position = 0;
    let at = 0;
    for (let file = 0; file < slots.fileEnd; file += 1) {
      if (covered[file]! === 0) continue;
      const row = file * FILE_ROW;
      found.files[position] = fileRows[row + FILE_ID]!;
      found.firstChunks[position] = fileRows[row + FIRST_CHUNK]!;
      found.fileScores[position] = fileSums[file]!;
      found.pathScores[position] = pathSums[file]!;
      found.coverage[position] = mass > 0 ? covered[file]! / mass : 0;
      fileSums[file] = pathSums[file] = covered[file] = 0;
      const first = fileRows[row + FIRST_SLOT]!;
      const end = first + fileRows[row + CHUNKS]!;
      for (let slot = first; slot < end; slot += 1, at += 1) {
        const score = chunkSums[slot]!;
        if (score === 0) continue;
        found.chunkScores[at] = score;
        chunkSums[slot] = 0;
        if (nameSums[slot]! > 0) {
          named.push(at);
          nameScores.push(nameSums[slot]!);
          nameSums[slot] = 0;
        }
        insertScore(found.bestChunks, position * BEST_CHUNKS, BEST_CHUNKS, score);
      }
      position += 1;
      found.starts[position] = at;
    }
    return { ...found, named: Uint32Array.from(named), nameScores: Float64Array.from(nameScores) };
  }

  return {
    match(lists, query) {
      reserve(lists);
      const norms = normsOf(lists.slots);
      const rarity = new Map<string, number>();
      let mass = 0;
      let typos = 0;
      for (const { term, weight } of query) {
        const { idf, held } = addTerm(lists, lists.termId(term), weight, norms);
        rarity.set(term, held ? idf : 0);
        mass += weight * idf;
        if (held || typos === TYPOS_MAX || !(term.startsWith(WHOLE) || query.length <= LOOKUP_TERMS)) continue;
        typos += 1;
        addMeant(lists, term, weight, norms);
      }
      return collect(lists, mass, rarity);
    },
  };
}

/** b / average length, by field: what a word more in a document costs. */
interface Norms {
  readonly chunkSymbol: number;
  readonly chunkDoc: number;
  readonly chunkBody: number;
  readonly fileSymbol: number;
  readonly fileDoc: number;
  readonly fileBody: number;
  readonly path: number;
}

function normsOf({ totals, liveChunks, liveFiles }: Slots): Norms {
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

const idfOf = (total: number, holders: number): number => Math.log(1 + (total - holders + 0.5) / (holders + 0.5));
const saturate = (frequency: number): number => (frequency * (BM25F.k1 + 1)) / (frequency + BM25F.k1);
