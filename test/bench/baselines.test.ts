import fc from 'fast-check';
import { createBm25 } from '../../bench/baselines/bm25';
import { createMiniSearch } from '../../bench/baselines/minisearch';
import { splitText } from '../../bench/baselines/split';
import { builtIn, createTemplatePipeline, hashedTfIdf } from '../../bench/baselines/template';

const documents = [
  { path: 'src/mail.ts', text: 'export function sendMail(to: string) {\n  return post(to);\n}\n' },
  { path: 'src/cart.ts', text: 'export function totalPrice(cart: Cart) {\n  return cart.items.length;\n}\n' },
];

describe('splitText', () => {
  test('long texts are cut at paragraphs, with lines', () => {
    const paragraph = Array.from({ length: 10 }, (_, line) => `line ${line} ${'x'.repeat(50)}`).join('\n');
    const chunks = splitText([paragraph, paragraph, paragraph].join('\n\n'));
    expect(chunks.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[1, 10], [12, 21], [23, 32]]);
  });

  test('neighbours overlap where pieces are small', () => {
    const chunks = splitText(Array.from({ length: 100 }, (_, line) => `line ${line} ${'x'.repeat(20)}`).join('\n'));
    expect(chunks[1]!.startLine).toBeLessThanOrEqual(chunks[0]!.endLine);
    expect(chunks.every(({ text }) => text.length <= 1_000)).toBe(true);
  });

  test('chunks are the text of their lines, and no word is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('word', 'x'.repeat(400), '\n', '\n\n', ' ', 'y'.repeat(1_200)), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const chunks = splitText(text);
        const joined = chunks.map((chunk) => chunk.text).join(' ');
        for (const letter of ['word', 'x', 'y']) expect(joined.includes(letter)).toBe(text.includes(letter));
        for (const { text: own, startLine, endLine } of chunks) {
          expect(text.split('\n').slice(startLine - 1, endLine).join('\n')).toContain(own);
        }
      }),
    );
  });

  test('an empty text has no chunks', () => {
    expect(splitText(' \n ')).toEqual([]);
  });
});

describe.each([
  ['BM25', createBm25],
  ['MiniSearch', createMiniSearch],
  ['hashed TF-IDF', (all: typeof documents) => createTemplatePipeline(all, hashedTfIdf)],
  ['built-in embedding', (all: typeof documents) => createTemplatePipeline(all, builtIn)],
])('%s', (_, create) => {
  test('finds the file that speaks of it, with its lines', () => {
    const rank = create(documents);
    expect(rank('total price of the cart')[0]).toMatchObject({ path: 'src/cart.ts', startLine: 1 });
    expect(rank('send a mail')[0]?.path).toBe('src/mail.ts');
  });
});
