/**
 * How well the heads of definitions (name, owner, file, parameters, types) say what a question in prose
 * says. Costs a few look-ups for each word of each definition in the chunks that are asked about; the words
 * of a file's heads are kept as long as the file is.
 */
import type { SymbolFact } from '../kernel';
import type { IndexedFile } from '../corpus';
import { plainTerms, type Concepts } from './concepts';
import { SIGNAL } from './signals';

/** Sets the signals of the chunk in the row that begins at `row`. */
export type FillHeads = (file: IndexedFile, chunk: number, signals: Float64Array, row: number) => void;

interface Head {
  readonly name: readonly string[];
  /** Of its owner and its file's name. */
  readonly around: readonly string[];
  /** Of its parameters and what it returns. */
  readonly types: readonly string[];
}

/** Names of one word are in any head by chance. */
const SURE_WORDS = 2;
/** Heads of one chunk that are looked at. */
const HEADS_MAX = 12;
const NO_HEAD: ReadonlySet<string> = new Set(['property', 'variable']);

const known = new WeakMap<IndexedFile, Map<number, readonly Head[]>>();

export function createHeads({ weights, byTerm }: Concepts): FillHeads {
  const found = new Float64Array(weights.length);

  function look(terms: readonly string[]): void {
    for (let at = 0; at < terms.length; at += 1) {
      mark(terms[at]!);
      // `bigInt` says what `bigint` says.
      if (at + 1 < terms.length) mark(terms[at]! + terms[at + 1]!);
    }
  }

  function mark(term: string): void {
    const meant = byTerm.get(term);
    if (meant) for (const { concept, share } of meant) if (share > found[concept]!) found[concept] = share;
  }

  const covered = (): number => weights.reduce((sum, weight, concept) => sum + weight * found[concept]!, 0);
  const shareOf = (term: string): number => (byTerm.get(term) ?? []).reduce((most, { share }) => Math.max(most, share), 0);

  /** Share of the name's words that the question means. */
  function precision(name: readonly string[]): number {
    const shares = name.map((term, at) => shareOf(term) || Math.max(at > 0 ? shareOf(name[at - 1]! + term) : 0, at + 1 < name.length ? shareOf(term + name[at + 1]!) : 0));
    return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  }

  return (file, chunk, signals, row) => {
    for (const { name, around, types } of headsOf(file, chunk)) {
      const precise = precision(name);
      found.fill(0);
      look(name);
      look(around);
      const named = covered();
      look(types);
      const head = covered();
      raise(signals, row + SIGNAL.head, head);
      raise(signals, row + SIGNAL.named, named);
      raise(signals, row + SIGNAL.exact_name, precise * Math.min(1, name.length / SURE_WORDS));
      raise(signals, row + SIGNAL.exact_head, precise * head);
    }
  };
}

function raise(signals: Float64Array, at: number, value: number): void {
  if (value > signals[at]!) signals[at] = value;
}

function headsOf(file: IndexedFile, chunk: number): readonly Head[] {
  let ofFile = known.get(file);
  if (!ofFile) known.set(file, (ofFile = new Map<number, readonly Head[]>()));
  let heads = ofFile.get(chunk);
  if (!heads) ofFile.set(chunk, (heads = readHeads(file, chunk)));
  return heads;
}

/** Definitions that begin in the chunk; of a piece of a long one, that one. */
function readHeads({ path, facts, chunks, chunkIds }: IndexedFile, chunk: number): Head[] {
  const { startLine, endLine, symbol } = chunks[chunk - chunkIds[0]!]!;
  const begun = facts.symbols.filter((each) => each.startLine >= startLine && each.startLine <= endLine);
  const around = facts.symbols[symbol];
  const own = (begun.length > 0 || !around ? begun : [around]).filter(({ kind }) => !NO_HEAD.has(kind));
  const stem = plainTerms(path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, ''));
  return own.slice(0, HEADS_MAX).map((each) => toHead(each, stem));
}

function toHead({ name, qualifiedName, parameters, returnType }: SymbolFact, stem: readonly string[]): Head {
  const dot = qualifiedName.lastIndexOf('.');
  return {
    name: plainTerms(name),
    around: [...(dot > 0 ? plainTerms(qualifiedName.slice(0, dot)) : []), ...stem],
    types: plainTerms(`${parameters.map((each) => `${each.name} ${each.type}`).join(' ')} ${returnType}`),
  };
}
