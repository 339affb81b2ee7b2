/**
 * Time running out anywhere in either half of retrieval, on a real tree: the clock of these tests jumps at
 * a look of their choice, so every place where a half looks at its time is tried once.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDeadline, type Candidates, type ConcreteMode, type Step } from '../../src/kernel';
import { embedTerms } from '../../src/embed';
import { runBranches, type BranchPlan } from '../../src/operations/branches';
import { parseQuery, type ParsedQuery } from '../../src/query';
import { createAstRetriever, createRagRetriever, type Retriever } from '../../src/retrieve';
import { removeTempFolders } from '../io/temp-folder';
import { corpusOf, type TestCorpus } from '../support/corpus';

const LIMIT = 100;
const QUESTIONS = ['withDeadline in src/operations/deadline.ts', 'run branches: a late embedding is dropped', 'who calls roundFine', 'converts a path to a snapshot path'];

let tree: TestCorpus;
beforeAll(async () => {
  const folders = ['src/operations', 'src/retrieve', 'src/kernel'];
  const paths = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`));
  tree = await corpusOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(process.cwd(), path), 'utf8')])));
});
afterAll(removeTempFolders);

/** Stands still, and is beyond every limit from the given look on. */
function clockThatJumps(at: number) {
  let looks = 0;
  return { looks: () => looks, monotonic: () => ((looks += 1) < at ? 0 : 10 * LIMIT) };
}

const never = () => clockThatJumps(Infinity);
const ask = (text: string) => {
  const query = parseQuery(text);
  const { idf } = tree.corpus.lexical.match(query.terms);
  return { query, queryVector: embedTerms(query.terms, (term) => idf.get(term) ?? 0) };
};

const plain = ({ chunks, scores, signals, width, top, late }: Candidates) => ({ chunks: [...chunks], scores: [...scores], signals: [...signals], width, top, late });

/** The candidates, or the code of what was thrown. Retrievers are new each time, and so is the array of terms: nothing is remembered. */
async function retrieve(make: () => Retriever, text: string, clock: { monotonic(): number }) {
  const { query, queryVector } = ask(text);
  const fresh: ParsedQuery = { ...query, terms: [...query.terms] };
  const options = { limit: 1_500, queryVector, deadline: createDeadline(clock, LIMIT) };
  return make().retrieve(fresh, tree.corpus, options).then(plain, (thrown: unknown) => (thrown as { code?: string }).code);
}

describe.each([['ast', createAstRetriever], ['rag', createRagRetriever]] as const)('%s', (_, make) => {
  test.each(QUESTIONS)('wherever time runs out, it is late, says so, and leaves nothing behind: %s', async (text) => {
    const patient = never();
    const whole = await retrieve(make, text, patient);
    expect(patient.looks()).toBeGreaterThan(3);
    expect(whole).toMatchObject({ late: undefined });
    // The first look begins the time.
    for (let at = 2; at <= patient.looks(); at += 1) {
      const late = await retrieve(make, text, clockThatJumps(at));
      if (typeof late === 'string' || late === undefined) expect(late).toBe('ANALYSIS_LATE');
      else {
        expect(late).toMatchObject({ late: true });
        expect(late.chunks.length).toBeGreaterThan(0);
        for (const chunk of late.chunks) expect((whole as { chunks: number[] }).chunks).toContain(chunk);
      }
      if (at % 5 === 0 || at === patient.looks()) expect(await retrieve(make, text, never())).toEqual(whole);
    }
  });
});

test('looking at the time changes nothing that is found', async () => {
  for (const text of QUESTIONS) {
    const { query, queryVector } = ask(text);
    for (const make of [createAstRetriever, createRagRetriever]) {
      expect(await retrieve(make, text, never())).toEqual(plain(await make().retrieve(query, tree.corpus, { limit: 1_500, queryVector })));
    }
  }
});

test('time begins with the first look, and once over stays over', () => {
  let time = 0;
  const deadline = createDeadline({ monotonic: () => time }, LIMIT);
  time = 50_000;
  deadline.check();
  time += LIMIT;
  deadline.check();
  time += 1;
  expect(() => deadline.check()).toThrow(expect.objectContaining({ code: 'ANALYSIS_LATE', details: { limit: LIMIT } }) as Error);
  time = 50_000;
  expect(() => deadline.check()).toThrow();
});

describe('modes', () => {
  /** A real retriever with a clock of its own: late at its second look, or never. */
  const own = (make: () => Retriever, isLate: boolean): Retriever => {
    const { name, retrieve: work } = make();
    return { name, retrieve: (query, corpus, options) => work(query, corpus, { ...options, deadline: createDeadline(isLate ? clockThatJumps(2) : never(), LIMIT) }) };
  };
  const run = async (mode: ConcreteMode, late: readonly string[], text = QUESTIONS[1]!, more: Partial<BranchPlan> = {}) => {
    const parts = { ast: own(createAstRetriever, late.includes('ast')), rag: own(createRagRetriever, late.includes('rag')) };
    const plan = { mode, astThreshold: 2, fallback: true, concurrent: true, limitMs: LIMIT, clock: never(), ...more };
    const steps: Step[] = [];
    const { query, queryVector } = ask(text);
    const branches = await runBranches(parts, plan, query, tree.corpus, { limit: 1_500, queryVector }, steps);
    return { branches, steps };
  };
  const dropped = (step: string): Step => ({ step, status: 'dropped', detail: `it took longer than ${LIMIT} ms (max_analysis_time)` });

  test.each([
    ['parallel', ['ast'], 'rag'],
    ['parallel', ['rag'], 'ast'],
    ['ast', ['ast'], 'rag'],
    ['rag', ['rag'], 'ast'],
    ['ast_first', ['ast'], 'rag'],
    ['ast_first', ['rag'], 'ast'],
    ['rag_first', ['rag'], 'ast'],
    ['rag_first', ['ast'], 'rag'],
  ] as const)('%s without %p is what the other half finds by itself', async (mode, late, answers) => {
    const { branches, steps } = await run(mode, late);
    expect(branches.map(({ source }) => source)).toEqual([answers]);
    const alone = await retrieve(answers === 'ast' ? createAstRetriever : createRagRetriever, QUESTIONS[1]!, never());
    expect(plain(branches[0]!.candidates)).toEqual(alone);
    expect(steps).toContainEqual(dropped(late[0]));
    const first = mode === 'parallel' ? undefined : mode.startsWith('ast') ? 'ast' : 'rag';
    const fallback = steps.find(({ status }) => status === 'fallback');
    if (first === late[0]) expect(fallback).toEqual({ step: answers, status: 'fallback', detail: 'the first branch was late' });
  });

  test('both late and nothing found: an error that says what to change', async () => {
    for (const mode of ['parallel', 'ast', 'rag', 'ast_first', 'rag_first'] as const) {
      await expect(run(mode, ['ast', 'rag'])).rejects.toMatchObject({ code: 'ANALYSIS_LATE', details: { limit: LIMIT }, fix: expect.stringContaining('max_analysis_time') as string });
    }
    await expect(run('ast', ['ast'], QUESTIONS[1], { fallback: false })).rejects.toMatchObject({ code: 'ANALYSIS_LATE' });
  });

  test('both late, but a place was found: the answer is that part, and is said to be', async () => {
    const late = clockThatJumps(6);
    const ast: Retriever = { name: 'ast', retrieve: (query, corpus, options) => createAstRetriever().retrieve({ ...query, terms: [...query.terms] }, corpus, { ...options, deadline: createDeadline(late, LIMIT) }) };
    const plan = { mode: 'parallel', astThreshold: 1, fallback: true, concurrent: true, limitMs: LIMIT, clock: never() } as const;
    const steps: Step[] = [];
    const { query, queryVector } = ask('see src/operations/deadline.ts:3 and src/operations/branches.ts:40');
    const [branch, ...others] = await runBranches({ ast, rag: own(createRagRetriever, true) }, plan, query, tree.corpus, { limit: 9, queryVector }, steps);
    expect(others).toEqual([]);
    expect(branch!.candidates.late).toBe(true);
    expect([...branch!.candidates.chunks]).toContain(tree.chunk('src/operations/deadline.ts', 3));
    expect(steps).toEqual([dropped('ast'), dropped('rag'), { step: 'retrieve', status: 'note', detail: expect.stringContaining('what structure had found by then') as string }]);
  });
});
