/** BM25F over identifier words, scored for chunks and whole files from the same postings. */
import { createTextTable, type Deadline } from '../kernel';
import { pathTerms, unpackBody, unpackDoc, unpackSymbol, type FileWords } from './count';
import { formsAmong } from './french';
import { holdersOf, type Holders } from './holders';
import type { LexicalMatches } from './matches';
import { createPairBuffer, createPostings, withRoom } from './postings';
import { createScorer, type Found, type QueryTerm } from './score';
import { CHUNK_ROW, closeFile, compacted, createSlots, FILE_ROW, FIRST_SLOT, isFullOfHoles, LENGTHS, openFile, slotBytes, type Slots } from './slots';
import { createTypoFinder } from './typos';

export { countWords, pathTerms, type FileWords } from './count';
export type { Holders } from './holders';
export { BEST_CHUNKS, chunkScoreOf, positionOf, type LexicalMatches } from './matches';
export type { QueryTerm } from './score';
export { BM25F } from './term';
export { frenchStems } from './french';
export { FRENCH_STOP_WORDS, STOP_WORDS } from './stopwords';
export { forEachTerm, partsOf, termsOf, termsOfWord, wholeTerm, wordsOf, WHOLE } from './tokens';
export { createVocabulary, type Vocabulary } from './vocabulary';

export interface LexicalIndex {
  /** `chunks` are consecutive numbers, higher than those of any file before, as is `file`. */
  addFile(file: number, path: string, chunks: readonly number[], words: FileWords): void;
  removeFile(file: number): void;
  /**
   * Asked again for the same array soon, it answers what it answered before. See `LexicalMatches` on how long
   * that holds. Looks at the deadline before each term. @throws ANALYSIS_LATE, and remembers nothing then.
   */
  match(query: readonly QueryTerm[], deadline?: Deadline): LexicalMatches;
  /** For each French word the terms that may be forms of it, some of them perhaps held by no file any more. */
  formsOf(words: readonly string[]): string[][];
  /** See `Holders`: chunks by number, at most `most` of them. */
  holders(term: string, most: number): Holders;
  terms(): number;
  bytes(): number;
}

export function createLexicalIndex(): LexicalIndex {
  let vocabulary = createTextTable();
  let slots: Slots = createSlots();
  let words = createPostings();
  let paths = createPostings();
  const scorer = createScorer();
  let typos = createTypoFinder();
  const reading = createPairBuffer();
  let version = 0;
  /** Numbers of the terms of the file that is being added. */
  let ids = new Uint32Array(1 << 10);
  const known = new WeakMap<readonly QueryTerm[], { version: number; found: Found }>();

  function addFile(file: number, path: string, chunks: readonly number[], counted: FileWords): void {
    version += 1;
    const slot = openFile(slots, file, chunks[0] ?? 0, chunks.length);
    const { chunkRows, fileRows, totals } = slots;
    const row = slot * FILE_ROW;
    const first = fileRows[row + FIRST_SLOT]!;
    let count = 0;
    if (counted.terms !== '') {
      vocabulary.forEachLine(counted.terms, (id) => {
        if (count === ids.length) ids = withRoom(ids, count + 1);
        ids[count++] = id;
      });
    }
    for (let at = 0; at < counted.postings.length; at += 3) {
      const chunk = first + counted.postings[at]!;
      const packed = counted.postings[at + 2]!;
      words.append(ids[counted.postings[at + 1]!]!, chunk, packed);
      addLengths(chunkRows, chunk * CHUNK_ROW + 1, packed);
      addLengths(fileRows, row + LENGTHS, packed);
    }
    for (const [term, count] of pathTerms(path)) {
      paths.append(vocabulary.numberOf(term), slot, count);
      fileRows[row + LENGTHS + 3] = fileRows[row + LENGTHS + 3]! + count;
    }
    learnTerms();
    for (let field = 0; field < 4; field += 1) totals[field]! += fileRows[row + LENGTHS + field]!;
  }

  function removeFile(file: number): void {
    const slot = slots.slotOfFile.get(file);
    if (slot === undefined) return;
    version += 1;
    closeFile(slots, slot);
    // Dead pairs cost time at every query; dropping them in bulk is cheaper than one by one.
    if (isFullOfHoles(slots)) compact();
  }

  /** Closes the holes, and forgets the terms that only dead files had. */
  function compact(): void {
    const moved = compacted(slots);
    const [freshWords, freshPaths, freshVocabulary] = [createPostings(), createPostings(), createTextTable()];
    for (let id = 0; id < vocabulary.size(); id += 1) {
      const newId = freshVocabulary.size();
      const held = words.moveTerm(id, freshWords, newId, moved.chunk) + paths.moveTerm(id, freshPaths, newId, moved.file);
      if (held > 0) freshVocabulary.numberOf(vocabulary.text(id));
    }
    ({ slots } = moved);
    [words, paths, vocabulary, typos] = [freshWords, freshPaths, freshVocabulary, createTypoFinder()];
    learnTerms();
  }

  /** Tells those who keep something of each term of the new ones. */
  function learnTerms(): void {
    for (let id = typos.size(); id < vocabulary.size(); id += 1) typos.add(vocabulary.text(id));
  }

  return {
    addFile,
    removeFile,
    match(query, deadline) {
      const before = known.get(query);
      if (before?.version === version && before.found.holds()) return before.found.matches;
      const found = scorer.match({ slots, words, paths, termId: vocabulary.find, meantBy: typos.near }, query, deadline);
      known.set(query, { version, found });
      return found.matches;
    },
    formsOf: (words) => formsAmong(words, vocabulary.all()),
    holders: (term, most) => holdersOf(vocabulary.find(term), most, words, slots, reading),
    terms: () => vocabulary.size(),
    bytes: () => words.bytes() + paths.bytes() + scorer.bytes() + slotBytes(slots) + typos.bytes() + vocabulary.bytes(),
  };
}

function addLengths(rows: Uint32Array, at: number, packed: number): void {
  rows[at] = rows[at]! + unpackSymbol(packed);
  rows[at + 1] = rows[at + 1]! + unpackDoc(packed);
  rows[at + 2] = rows[at + 2]! + unpackBody(packed);
}
