/** What a change reaches: definitions that use the changed ones, and what uses those, step by step. */
import type { SymbolPlace } from '../kernel';
import { keyOf, type Definition, type GraphFile } from '../graph';
import type { WorkspaceView } from './overlay';
import { placeOf } from './surface';

export interface ReachStart {
  readonly path: string;
  /** Index in the facts of the file in this view. */
  readonly index: number;
  /** Uses as a type are not reached by a change of code alone. */
  readonly codeOnly: boolean;
}

export interface ReachedCaller extends SymbolPlace {
  readonly distance: number;
  /** The definition that it uses. */
  readonly via: string;
  /** Of the whole way: that of each step, multiplied. */
  readonly confidence: number;
}

export interface ReachOptions {
  readonly depth: number;
  /** Definitions looked at in all. */
  readonly visits: number;
  /** Called now and then; may wait, and throws when the work is to end. */
  readonly pause: () => Promise<void>;
}

/** Less certain ways are not followed. */
const CONFIDENCE_MIN = 0.05;
const PAUSE_EVERY = 25;

interface Step {
  readonly definition: Definition;
  readonly distance: number;
  readonly confidence: number;
  readonly codeOnly: boolean;
}

/** Callers of the starts, nearest first; the starts themselves are left out. */
export async function reachCallers(
  view: WorkspaceView,
  starts: readonly ReachStart[],
  options: ReachOptions,
): Promise<{ callers: ReachedCaller[]; complete: boolean }> {
  const queue: Step[] = starts.flatMap(({ path, index, codeOnly }) => {
    const file = view.files.file(path);
    const symbol = file?.facts.symbols[index];
    return file && symbol ? [{ definition: { file: file.id, index, symbol }, distance: 0, confidence: 1, codeOnly }] : [];
  });
  const changed = new Set(queue.map(({ definition }) => keyOf(definition)));
  const visited = new Set(changed);
  const found = new Map<string, ReachedCaller>();
  let visits = 0;
  for (let at = 0; at < queue.length; at += 1) {
    const step = queue[at]!;
    if (step.distance >= options.depth) continue;
    if (visits >= options.visits) return { callers: sorted(found), complete: false };
    visits += 1;
    if (visits % PAUSE_EVERY === 0) await options.pause();
    for (const use of usesOf(view, step)) {
      const key = `${use.file.id}:${use.symbol}`;
      if (changed.has(key)) continue;
      const confidence = step.confidence * use.confidence;
      if (confidence < CONFIDENCE_MIN) continue;
      const known = found.get(key);
      if (!known || (known.distance === step.distance + 1 && known.confidence < confidence)) {
        found.set(key, { ...placeOf(use.file.facts, use.symbol, use.line), distance: step.distance + 1, via: step.definition.symbol.qualifiedName, confidence: round(confidence) });
      }
      const symbol = use.file.facts.symbols[use.symbol];
      if (!symbol || visited.has(key)) continue;
      visited.add(key);
      queue.push({ definition: { file: use.file.id, index: use.symbol, symbol }, distance: step.distance + 1, confidence, codeOnly: true });
    }
  }
  return { callers: sorted(found), complete: true };
}

interface UseSite {
  readonly file: GraphFile;
  readonly symbol: number;
  readonly line: number;
  readonly confidence: number;
}

/** Where a definition is used from outside of itself; a type's heirs use it, a constructor is used through its type. */
function* usesOf({ graph, files }: WorkspaceView, { definition, codeOnly }: Step): Iterable<UseSite> {
  const file = files.fileById(definition.file);
  const owner = file?.facts.symbols[definition.symbol.parent];
  const isConstructor = definition.symbol.kind === 'constructor' && owner !== undefined;
  const target = isConstructor ? { file: definition.file, index: definition.symbol.parent, symbol: owner } : definition;
  for (const use of graph.usesOf(target)) {
    if (isConstructor && use.kind !== 'new' && use.kind !== 'call' && use.kind !== 'extends') continue;
    if (codeOnly && use.kind === 'type') continue;
    if (use.file.id === target.file && isInside(use.file, use.symbol, definition.index)) continue;
    yield { file: use.file, symbol: use.symbol, line: use.line, confidence: use.confidence };
  }
  for (const heir of codeOnly ? [] : graph.heirsOf(target)) {
    const heirFile = files.fileById(heir.file);
    if (heirFile) yield { file: heirFile, symbol: heir.index, line: heir.symbol.startLine, confidence: 1 };
  }
}

function isInside({ facts }: GraphFile, symbol: number, outer: number): boolean {
  for (let at = symbol; at >= 0; at = facts.symbols[at]!.parent) if (at === outer) return true;
  return false;
}

/** Nearest first, then the most certain, then by place. */
export function compareCallers(a: ReachedCaller, b: ReachedCaller): number {
  if (a.distance !== b.distance) return a.distance - b.distance;
  if (a.confidence !== b.confidence) return b.confidence - a.confidence;
  return a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1;
}

const sorted = (found: ReadonlyMap<string, ReachedCaller>): ReachedCaller[] => [...found.values()].sort(compareCallers);
const round = (value: number): number => Math.round(value * 1000) / 1000;
