import fc from 'fast-check';
import { createTtlCache, type Cache } from '../../src/cache';
import { defaultSettings } from '../../src/config';
import type { Corpus } from '../../src/corpus';
import type { ModeDecision, SearchRequest } from '../../src/kernel';
import { decideMode } from '../../src/operations/decide';
import { parseQuery } from '../../src/query';
import { anyText, entryOf, openCorpus, PATHS } from '../corpus/entries';

const QUESTIONS = [
  'parseUrl', 'where is Router defined', 'who calls parseUrl?', 'how does the server handle requests', 'Router.match drops the last path of a list',
  'src/router.ts:2', 'look at cache.js and main.py', 'Error: x\n    at match (src/router.ts:2:3)\n    at open (lib/cache.js:1:1)', 'callSomething', '???', '',
];

function asking(corpus: Corpus, decisions: Cache<ModeDecision>) {
  const looks: boolean[] = [];
  const decide = (query: string, cache_decisions: boolean, request: Partial<SearchRequest> = {}, enabled = true): ModeDecision => {
    const settings = defaultSettings();
    const asked = { ...settings, hybrid_mode: { ...settings.hybrid_mode, cache_decisions, enabled } };
    return decideMode(() => decisions, parseQuery(query), { mode: 'automatic', ...request }, corpus, asked, { cache: (_, hit) => looks.push(hit) });
  };
  return { decide, looks };
}

const newCache = () => createTtlCache<ModeDecision>({ maxEntries: 500, ttlMs: 60_000 });

test('after any edits a remembered decision is the one that would be made now', async () => {
  const edit = fc.record({ path: fc.constantFrom(...PATHS), text: fc.option(anyText) });
  const question = fc.record({ query: fc.constantFrom(...QUESTIONS), filePath: fc.option(fc.constantFrom(...PATHS), { nil: undefined }), enabled: fc.boolean() });
  const steps = fc.array(fc.record({ edit, questions: fc.array(question, { minLength: 1, maxLength: 6 }) }), { minLength: 1, maxLength: 12 });
  let remembered = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const corpus = await openCorpus();
      const { decide, looks } = asking(corpus, newCache());
      for (const { edit: { path, text }, questions } of list) {
        if (text === null) await corpus.remove([path]);
        else await corpus.put(await entryOf(path, text));
        for (const { query, filePath, enabled } of questions) {
          const { cached, ...decision } = decide(query, true, { filePath }, enabled);
          const { cached: _, ...fresh } = decide(query, false, { filePath }, enabled);
          expect(decision).toEqual(fresh);
          expect(cached).toBe(looks.at(-1));
          if (cached) remembered += 1;
        }
      }
    }),
    { numRuns: 30 },
  );
  expect(remembered).toBeGreaterThan(0);
});

test('what a caller chose is neither looked up nor remembered', async () => {
  const decisions = newCache();
  const { decide, looks } = asking(await openCorpus(), decisions);
  expect(decide('parseUrl', true, { mode: 'rag' })).toMatchObject({ mode: 'rag', confidence: 1, cached: false });
  expect([looks, decisions.stats().entries]).toEqual([[], 0]);
});

test('an edit elsewhere keeps the decision, one at its grounds does not', async () => {
  const corpus = await openCorpus();
  await corpus.put(await entryOf('src/router.ts', 'export class Router {}'));
  const { decide, looks } = asking(corpus, newCache());
  decide('parseUrl', true);
  await corpus.put(await entryOf('src/router.ts', '// other words\nexport class Router { match() {} }'));
  decide('parseUrl', true);
  await corpus.put(await entryOf('lib/url.ts', 'export function parseUrl() {}'));
  expect(decide('parseUrl', true)).toMatchObject({ mode: 'ast', cached: false });
  expect(looks).toEqual([false, true, false]);
});
