import type { Candidates, Deadline, SymbolKind } from '../kernel';
import { isLate } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import type { DefinitionPlace } from '../graph';
import { chunkScoreOf } from '../lexical';
import type { ParsedQuery, Place } from '../query';
import { addCallers } from './callers';
import { findModule } from './modules';
import { withNames, withoutNames } from './names';
import { createTally, type Retriever, type RetrieveOptions, type Tally } from './retriever';
import type { Signal } from './signals';

/** Weights of the structural signals in a candidate's own score: how sure structure alone is. */
const CERTAINTY = { place: 1, definition: 0.9, spelled: 0.7, stem: 0.45, scope: 0.3, names: 0.6 } as const;

/** A map: the kind `constructor` would find something in any plain object. */
const KIND_WEIGHT = new Map<SymbolKind, number>([['property', 0.6], ['variable', 0.7], ['constant', 0.8]]);
/** A name that more symbols than this share says nothing about which one is meant. */
const DEFINERS_MAX = 40;
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
  if (query.callersOf) addCallers(query.callersOf, corpus, tally, deadline);
  // What the question is about is a place in the code, only named otherwise.
  if (query.definitionOf) addDefinitions(query.definitionOf, 1, 'place', corpus, tally);
  for (const name of query.identifiers) {
    deadline?.check();
    if (!addModule(name, query, corpus, tally, deadline)) addDefinitions(name, 1, 'definition', corpus, tally);
  }
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

function addDefinitions(name: string, share: number, signal: Signal, corpus: Corpus, tally: Tally): void {
  const definitions = placesOf(name, corpus);
  const files = new Set(definitions.map(({ file }) => file)).size;
  for (const { file, startLine, kind, exported } of definitions) {
    const chunk = corpus.chunkAt(corpus.fileById(file)!, startLine);
    const weight = (KIND_WEIGHT.get(kind) ?? 1) * (exported ? 1 : 0.9);
    if (chunk !== undefined) tally.add(chunk, signal, (share * weight) / Math.sqrt(files));
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
  for (const chunk of found) tally.add(chunk, 'definition', 1 / Math.sqrt(files.length));
  return found.length > 0;
}

function placesOf(name: string, { symbols }: Corpus): readonly DefinitionPlace[] {
  const parts = name.split(/\.|#|::/);
  const own = parts[parts.length - 1]!;
  const owner = parts[parts.length - 2]?.toLowerCase();
  if (owner) {
    const members = symbols.find(own).filter(({ symbol }) => isMemberOf(symbol.qualifiedName, owner));
    const cased = members.filter(({ symbol }) => symbol.name === own);
    const definitions = cased.length > 0 ? cased : members;
    if (definitions.length > DEFINERS_MAX) return [];
    if (definitions.length > 0) return definitions.map(({ file, symbol: { startLine, kind, exported } }) => ({ file, startLine, kind, exported }));
  }
  return symbols.places(own, DEFINERS_MAX);
}

const isMemberOf = (qualifiedName: string, owner: string): boolean =>
  qualifiedName.toLowerCase().split('.').slice(0, -1).includes(owner);

/** Neighbouring words that spell a symbol (`keep alive` → KeepAlive) or a file's name. */
function addSpelled(words: readonly string[], corpus: Corpus, tally: Tally, deadline: Deadline | undefined): void {
  for (let length = 1; length <= SPELLED_WORDS_MAX; length += 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const joined = words.slice(at, at + length).join('');
      if (joined.length < 3) continue;
      deadline?.check();
      const certainty = length === 1 ? 0.5 : 1;
      addDefinitions(joined, certainty, 'spelled', corpus, tally);
      const files = corpus.paths.withStem(joined);
      for (const file of files) {
        const chunk = corpus.fileById(file)!.chunkIds[0];
        if (chunk !== undefined) tally.add(chunk, 'stem', certainty / Math.sqrt(files.size));
      }
    }
  }
}
