/** Definitions that went in one file and came in another. */
import type { FileFacts } from '../kernel';
import { namelessCode, type Delta } from './compare';
import { isPublic } from './surface';

/** Languages whose imports name files: what moves to another file must be imported from there. */
const PATH_IMPORTS = new Set(['typescript', 'tsx', 'javascript', 'jsx', 'vue', 'svelte', 'python', 'rust', 'ruby', 'c', 'cpp', 'bash', 'php']);

/**
 * Joins each removal with the addition that has the same name, kind and code into one move. `exportsOf`
 * gives the facts of a file after the change: a move is not breaking while the old file passes it on.
 */
export function joinMoves(deltas: readonly Delta[], exportsOf: (path: string) => FileFacts | undefined): Delta[] {
  const added = new Map<string, Delta[]>();
  for (const delta of deltas) {
    const key = delta.change === 'added' ? keyOf(delta) : undefined;
    if (key !== undefined) added.set(key, [...(added.get(key) ?? []), delta]);
  }
  const joined = new Set<Delta>();
  const moves: Delta[] = [];
  for (const delta of deltas) {
    const key = delta.change === 'removed' ? keyOf(delta) : undefined;
    const target = key === undefined ? undefined : added.get(key)?.shift();
    if (!target) continue;
    joined.add(delta).add(target);
    moves.push(moved(delta, target, exportsOf));
  }
  return [...deltas.filter((delta) => !joined.has(delta) && !isPartOf(delta, joined)), ...moves];
}

/** Definitions inside of a moved one moved with it. */
function isPartOf(delta: Delta, joined: ReadonlySet<Delta>): boolean {
  if (delta.change !== 'removed' && delta.change !== 'added') return false;
  const { state, index } = delta.after ?? delta.before!;
  for (let at = state.facts.symbols[index]?.parent ?? -1; at >= 0; at = state.facts.symbols[at]!.parent) {
    for (const each of joined) {
      const side = each.after ?? each.before!;
      if (each.change === delta.change && side.state === state && side.index === at) return true;
    }
  }
  return false;
}

/** The definitions of a renamed file that did not change otherwise and that others can use. */
export function movesOfRename(before: Delta['before'], after: Delta['after']): Delta[] {
  const [old, now] = [before?.state.facts, after?.state.facts];
  if (!old || !now || old.path === now.path) return [];
  return old.symbols.flatMap((symbol, index) => {
    if (symbol.parent >= 0 || !isPublic(old, index)) return [];
    const other = now.symbols.findIndex(({ qualifiedName, kind, parent }) => parent < 0 && qualifiedName === symbol.qualifiedName && kind === symbol.kind);
    if (other < 0) return [];
    return [{ change: 'moved' as const, before: { state: before!.state, index }, after: { state: after!.state, index: other }, ...breakOf(old, now) }];
  });
}

function moved(from: Delta, to: Delta, exportsOf: (path: string) => FileFacts | undefined): Delta {
  const [old, now] = [from.before!.state.facts, to.after!.state.facts];
  const symbol = old.symbols[from.before!.index]!;
  const sides = { before: from.before!, after: to.after! };
  const passedOn = exportsOf(old.path)?.exports.some(({ name, from: source }) => source !== undefined && (name === symbol.name || name === '*')) ?? false;
  if (!from.breaking) return { change: 'moved', ...sides, breaking: false, why: `it moved from ${old.path}` };
  if (passedOn) return { change: 'moved', ...sides, breaking: false, why: `it moved from ${old.path}, which passes it on` };
  return { change: 'moved', ...sides, ...breakOf(old, now) };
}

function breakOf(old: FileFacts, now: FileFacts): { breaking: boolean; why: string } {
  const where = old.path === now.path ? 'inside its file' : `from ${old.path}`;
  const breaking = old.path === now.path || PATH_IMPORTS.has(old.language) || old.module !== now.module;
  return { breaking, why: breaking ? `it moved ${where}: who imports it must follow` : `it moved ${where}` };
}

function keyOf(delta: Delta): string | undefined {
  const side = delta.before ?? delta.after!;
  const symbol = side.state.facts.symbols[side.index]!;
  // Members of one name and shape are too many to say which moved.
  if (symbol.parent >= 0 && side.state.facts.symbols[symbol.parent]!.kind !== 'namespace') return undefined;
  const code = namelessCode(side);
  return code === undefined ? undefined : `${symbol.kind} ${symbol.name} ${code}`;
}
