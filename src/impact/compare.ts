/** Two states of one file: which definitions came, went and changed. */
import type { FileFacts, SymbolChange, SymbolFact } from '../kernel';
import { addedBreaks, breaksOf, headOf } from './breaking';
import { normaliseCode } from './normalise';
import { isPublic } from './surface';

/** A file in one state. `lines` as the parser counts them. */
export interface FileState {
  readonly facts: FileFacts;
  readonly lines: readonly string[];
}

export interface Delta {
  readonly change: SymbolChange;
  /** Where it is defined in each state; index -1 is code outside of every definition. */
  readonly before?: { readonly state: FileState; readonly index: number };
  readonly after?: { readonly state: FileState; readonly index: number };
  readonly breaking: boolean;
  readonly why: string;
}

type Side = NonNullable<Delta['before']>;

/** Changes between two states of a file; either may be missing. */
export function compareStates(before: FileState | undefined, after: FileState | undefined): Delta[] {
  if (!before && !after) return [];
  const { pairs, gone, come } = pairSymbols(before?.facts.symbols ?? [], after?.facts.symbols ?? []);
  const renamed = before && after ? pairRenamed(before, after, gone, come) : [];
  const left = new Set(renamed.map(([index]) => index));
  const right = new Set(renamed.map(([, index]) => index));
  return [
    ...[...pairs, ...renamed].flatMap(([old, now]) => changed({ state: before!, index: old }, { state: after!, index: now }) ?? []),
    ...gone.filter((index) => !left.has(index)).map((index) => removed({ state: before!, index }, gone)),
    ...come.filter((index) => !right.has(index)).map((index) => added({ state: after!, index }, come)),
    ...moduleCode(before, after),
  ];
}

/** The code that belongs to a definition alone, comparable: without inner definitions and comments. */
export function ownCode(side: Side): string {
  return codeOf(side, true);
}

function codeOf({ state, index }: Side, own: boolean): string {
  const { facts, lines } = state;
  const symbol = facts.symbols[index];
  const inside = own ? facts.symbols.filter((each) => each.parent === index) : [];
  const skipped = new Set<number>();
  const skip = (range: { startLine: number; endLine: number }): void => {
    for (let line = range.startLine; line <= range.endLine; line += 1) skipped.add(line);
  };
  const [first, last] = symbol ? [symbol.startLine, symbol.endLine] : [1, lines.length];
  // A definition on its parent's only line does not take the parent's own code away.
  for (const each of inside) if (!symbol || each.startLine !== symbol.startLine || each.endLine !== symbol.endLine) skip(each);
  for (const each of symbol && own ? [symbol] : facts.symbols) if (each.doc) skip(each.doc);
  const kept: string[] = [];
  for (let line = first; line <= last; line += 1) if (!skipped.has(line)) kept.push(lines[line - 1] ?? '');
  return normaliseCode(kept.join('\n'), facts.language);
}

function changed(before: Side, after: Side): Delta | undefined {
  const [old, now] = [before.state.facts.symbols[before.index]!, after.state.facts.symbols[after.index]!];
  const sides = { before, after };
  // A member is exported with its type: that it no longer is, is said of the type.
  const ownExport = before.state.facts.symbols[old.parent]?.exported === after.state.facts.symbols[now.parent]?.exported;
  if (headOf(old) !== headOf(now) || (ownExport && old.exported !== now.exported) || old.name !== now.name) {
    const breaks = breaksOf(toSide(before), toSide(after));
    return { change: 'signature', ...sides, breaking: breaks.length > 0, why: breaks.join('; ') || 'its head changed in a way that callers need not follow' };
  }
  if (ownCode(before) === ownCode(after)) return undefined;
  const breaking = now.kind === 'type' && isPublic(after.state.facts, after.index);
  return { change: 'body', ...sides, breaking, why: breaking ? 'what the exported type stands for changed' : 'its code changed, its head did not' };
}

const toSide = ({ state, index }: Side): { facts: FileFacts; index: number } => ({ facts: state.facts, index });

function removed(before: Side, gone: readonly number[]): Delta {
  const { symbols } = before.state.facts;
  const { parent } = symbols[before.index]!;
  if (gone.includes(parent)) return { change: 'removed', before, breaking: false, why: `it went with ${symbols[parent]!.name}` };
  const breaking = isPublic(before.state.facts, before.index);
  return { change: 'removed', before, breaking, why: breaking ? 'it was exported and is gone' : 'it is gone' };
}

function added(after: Side, come: readonly number[]): Delta {
  // What came together with the type that it belongs to nobody built before.
  const { symbols } = after.state.facts;
  const { parent } = symbols[after.index]!;
  if (come.includes(parent)) return { change: 'added', after, breaking: false, why: `it came with ${symbols[parent]!.name}` };
  const breaks = addedBreaks(after.state.facts, after.index);
  return { change: 'added', after, breaking: breaks !== undefined, why: breaks ?? 'it is new' };
}

const WHOLE_FILE: Partial<Record<FileFacts['structure'], string>> = {
  none: 'its text changed; its language has no parsed structure here',
  document: 'the text of the document changed',
};

/** Imports and statements outside of definitions; all of a file without parsed structure. */
function moduleCode(before: FileState | undefined, after: FileState | undefined): Delta[] {
  if (!before || !after) return [];
  const sides = { before: { state: before, index: -1 }, after: { state: after, index: -1 } };
  if (ownCode(sides.before) === ownCode(sides.after)) return [];
  return [{ change: 'body', ...sides, breaking: false, why: WHOLE_FILE[after.facts.structure] ?? 'code outside of definitions changed, such as imports' }];
}

/** Equal names belong together; of several with one name those with equal heads, then in their order. */
function pairSymbols(old: readonly SymbolFact[], now: readonly SymbolFact[]) {
  const pairs: [number, number][] = [];
  const open = { old: new Set(old.keys()), now: new Set(now.keys()) };
  const keys: readonly ((symbol: SymbolFact) => string)[] = [
    (symbol) => `${symbol.qualifiedName} ${symbol.kind} ${headOf(symbol)}`,
    (symbol) => `${symbol.qualifiedName} ${symbol.kind}`,
    (symbol) => symbol.qualifiedName,
  ];
  for (const key of keys) {
    const waiting = new Map<string, number[]>();
    for (const index of open.now) {
      const list = waiting.get(key(now[index]!));
      if (list) list.push(index);
      else waiting.set(key(now[index]!), [index]);
    }
    for (const index of [...open.old]) {
      const other = waiting.get(key(old[index]!))?.shift();
      if (other === undefined) continue;
      pairs.push([index, other]);
      open.old.delete(index);
      open.now.delete(other);
    }
  }
  return { pairs, gone: [...open.old], come: [...open.now] };
}

/** Definitions that only got another name: same kind, same parent, same code but for the name. */
function pairRenamed(before: FileState, after: FileState, gone: readonly number[], come: readonly number[]): [number, number][] {
  const free = new Set(come);
  const pairs: [number, number][] = [];
  const paired = (index: number): boolean => pairs.some(([known]) => known === index);
  for (const old of gone) {
    if (paired(old)) continue;
    const code = namelessCode({ state: before, index: old });
    const match = code === undefined ? undefined : [...free].find((now) => isSameKind(before, old, after, now) && namelessCode({ state: after, index: now }) === code);
    if (match === undefined) continue;
    for (const pair of [[old, match] as [number, number], ...pairParts(before, old, after, match)]) {
      free.delete(pair[1]);
      pairs.push(pair);
    }
  }
  return pairs;
}

/** What is defined inside of two definitions that are one. */
function pairParts(before: FileState, old: number, after: FileState, now: number): [number, number][] {
  return before.facts.symbols.flatMap((symbol, index): [number, number][] => {
    if (symbol.parent !== old) return [];
    const other = after.facts.symbols.findIndex(({ parent, name, kind }) => parent === now && name === symbol.name && kind === symbol.kind);
    return other < 0 ? [] : [[index, other], ...pairParts(before, index, after, other)];
  });
}

function isSameKind(before: FileState, old: number, after: FileState, now: number): boolean {
  const [a, b] = [before.facts.symbols[old]!, after.facts.symbols[now]!];
  return a.kind === b.kind && before.facts.symbols[a.parent]?.qualifiedName === after.facts.symbols[b.parent]?.qualifiedName;
}

/** The code of a whole definition with its name taken out; undefined for what is too short to tell one from another. */
export function namelessCode(side: Side): string | undefined {
  const symbol = side.state.facts.symbols[side.index]!;
  const parts = codeOf(side, false).split(symbol.name);
  return parts.join('').length < MIN_CODE ? undefined : parts.join('\0');
}

const MIN_CODE = 24;
