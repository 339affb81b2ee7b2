/** Halves of retrieval that run out of time, as whoever asks sees it. The clock moves a millisecond at each look while it is told to. */
import type { Engine } from '../../src/kernel';
import { createManualClock } from '../cache/manual-clock';
import { cleanUp, comparable, depot, openTestEngine } from './support';

let engine: Engine;
let root: string;
let hurried = false;

beforeAll(async () => {
  const manual = createManualClock();
  const clock = {
    now: () => manual.now(),
    monotonic() {
      if (hurried) manual.advance(1);
      return manual.monotonic();
    },
  };
  engine = await openTestEngine({ clock });
  root = depot();
  await engine.syncIndex({ root });
});
afterEach(() => {
  hurried = false;
});
afterAll(cleanUp);

const LONG = 'how does the ledger round amounts, who verifies the webhook signature, and when is an attempt to deliver it made once more';
const ask = async (query: string, hybrid_mode: object, isHurried: boolean) => {
  hurried = isHurried;
  const answer = await engine.search({ root, query, refresh: 'none', settings: { hybrid_mode } });
  hurried = false;
  return answer;
};
const IN_A_HURRY = { max_analysis_time: '10ms' };

test('a late half is named, the other one answers, and the next question is answered in full', async () => {
  // Structure looks up neighbouring words together: four looks for each word, where the other half takes about one.
  const query = 'how does the ledger round amounts before every posting is written';
  const before = await ask(query, { default_mode: 'parallel' }, false);
  const { steps, results, quality } = await ask(query, { default_mode: 'parallel', max_analysis_time: '15ms' }, true);
  expect(steps).toEqual([
    { step: 'ast', status: 'dropped', detail: 'it took longer than 15 ms (max_analysis_time)' },
    { step: 'rag', status: 'ok', detail: expect.stringContaining('candidates') as string },
  ]);
  expect(results[0]).toMatchObject({ path: 'src/ledger/ledger.ts', source: 'rag' });
  expect(quality.advice.join()).not.toContain('Time ran out');
  expect(comparable(await ask(query, { default_mode: 'rag' }, false)).results).toEqual(results);
  expect(comparable(await ask(query, { default_mode: 'parallel' }, false))).toEqual(comparable(before));
});

test('a part is an answer of low quality that says why, in search and context', async () => {
  const query = `src/http/signature.ts:3 ${LONG}`;
  const { steps, results, quality } = await ask(query, { default_mode: 'parallel', ...IN_A_HURRY }, true);
  expect(steps.map(({ step, status }) => `${step} ${status}`)).toEqual(['ast dropped', 'rag dropped', 'retrieve note']);
  expect(results[0]?.path).toBe('src/http/signature.ts');
  expect(quality).toMatchObject({ lowQuality: true, advice: [expect.stringContaining('max_analysis_time')] });
  hurried = true;
  const pack = await engine.getContext({ root, query, refresh: 'none', settings: { hybrid_mode: { default_mode: 'parallel', ...IN_A_HURRY } } });
  expect(pack.items[0]?.path).toBe('src/http/signature.ts');
  expect(pack.quality.lowQuality).toBe(true);
});

test('nothing at all in time is an error that names the setting', async () => {
  const query = 'quokkas grumble whenever zeppelins overtake nimble walruses beneath turquoise skies beyond murky fjords';
  await expect(ask(query, { default_mode: 'parallel', ...IN_A_HURRY }, true)).rejects.toMatchObject({ code: 'ANALYSIS_LATE', message: expect.stringContaining('10 ms') as string });
  hurried = false;
  await expect(ask(query, { default_mode: 'parallel' }, false)).resolves.toBeDefined();
});
