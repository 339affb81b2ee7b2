/** Callers of changed definitions, in the state before and in the one after the change. */
import type { FileFacts } from '../../kernel';
import type { Corpus } from '../../corpus';
import { compareCallers, overlay, reachCallers, type Delta, type FileState, type ReachedCaller, type ReachStart, type WorkspaceView } from '../../impact';
import type { ChangedFile } from './states';

export interface Followed {
  /** In the code after the change, as far as it still uses what changed; nearest first. */
  readonly callers: readonly ReachedCaller[];
  /** Breaking changes with a caller that did not change with them. */
  readonly breakingUsed: number;
  readonly complete: boolean;
  readonly before: WorkspaceView;
  readonly after: WorkspaceView;
}

/** Tests are found through more steps than an answer lists. */
const TEST_DEPTH = 5;
const VISITS_MAX = 2_000;

export async function followCallers(
  deltas: readonly Delta[],
  files: readonly ChangedFile[],
  corpus: Corpus,
  { depth, pause }: { depth: number; pause: () => Promise<void> },
): Promise<Followed> {
  const before = viewOf(corpus, files, 'before');
  const after = viewOf(corpus, files, 'after');
  const options = { depth: Math.max(depth, TEST_DEPTH), visits: VISITS_MAX, pause };
  const now = await reachCallers(after, deltas.flatMap(startAfter), options);
  const then = await reachCallers(before, deltas.flatMap(startBefore), options);
  const changed = new Set(deltas.flatMap(({ after: side }) => (side ? [keyOf(side)] : [])));
  const left = then.callers.flatMap((caller) => stillThere(caller, files, after) ?? []);
  const callers = merge([...now.callers, ...left]);
  const used = new Set([...now.callers, ...left].filter(({ distance, path, symbol }) => distance === 1 && !changed.has(`${path}\0${symbol}`)).map(({ via }) => via));
  const breakingUsed = deltas.filter((delta) => delta.breaking && namesOf(delta).some((name) => used.has(name))).length;
  return { callers, breakingUsed, complete: now.complete && then.complete, before, after };
}

/** The workspace in one state. Where it is in that state already, it is taken as it is. */
function viewOf(corpus: Corpus, files: readonly ChangedFile[], side: 'before' | 'after'): WorkspaceView {
  const changes = new Map<string, FileFacts | undefined>();
  for (const file of files) {
    const facts = file[side]?.facts;
    const known = file.before !== undefined || file.after !== undefined;
    if (!known || file.lines) continue;
    for (const path of new Set([file.path, file.oldPath])) {
      const wanted = facts?.path === path ? facts : undefined;
      // Of a copy, the original is no part of the change.
      if (wanted === undefined && path === file.oldPath && file.listed.change === 'added' && file.path !== path) continue;
      if (corpus.file(path)?.facts.hash !== wanted?.hash) changes.set(path, wanted);
    }
  }
  return changes.size === 0 ? { graph: corpus.graph, files: corpus } : overlay(corpus, changes);
}

function startAfter({ change, after }: Delta): ReachStart[] {
  if (!after || after.index < 0 || change === 'added') return [];
  const { facts } = after.state;
  const isType = ['type', 'interface', 'enum'].includes(facts.symbols[after.index]!.kind);
  return [{ path: facts.path, index: after.index, codeOnly: change === 'body' && !isType }];
}

/** What cannot be found under its old name or place any more is looked for as it was. */
function startBefore({ change, before, after }: Delta): ReachStart[] {
  if (!before || before.index < 0) return [];
  const name = ({ state, index }: { state: FileState; index: number }): string => state.facts.symbols[index]!.name;
  const isGone = change === 'removed' || change === 'moved' || (after !== undefined && change === 'signature' && name(before) !== name(after));
  return isGone ? [{ path: before.state.facts.path, index: before.index, codeOnly: false }] : [];
}

/** A caller as the state after the change has it; undefined when it went or no longer names what it used. */
function stillThere(caller: ReachedCaller, files: readonly ChangedFile[], view: WorkspaceView): ReachedCaller | undefined {
  const touched = files.find(({ oldPath, before }) => oldPath === caller.path && before !== undefined);
  if (!touched) return caller;
  const file = view.files.file(touched.path);
  if (!file) return undefined;
  const symbol = file.facts.symbols.find(({ qualifiedName, kind }) => qualifiedName === caller.symbol && kind === caller.kind);
  const used = caller.via.slice(caller.via.lastIndexOf('.') + 1);
  if (!file.facts.references.names.split('\n').includes(used) || (!symbol && caller.symbol !== '')) return undefined;
  return { ...caller, path: file.path, ...(symbol ? { startLine: symbol.startLine, endLine: symbol.endLine, signature: symbol.signature } : {}) };
}

/** Each caller once: by its shortest way, then its most certain. */
function merge(callers: readonly ReachedCaller[]): ReachedCaller[] {
  const best = new Map<string, ReachedCaller>();
  for (const caller of callers) {
    const key = `${caller.path}\0${caller.symbol}\0${caller.symbol === '' ? caller.via : ''}`;
    const known = best.get(key);
    if (!known || known.distance > caller.distance || (known.distance === caller.distance && known.confidence < caller.confidence)) best.set(key, caller);
  }
  return [...best.values()].sort(compareCallers);
}

const keyOf = ({ state, index }: { state: FileState; index: number }): string => `${state.facts.path}\0${state.facts.symbols[index]?.qualifiedName ?? ''}`;

function namesOf({ before, after }: Delta): string[] {
  return [before, after].flatMap((side) => side?.state.facts.symbols[side.index]?.qualifiedName ?? []);
}
