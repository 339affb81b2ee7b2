import { LIMITS } from '../../src/kernel';
import { parseFile } from '../../src/parse';
import { contentOf } from './content';

const signatureOf = async (text: string): Promise<string> =>
  (await parseFile(contentOf('a.ts', text))).symbols[0]!.signature;

test('a head is one line without comments', async () => {
  expect(await signatureOf('export  async function a(\r\n  b: number, // first\r\n  /* second */ c = 2,\r\n) {}')).toBe(
    'export async function a( b: number, c = 2, )',
  );
});

test('a comment that an open string hides is one all the same', async () => {
  expect(await signatureOf(`function a(b = 'x', /* it's secret */ c = "y" /* "secret" */) {}`)).not.toContain('secret');
});

test('long heads are cut, however much stands before the name', async () => {
  const many = Array.from({ length: 500 }, (_, i) => `p${i} = 'secret ${i}'`).join(', ');
  const signature = await signatureOf(`function a(${many}) {}`);
  expect(signature).toHaveLength(LIMITS.signatureMaxChars);
  expect(signature).not.toContain('secret');
  // A template of a thousand characters in a decorator must not push the name out.
  const decorated = `@Component({ template: \`${'secret\n'.repeat(300)}\` })\nexport class Page {}`;
  expect(await signatureOf(decorated)).toBe('@Component({ template: `…` }) export class Page');
});

test('text of markup is no part of a head', async () => {
  const facts = await parseFile(contentOf('a.tsx', 'const a = (b = <p title="secret">secret // words</p>) => b;'));
  expect(facts.symbols[0]!.signature).toBe("const a = (b = <p title='…'>…</p>) =>");
});
