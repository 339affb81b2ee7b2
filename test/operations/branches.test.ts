/** Which branch runs when, on real candidates; retrievers that fail stand for a broken side. */
import type { ConcreteMode, Step } from '../../src/kernel';
import { createError } from '../../src/kernel';
import { parseQuery } from '../../src/query';
import { runBranches, type BranchPlan } from '../../src/operations/branches';
import type { Retriever } from '../../src/retrieve';
import { createManualClock } from '../cache/manual-clock';
import { candidatesOf } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';
import { removeTempFolders } from '../io/temp-folder';

let sample: TestCorpus;
beforeAll(async () => {
  sample = await corpusOf({ 'a.ts': 'export const a = 1;\n' });
});
afterAll(removeTempFolders);

type Behaviour = readonly number[] | Error;
const started: string[] = [];

function retriever(name: 'ast' | 'rag', behaviour: Behaviour): Retriever {
  return {
    name,
    async retrieve() {
      started.push(`${name} starts`);
      await new Promise(setImmediate);
      started.push(`${name} ends`);
      if (behaviour instanceof Error) throw behaviour;
      return candidatesOf(behaviour.map((score, chunk) => ({ chunk, score, signals: [score] })));
    },
  };
}

async function run(mode: ConcreteMode, ast: Behaviour, rag: Behaviour, more: Partial<BranchPlan> = {}) {
  started.length = 0;
  const steps: Step[] = [];
  const plan = { mode, astThreshold: 0.8, fallback: true, concurrent: true, limitMs: 2_000, clock: createManualClock(), ...more };
  const parts = { ast: retriever('ast', ast), rag: retriever('rag', rag) };
  const branches = await runBranches(parts, plan, parseQuery('x'), sample.corpus, { limit: 10 }, steps);
  return { sources: branches.map(({ source }) => source), steps: steps.map(({ step, status }) => `${step} ${status}`), branches };
}
const broken = new Error('it broke');

test.each<[ConcreteMode, Behaviour, Behaviour, string[], string[]]>([
  ['ast', [0.9], [0.9], ['ast'], ['ast ok']],
  ['ast', [], [0.9], ['ast', 'rag'], ['ast ok', 'rag fallback', 'rag ok']],
  ['ast', broken, [0.9], ['rag'], ['ast failed', 'rag fallback', 'rag ok']],
  ['ast_first', [0.9], [0.9], ['ast'], ['ast ok']],
  ['ast_first', [0.79], [0.9], ['ast', 'rag'], ['ast ok', 'rag fallback', 'rag ok']],
  ['ast_first', [0.5], broken, ['ast'], ['ast ok', 'rag fallback', 'rag failed']],
  ['rag', [0.9], [0.1], ['rag'], ['rag ok']],
  ['rag', [0.9], [], ['rag', 'ast'], ['rag ok', 'ast fallback', 'ast ok']],
  ['rag', [0.9], broken, ['ast'], ['rag failed', 'ast fallback', 'ast ok']],
  ['rag_first', [0.9], [0.9], ['rag', 'ast'], ['rag ok', 'ast fallback', 'ast ok']],
  ['parallel', [0.9], [0.9], ['ast', 'rag'], ['ast ok', 'rag ok']],
  ['parallel', broken, [0.9], ['rag'], ['ast failed', 'rag ok']],
])('%s with structure %p and retrieval %p', async (mode, ast, rag, sources, steps) => {
  await expect(run(mode, ast, rag)).resolves.toMatchObject({ sources, steps });
});

test('without fallback structure stands alone, found or not', async () => {
  await expect(run('ast', [], [0.9], { fallback: false })).resolves.toMatchObject({ steps: ['ast ok'] });
  await expect(run('ast_first', [0.1], [0.9], { fallback: false })).resolves.toMatchObject({ steps: ['ast ok'] });
  await expect(run('ast', broken, [0.9], { fallback: false })).rejects.toMatchObject({ code: 'BRANCHES_FAILED', message: expect.stringContaining('ast: ') as string });
});

test('when both sides break, the error names both', async () => {
  await expect(run('parallel', broken, new Error('so did this'))).rejects.toMatchObject({
    code: 'BRANCHES_FAILED',
    message: expect.stringMatching(/ast: .*it broke.*rag: .*so did this/) as string,
  });
});

test.each(['CANCELLED', 'ENGINE_CLOSED', 'EMBEDDING_MISMATCH'] as const)('no other branch makes up for %s', async (code) => {
  for (const mode of ['rag', 'parallel'] as const) await expect(run(mode, [0.9], createError(code))).rejects.toMatchObject({ code });
});

test('parallel_analysis decides whether both start together: services of words and vectors are asked before structure is at work', async () => {
  await run('parallel', [1], [1]);
  expect(started.slice(0, 2)).toEqual(['rag starts', 'ast starts']);
  await run('parallel', [1], [1], { concurrent: false });
  expect(started).toEqual(['ast starts', 'ast ends', 'rag starts', 'rag ends']);
});

test('the branch that a mode puts first counts at least as much as the other', async () => {
  const weights = async (mode: 'ast_first' | 'rag_first' | 'parallel') => {
    const { branches } = await run(mode, [0.5], [0.5]);
    return Object.fromEntries(branches.map(({ source, weight }) => [source, weight])) as Record<'ast' | 'rag', number>;
  };
  const astFirst = await weights('ast_first');
  const ragFirst = await weights('rag_first');
  expect(astFirst.ast).toBeGreaterThan(astFirst.rag);
  expect(ragFirst.rag).toBeGreaterThan(ragFirst.ast);
  const both = await weights('parallel');
  expect(both.ast / both.rag).toBeLessThan(astFirst.ast / astFirst.rag);
  expect(both.ast / both.rag).toBeGreaterThanOrEqual(1);
});
