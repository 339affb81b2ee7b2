import { placeOf, type CodeView } from '../../analyze';
import type { CheckerState } from '../../checker';
import type { Definition } from '../../graph';
import type { CallOptions, ReferencesAnswer, Step, SymbolQuery, UseFact } from '../../kernel';
import { LIMITS, toEngineError } from '../../kernel';
import { checkFlag, checkWhole } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import { openView } from './open';
import { usesFound } from './places';
import { findTarget, renewed, type Target } from './target';
import { fallback, isChecked, type Types } from './types';
import type { Workspace } from '../workspaces';

export interface TypedParts extends StructureParts {
  readonly types: Types;
}

/** Where a definition is used. With `exact`, in TypeScript and JavaScript, exactly what the language service finds. */
export function findReferences(parts: TypedParts, request: SymbolQuery, options: CallOptions): Promise<ReferencesAnswer> {
  return recordRun(parts, 'findReferences', request, async (run) => {
    const limit = checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault);
    const exact = checkFlag('exact', request.exact) ?? false;
    const { workspace, view } = await openView(parts, request, options, run);
    const { target, alternatives, steps } = findTarget(view, request, workspace.snapshot);
    if (!target) return { alternatives, uses: [], total: 0, method: 'index', steps };
    const found = await run.stage('find', () => usesOf(parts, workspace, view, target, exact, options));
    run.note({ results: found.uses.length });
    return {
      target: placeOf(target.file.facts, target.definition.symbol),
      alternatives,
      uses: found.uses.slice(0, limit),
      total: found.uses.length,
      method: found.method,
      steps: [...steps, ...found.steps],
    };
  });
}

interface FoundUses {
  readonly uses: readonly UseFact[];
  readonly method: ReferencesAnswer['method'];
  readonly steps: readonly Step[];
}

async function usesOf(parts: TypedParts, workspace: Workspace, view: CodeView, target: Target, exact: boolean, options: CallOptions): Promise<FoundUses> {
  if (!exact) return usesByIndex(parts, workspace, view, target, options);
  const why = await askExactly(parts, workspace, target, 'references', options.signal);
  if ('answer' in why) return { uses: usesFound(view, why.answer.references), method: 'language-service', steps: why.steps };
  const found = await usesByIndex(parts, workspace, view, target, options);
  return { ...found, steps: [why.step, ...found.steps] };
}

async function usesByIndex(parts: TypedParts, workspace: Workspace, view: CodeView, target: Target, { signal }: CallOptions): Promise<FoundUses> {
  const { graph } = workspace.corpus;
  const steps = await parts.types.settle(workspace, target.file, graph.questionsAbout(namedTarget(target)), signal);
  const now = renewed(target, workspace.corpus);
  const uses = now ? graph.usesOf(namedTarget(now), { beside: true }).filter((use) => view.sees(use.file.path)) : [];
  return {
    method: 'index',
    steps,
    uses: uses.map(({ file: { path, facts }, line, column, kind, symbol, certainty, confidence }) => ({
      path,
      line,
      column,
      kind,
      inSymbol: facts.symbols[symbol]?.qualifiedName ?? '',
      certainty,
      confidence,
    })),
  };
}

/** Constructors are used by the name of their class. */
export function namedTarget({ file: { facts }, definition }: Target): Definition {
  const { file, symbol } = definition;
  const owner = facts.symbols[symbol.parent];
  return symbol.kind === 'constructor' && owner ? { file, index: symbol.parent, symbol: owner } : definition;
}

type Question = 'references' | 'implementations' | 'callers' | 'callees';
type Exact = { readonly answer: Awaited<ReturnType<Types['ask']>>; readonly steps: readonly Step[] } | { readonly step: Step };

/** What the language service says of a definition, or why it cannot. @throws CANCELLED, ENGINE_CLOSED */
export async function askExactly(parts: TypedParts, workspace: Workspace, { file, definition }: Target, kind: Question, signal?: AbortSignal): Promise<Exact> {
  if (!isChecked(file)) {
    return { step: { step: 'types', status: 'fallback', detail: `exact answers are for TypeScript and JavaScript; ${file.path} is ${file.facts.language}` } };
  }
  const { nameLine, nameColumn } = definition.symbol;
  try {
    const place = { path: file.path, line: nameLine, column: nameColumn };
    const answer = await parts.types.ask(workspace, file, { kind, place }, signal);
    const [changed] = answer.changed;
    const steps: Step[] = [{ step: 'checker', status: 'ok', detail: describe(answer.state) }];
    if (changed !== undefined) steps.push({ step: 'types', status: 'note', detail: `${changed} changed since it was indexed: its lines may be others` });
    return { answer, steps };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'CANCELLED' || error.code === 'ENGINE_CLOSED') throw error;
    return { step: fallback(error) };
  }
}

function describe({ files, heapBytes, heapLimit, loadMs }: CheckerState): string {
  const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
  return `${files} files, ${megabytes(heapBytes)} of at most ${megabytes(heapLimit)} MB of memory, made ready in ${Math.round(loadMs)} ms`;
}
