import type { Candidates, Deadline, SymbolKind } from '../kernel';
import { isLate } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import type { DefinitionPlace } from '../graph';
import { chunkScoreOf } from '../lexical';
import type { ParsedQuery, Place } from '../query';
import { addCallers, calledDefinitions } from './callers';
import { definersOf, definitionsNear, placeOf } from './definers';
import { findModule } from './modules';
import { withNames, withoutNames } from './names';
import { createTally, type Retriever, type RetrieveOptions, type Tally } from './retriever';
import type { Signal } from './signals';

/** Weights of the structural signals in a candidate's own score: how sure structure alone is. */
const CERTAINTY = { place: 1, definition: 0.9, spelled: 0.7, stem: 0.45, scope: 0.3, names: 0.6 } as const;

/** A map: the kind `constructor` would find something in any plain object. */
const KIND_WEIGHT = new Map<SymbolKind, number>([['property', 0.6], ['variable', 0.7], ['constant', 0.8]]);
/**
 * Names that nothing bears, of which the nearest are looked for: each takes a pass over all names. Not in
 * longer questions: what they name in passing is mostly of other code, and what comes near it misleads.
 */
const NEAR_MAX = 2;
const ASKED_WORDS = 3;
const SPELLED_WORDS_MAX = 4;
const FILES_PER_PLACE = 5;

/** Structure: places that the text names, definitions of the names in it, names that its words spell. */
export function createAstRetriever(): Retriever {
  return {
    name: 'ast',
    async retrieve(query, corpus, options) {
      const tally = createTally(CERTAINTY);
      try {
        addNamed(query, corpus, tally, options);
        return withNames(query, corpus, tally, CERTAINTY, options);
      } catch (thrown) {
        const found = isLate(thrown) ? withoutNames(corpus, tally, options) : undefined;
        if (!found || found.chunks.length === 0) throw thrown;
        return { ...found, late: true } satisfies Candidates;
      }
    },
  };
}

/** What the text names, the surest first. */
function addNamed(query: ParsedQuery, corpus: Corpus, tally: Tally, { at, deadline }: RetrieveOptions): void {
  deadline?.check();
  if (at) addPlace({ ...at, frame: false }, 0, corpus, tally, query, deadline);
  query.places.forEach((place, rank) => addPlace(place, rank, corpus, tally, query, deadline));
  if (query.callersOf) addCallers(calledDefinitions(query.callersOf, corpus), corpus, tally, deadline);
  // What the question is about is a place in the code, only named otherwise.
  if (query.definitionOf) addDefiners(definersOf(query.definitionOf, corpus), 'place', corpus, tally);
  const unknown: string[] = [];
  for (const name of query.identifiers) {
    deadline?.check();
    if (addModule(name, query, corpus, tally, deadline)) continue;
    const definers = definersOf(name, corpus);
    if (definers.length === 0) unknown.push(name);
    addDefiners(definers, 'definition', corpus, tally);
  }
  if (query.shape.words <= ASKED_WORDS || query.definitionOf || query.callersOf) for (const name of unknown.slice(0, NEAR_MAX)) addNear(name, query, corpus, tally, deadline);
  addSpelled(query.words, corpus, tally, deadline);
}

function addPlace(place: Place, rank: number, corpus: Corpus, tally: Tally, query: ParsedQuery, deadline: Deadline | undefined): void {
  deadline?.check();
  const share = 1 / (1 + 0.15 * rank);
  for (const file of placeFiles(place.path, corpus)) {
    const chunk = place.line === undefined ? bestChunkOf(file, query, corpus, deadline) : corpus.chunkAt(file, place.line);
    if (chunk !== undefined) tally.add(chunk, 'place', share);
  }
}

/** Files whose path ends as the text says; leading folders of containers and machines are dropped one by one. */
export function placeFiles(path: string, corpus: Corpus): IndexedFile[] {
  const exact = corpus.file(path);
  if (exact) return [exact];
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const named = [...corpus.paths.named(parts.at(-1) ?? '')].map((id) => corpus.fileById(id)!);
  for (let from = 0; from < parts.length; from += 1) {
    const suffix = `/${parts.slice(from).join('/')}`;
    const found = named.filter((file) => `/${file.path}`.endsWith(suffix));
    if (found.length > 0) return found.length <= FILES_PER_PLACE ? found : [];
  }
  return [];
}

function bestChunkOf(file: IndexedFile, query: ParsedQuery, corpus: Corpus, deadline: Deadline | undefined): number | undefined {
  const matches = corpus.lexical.match(query.terms, deadline);
  let best = file.chunkIds[0];
  let most = 0;
  for (const id of file.chunkIds) {
    const score = chunkScoreOf(matches, file.id, id);
    if (score > most) [best, most] = [id, score];
  }
  return best;
}

/** What a name that nothing bears may have meant, in place of what bears it. */
function addNear(name: string, query: ParsedQuery, corpus: Corpus, tally: Tally, deadline: Deadline | undefined): void {
  deadline?.check();
  const { definitions, certainty } = definitionsNear(name, corpus);
  const definers = definitions.map(placeOf);
  addDefiners(definers, 'definition', corpus, tally, certainty);
  if (name === query.definitionOf) addDefiners(definers, 'place', corpus, tally, certainty);
  if (name === query.callersOf) addCallers(definitions, corpus, tally, deadline, certainty);
}

/** Of a name in passing each definer has its share; where a name is all that is asked for, all of them are answers. */
function addDefiners(definers: readonly DefinitionPlace[], signal: Signal, corpus: Corpus, tally: Tally, certainty = 1): void {
  const files = new Set(definers.map(({ file }) => file)).size;
  const share = certainty / (signal === 'place' ? Math.sqrt(files) : files);
  for (const { file, startLine, kind, exported } of definers) {
    const chunk = corpus.chunkAt(corpus.fileById(file)!, startLine);
    const weight = (KIND_WEIGHT.get(kind) ?? 1) * (exported ? 1 : 0.9);
    if (chunk !== undefined) tally.add(chunk, signal, share * weight);
  }
}

/** Whether the name is that of a module, or of something that the module defines. */
function addModule(name: string, query: ParsedQuery, corpus: Corpus, tally: Tally, deadline: Deadline | undefined): boolean {
  const module = findModule(name, corpus);
  if (!module) return false;
  const { files, rest } = module;
  const inModule = (file: number): IndexedFile | undefined => files.find(({ id }) => id === file);
  const chunks =
    rest.length === 0
      ? files.map((file) => bestChunkOf(file, query, corpus, deadline))
      : corpus.symbols.find(rest.at(-1)!).map(({ file, symbol }) => inModule(file) && corpus.chunkAt(inModule(file)!, symbol.startLine));
  const found = chunks.filter((chunk) => chunk !== undefined);
  for (const chunk of found) tally.add(chunk, 'definition', 1 / files.length);
  return found.length > 0;
}

/** Neighbouring words that spell a symbol (`keep alive` → KeepAlive) or a file's name. */
function addSpelled(words: readonly string[], corpus: Corpus, tally: Tally, deadline: Deadline | undefined): void {
  for (let length = 1; length <= SPELLED_WORDS_MAX; length += 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const joined = words.slice(at, at + length).join('');
      if (joined.length < 3) continue;
      deadline?.check();
      const certainty = length === 1 ? 0.5 : 1;
      addDefiners(definersOf(joined, corpus), 'spelled', corpus, tally, certainty);
      const files = corpus.paths.withStem(joined);
      for (const file of files) {
        const chunk = corpus.fileById(file)!.chunkIds[0];
        if (chunk !== undefined) tally.add(chunk, 'stem', certainty / files.size);
      }
    }
  }
}
