import { actualOf, expectedOf, listCases } from './cases';

const cases = listCases(__dirname);

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(25);
});

test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
  // Compared as text, so that a failure prints the lines that differ. `npm run golden:accept` accepts them.
  expect(await actualOf(one)).toBe(expectedOf(one));
});

test('strings and comments never reach the facts', async () => {
  const facts = await actualOf(cases.find(({ name }) => name === 'strings-and-comments')!);
  expect(facts).not.toMatch(/hunter\d|secret of/);
  expect(facts).toContain('quoted-name');
});
