/** Callers, callees and implementations of a definition. */
import { placeOf, type CodeView } from '../../analyze';
import { EXACT_LANGUAGES, type CodeGraph, type Definition, type TypeQuestion } from '../../graph';
import type { CallOptions, ReferenceKind, RelatedAnswer, RelatedSymbol, Step, SymbolQuery } from '../../kernel';
import { LIMITS } from '../../kernel';
import { checkFlag, checkWhole } from '../input';
import { recordRun } from '../run';
import type { Workspace } from '../workspaces';
import { openView } from './open';
import { compareSymbols, moduleOf, symbolsFound } from './places';
import { askExactly, namedTarget, type TypedParts } from './references';
import { findTarget, renewed, type Target } from './target';

type Relation = 'callers' | 'callees' | 'implementations';

/** Definitions whose code calls it; what calls it outside of any definition is the file's module. */
export const findCallers = (parts: TypedParts, request: SymbolQuery, options: CallOptions): Promise<RelatedAnswer> =>
  findRelated('findCallers', 'callers', parts, request, options);

/** Definitions that its code calls. */
export const findCallees = (parts: TypedParts, request: SymbolQuery, options: CallOptions): Promise<RelatedAnswer> =>
  findRelated('findCallees', 'callees', parts, request, options);

/** What extends or implements a type, or overrides or implements a member, at any distance. */
export const findImplementations = (parts: TypedParts, request: SymbolQuery, options: CallOptions): Promise<RelatedAnswer> =>
  findRelated('findImplementations', 'implementations', parts, request, options);

function findRelated(operation: string, relation: Relation, parts: TypedParts, request: SymbolQuery, options: CallOptions): Promise<RelatedAnswer> {
  return recordRun(parts, operation, request, async (run) => {
    const limit = checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault);
    const exact = checkFlag('exact', request.exact) ?? false;
    const { workspace, view } = await openView(parts, request, options, run);
    const { target, alternatives, steps } = findTarget(view, request, workspace.snapshot);
    if (!target) return { alternatives, symbols: [], total: 0, method: 'index', steps };
    const found = await run.stage('find', () => relatedTo(relation, parts, workspace, view, target, exact, options));
    run.note({ results: found.symbols.length });
    return {
      target: placeOf(target.file.facts, target.definition.symbol),
      alternatives,
      symbols: found.symbols.slice(0, limit),
      total: found.symbols.length,
      method: found.method,
      steps: [...steps, ...found.steps],
    };
  });
}

type Found = Pick<RelatedAnswer, 'symbols' | 'method' | 'steps'>;

async function relatedTo(
  relation: Relation,
  parts: TypedParts,
  workspace: Workspace,
  view: CodeView,
  target: Target,
  exact: boolean,
  { signal }: CallOptions,
): Promise<Found> {
  const steps: Step[] = [];
  if (exact) {
    const why = await askExactly(parts, workspace, target, relation, signal);
    if ('answer' in why) {
      const own = target.definition.symbol;
      // The language service counts a class among its own implementations.
      const others = why.answer.calls.filter(({ path, line, column }) => relation !== 'implementations' || path !== target.file.path || line !== own.nameLine || column !== own.nameColumn);
      return { symbols: symbolsFound(view, others), method: 'language-service', steps: why.steps };
    }
    steps.push(why.step);
  }
  const { graph } = workspace.corpus;
  steps.push(...(await parts.types.settle(workspace, target.file, questionsOf(relation, graph, target), signal)));
  const now = renewed(target, workspace.corpus);
  const symbols = now ? byIndex(relation, graph, view, now) : [];
  // The most certain first: a list that is cut off at its limit must not lose them.
  return { symbols: symbols.sort((a, b) => b.confidence - a.confidence || compareSymbols(a, b)), method: 'index', steps };
}

function questionsOf(relation: Relation, graph: CodeGraph, target: Target): TypeQuestion[] {
  if (relation === 'implementations') return [];
  return relation === 'callees' ? graph.questionsInside(target.definition) : graph.questionsAbout(namedTarget(target));
}

function byIndex(relation: Relation, graph: CodeGraph, view: CodeView, target: Target): RelatedSymbol[] {
  const { definition } = target;
  if (relation === 'callers') return callersOf(graph, view, namedTarget(target));
  if (relation === 'callees') return calleesOf(graph, view, definition);
  const heirs = [...graph.allHeirsOf(definition), ...graph.overridesOf(definition)];
  return heirs.flatMap((heir) => {
    const file = view.fileOf(heir);
    if (!file) return [];
    const certainty = EXACT_LANGUAGES.has(file.facts.language) ? ('exact' as const) : ('import' as const);
    return [{ ...placeOf(file.facts, heir.symbol), lines: [heir.symbol.nameLine], certainty, confidence: 1 }];
  });
}

const CALLS = new Set<ReferenceKind>(['call', 'new', 'decorator']);

function callersOf(graph: CodeGraph, view: CodeView, definition: Definition): RelatedSymbol[] {
  const callers = new Map<string, RelatedSymbol>();
  for (const { file, symbol, kind, line, certainty, confidence } of graph.usesOf(definition)) {
    if (!CALLS.has(kind) || !view.sees(file.path)) continue;
    const around = file.facts.symbols[symbol];
    add(callers, `${file.id}:${symbol}`, { ...(around ? placeOf(file.facts, around) : moduleOf(file)), lines: [line], certainty, confidence });
  }
  return [...callers.values()];
}

function calleesOf(graph: CodeGraph, view: CodeView, definition: Definition): RelatedSymbol[] {
  const callees = new Map<string, RelatedSymbol>();
  for (const { definition: used, kind, line, certainty, confidence } of graph.usedBy(definition)) {
    const file = CALLS.has(kind) ? view.fileOf(used) : undefined;
    if (file) add(callees, `${used.file}:${used.symbol.qualifiedName}`, { ...placeOf(file.facts, used.symbol), lines: [line], certainty, confidence });
  }
  return [...callees.values()];
}

const CERTAINTIES: readonly RelatedSymbol['certainty'][] = ['exact', 'import', 'unique', 'ambiguous'];

/** Of several calls, the most certain one tells how sure the relation is. */
function add(into: Map<string, RelatedSymbol>, key: string, next: RelatedSymbol): void {
  const known = into.get(key);
  const lines = [...new Set([...(known?.lines ?? []), ...next.lines])].sort((a, b) => a - b);
  const surest = known && CERTAINTIES.indexOf(known.certainty) <= CERTAINTIES.indexOf(next.certainty) ? known : next;
  into.set(key, { ...surest, lines, confidence: Math.max(known?.confidence ?? 0, next.confidence) });
}
