/**
 * BM25F (Robertson & Zaragoza 2009) of chunks and files in one pass over the postings of each term.
 * The chunks of a file stand together in every list, so a file's counts are a running sum. What a
 * feature costs here: a number per posting to compute (about 2 ns), and one array of 8 bytes per chunk
 * or file to sum it in; another pass would cost as much as everything that is here already.
 */
import type { Deadline } from '../kernel';
import { BEST_CHUNKS, insertScore, type LexicalMatches } from './matches';
import { withRoom, type Postings } from './postings';
import { clearSheet, createSheet, readSheet, sheetBytes, type Sheet } from './sheets';
import { CHUNKS, FILE_ID, FILE_ROW, FIRST_CHUNK, FIRST_SLOT, type Slots } from './slots';
import { createTermReader, idfOf, normsOf, type Norms } from './term';
import { WHOLE } from './tokens';

export interface QueryTerm {
  readonly term: string;
  /** How much it counts, 1 = normal. */
  readonly weight: number;
}

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
  /** @throws ANALYSIS_LATE between two terms, with its memory fit for the next question. */
  match(lists: Lists, query: readonly QueryTerm[], deadline?: Deadline): Found;
  bytes(): number;
}

export interface Found {
  readonly matches: LexicalMatches;
  /** Whether `matches` still says what was found: its memory is used again. */
  holds(): boolean;
}

/** Answers that may be looked at side by side. */
const SHEETS = 2;

/** A scorer owns its working memory, about 24 bytes per chunk and 150 per file; sums stay zero between queries. */
export function createScorer(): Scorer {
  const reader = createTermReader();
  // Sums by slot. Those of chunks are the answer itself.
  const sheets = Array.from({ length: SHEETS }, createSheet);
  let sheet = sheets[0]!;
  let nameSums = new Float64Array(256);
  let fileSums = new Float64Array(64);
  let pathSums = new Float64Array(64);
  let covered = new Float64Array(64);

  function reserve({ slots }: Lists): void {
    sheets.push((sheet = sheets.shift()!));
    clearSheet(sheet, slots.fileEnd, slots.chunkEnd);
    nameSums = withRoom(nameSums, slots.chunkEnd);
    fileSums = withRoom(fileSums, slots.fileEnd);
    pathSums = withRoom(pathSums, slots.fileEnd);
    covered = withRoom(covered, slots.fileEnd);
  }

  /** Adds one term's part to the sums. Returns its idf over files, and whether any file holds it. */
  function addTerm(lists: Lists, id: number | undefined, weight: number, norms: Norms): { idf: number; held: boolean } {
    const files = reader.read(lists, id, weight, norms, { chunks: sheet.chunkScores, names: nameSums });
    const { slots, parts, pathParts } = reader.files();
    const idf = idfOf(lists.slots.liveFiles, files);
    const fileIdf = weight * idf;
    for (let i = 0; i < files; i += 1) {
      const file = slots[i]!;
      fileSums[file] = fileSums[file]! + fileIdf * parts[i]!;
      pathSums[file] = pathSums[file]! + fileIdf * pathParts[i]!;
      covered[file] = covered[file]! + fileIdf;
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

  /** Writes down what was touched and makes the sums zero again. */
  function collect({ slots }: Lists, mass: number, idf: ReadonlyMap<string, number>): LexicalMatches {
    const { fileRows } = slots;
    let position = 0;
    let names = 0;
    for (let file = 0; file < slots.fileEnd; file += 1) {
      if (covered[file]! === 0) continue;
      const row = file * FILE_ROW;
      sheet.files[position] = fileRows[row + FILE_ID]!;
      sheet.firstChunks[position] = fileRows[row + FIRST_CHUNK]!;
      sheet.fileScores[position] = fileSums[file]!;
      sheet.pathScores[position] = pathSums[file]!;
      sheet.coverage[position] = mass > 0 ? covered[file]! / mass : 0;
      fileSums[file] = pathSums[file] = covered[file] = 0;
      const first = fileRows[row + FIRST_SLOT]!;
      sheet.starts[position] = first;
      sheet.ends[position] = first + fileRows[row + CHUNKS]!;
      names = collectChunks(sheet, position, names);
      position += 1;
    }
    return readSheet(sheet, position, slots.chunkEnd, names, mass, idf);
  }

  /** Of one file: its best chunks, and those with names, which follow the `names` that are known already. */
  function collectChunks(into: Sheet, position: number, names: number): number {
    const { chunkScores, bestChunks } = into;
    const sums = nameSums;
    const end = into.ends[position]!;
    const best = position * BEST_CHUNKS;
    // Most chunks pass here, and most are not among the best of their file.
    let least = 0;
    for (let slot = into.starts[position]!; slot < end; slot += 1) {
      const score = chunkScores[slot]!;
      if (score === 0) continue;
      if (score > least) {
        insertScore(bestChunks, best, BEST_CHUNKS, score);
        least = bestChunks[best + BEST_CHUNKS - 1]!;
      }
      if (sums[slot] !== 0) names = addName(into, names, slot);
    }
    return names;
  }

  function addName(into: Sheet, names: number, slot: number): number {
    if (names === into.named.length) [into.named, into.nameScores] = [withRoom(into.named, 2 * names + 64), withRoom(into.nameScores, 2 * names + 64)];
    into.named[names] = slot;
    into.nameScores[names] = nameSums[slot]!;
    nameSums[slot] = 0;
    return names + 1;
  }

  /** Fills the sums. Returns the idf of all terms, by their weights, and of each. */
  function addAll(lists: Lists, query: readonly QueryTerm[], deadline: Deadline | undefined): { mass: number; rarity: Map<string, number> } {
    const norms = normsOf(lists.slots);
    const rarity = new Map<string, number>();
    let mass = 0;
    let typos = 0;
    for (const { term, weight } of query) {
      deadline?.check();
      const { idf, held } = addTerm(lists, lists.termId(term), weight, norms);
      rarity.set(term, held ? idf : 0);
      mass += weight * idf;
      if (held || typos === TYPOS_MAX || !(term.startsWith(WHOLE) || query.length <= LOOKUP_TERMS)) continue;
      typos += 1;
      addMeant(lists, term, weight, norms);
    }
    deadline?.check();
    return { mass, rarity };
  }

  return {
    match(lists, query, deadline) {
      reserve(lists);
      const own = sheet;
      let added;
      try {
        added = addAll(lists, query, deadline);
      } catch (thrown) {
        // Sums of half a question would be part of the next answer.
        for (const sums of [nameSums, fileSums, pathSums, covered]) sums.fill(0);
        throw thrown;
      }
      const matches = collect(lists, added.mass, added.rarity);
      const { uses } = own;
      return { matches, holds: () => own.uses === uses };
    },
    bytes() {
      const sums = [nameSums, fileSums, pathSums, covered].reduce((sum, { byteLength }) => sum + byteLength, 0);
      return sums + reader.bytes() + sheets.reduce((sum, each) => sum + sheetBytes(each), 0);
    },
  };
}
