/** Runs the retrievers that a mode asks for, falls back where it may, and says what it did. */
import type { Candidate, ConcreteMode, Step } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { Corpus } from '../corpus';
import type { Branch } from '../fuse';
import type { ParsedQuery } from '../query';
import type { Retriever, RetrieveOptions } from '../retrieve';

export interface BranchParts {
  readonly ast: Retriever;
  readonly rag: Retriever;
}

export interface BranchPlan {
  readonly mode: ConcreteMode;
  readonly astThreshold: number;
  readonly fallback: boolean;
}

type Name = 'ast' | 'rag';

/** Weight of each branch in the blend, by mode. */
export const BLEND: Readonly<Record<ConcreteMode, Readonly<Record<Name, number>>>> = {
  ast: { ast: 1, rag: 1 },
  rag: { ast: 1, rag: 1 },
  ast_first: { ast: 0.65, rag: 0.35 },
  rag_first: { ast: 0.3, rag: 0.7 },
  parallel: { ast: 0.25, rag: 0.75 },
};

const ORDER: Readonly<Record<ConcreteMode, readonly [Name, Name]>> = {
  ast: ['ast', 'rag'],
  ast_first: ['ast', 'rag'],
  rag: ['rag', 'ast'],
  rag_first: ['rag', 'ast'],
  parallel: ['ast', 'rag'],
};

/**
 * @throws BRANCHES_FAILED when every branch that was tried failed. A branch that finds nothing has
 * not failed; with fallback allowed the other one is asked then.
 */
export async function runBranches(
  parts: BranchParts,
  plan: BranchPlan,
  query: ParsedQuery,
  corpus: Corpus,
  options: RetrieveOptions,
  steps: Step[],
): Promise<Branch[]> {
  const branches: Branch[] = [];
  const failures: string[] = [];
  const run = async (name: Name): Promise<readonly Candidate[] | undefined> => {
    try {
      const candidates = await parts[name].retrieve(query, corpus, options);
      steps.push({ step: name, status: 'ok', detail: `${candidates.length} candidates` });
      branches.push({ source: name, weight: BLEND[plan.mode][name], candidates });
      return candidates;
    } catch (thrown) {
      const error = toEngineError(thrown);
      if (error.code === 'CANCELLED') throw error;
      failures.push(`${name}: ${error.message}`);
      steps.push({ step: name, status: 'failed', detail: error.message });
      return undefined;
    }
  };

  const [first, second] = ORDER[plan.mode];
  const found = await run(first);
  const why = reasonForSecond(plan, found);
  if (why) {
    if (plan.mode !== 'parallel') steps.push({ step: second, status: 'fallback', detail: why });
    await run(second);
  }
  if (branches.length === 0) throw createError('BRANCHES_FAILED', { reason: failures.join('; ') });
  return branches;
}

function reasonForSecond(plan: BranchPlan, found: readonly Candidate[] | undefined): string | undefined {
  if (plan.mode === 'parallel') return 'both were asked for';
  if (!plan.fallback) return undefined;
  if (!found) return 'the first branch failed';
  if (found.length === 0) return 'the first branch found nothing';
  if (plan.mode === 'ast_first' && found[0]!.score < plan.astThreshold) {
    return `the best structural score ${found[0]!.score.toFixed(2)} is below ${plan.astThreshold}`;
  }
  // Words rank; structure then confirms or corrects.
  return plan.mode === 'rag_first' ? 'structure confirms or corrects the words' : undefined;
}
