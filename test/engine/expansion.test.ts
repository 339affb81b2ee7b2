/** Words of a description that only comments hold: said in the answer, and to be switched off. */
import type { Engine } from '../../src/kernel';
import { cleanUp, FRESH, openTestEngine, tempFolder } from './support';

let engine: Engine;
let root: string;
const part = (name: string, comment: string): string => `/** ${comment} */\nexport function ${name}(input: string): string {\n  return input;\n}\n`;

beforeAll(async () => {
  engine = await openTestEngine();
  root = tempFolder({
    'seal.ts': part('sealBundle', 'Takes the parcel through the first step.'),
    'weigh.ts': part('weighBundle', 'Takes the parcel through the second step.'),
    ...Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`other${at}.ts`, part(`frobnicate${at}`, `Does its own thing, number ${at}.`)])),
  });
});
afterAll(cleanUp);

const notes = async (query: string, query_expansion: boolean): Promise<string[]> => {
  const { steps } = await engine.search({ root, query, settings: { ...FRESH, hybrid_mode: { query_expansion } } });
  return steps.flatMap(({ step, status, detail }) => (step === 'query' && status === 'note' ? [detail!] : []));
};

test('what stood for what is said, and nothing does when it is switched off', async () => {
  const query = 'Opens the parcel that was handed in.';
  expect(await notes(query, true)).toEqual([expect.stringContaining('"parcel" also as "bundl"')]);
  expect(await notes(query, false)).toEqual([]);
  expect(await notes('Opens the bundle that was handed in.', true)).toEqual([]);
});
