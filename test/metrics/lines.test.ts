/** Values on lines: small, whole or not there. */
import fc from 'fast-check';
import { decodeFirst, decodeLines, encodeLine, encodeLines, encodeSection } from '../../src/metrics/lines';
import { jsonContent as json } from './support';

test('what is written is read again, in any of the three ways', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(json, { maxLength: 20 }), async (values) => {
      const texts = [values.map(encodeLine).join(''), encodeLines(values), await encodeSection('d', values)];
      for (const text of texts) expect(decodeLines(Buffer.from(text))).toEqual({ lines: values, length: Buffer.byteLength(text), damaged: 0 });
    }),
    { numRuns: 60 },
  );
});

test('many values take several lines; a damaged one costs its own alone', async () => {
  const values = Array.from({ length: 2_500 }, (_, index) => ({ index }));
  const text = await encodeSection('d', values);
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  lines[1] = lines[1]!.replace(/.....$/, 'AAA"}');
  expect(decodeLines(Buffer.from(`${lines.join('\n')}\n`))).toMatchObject({ damaged: 1, lines: [...values.slice(0, 1_000), ...values.slice(2_000)] });
});

test('what claims to be packed and is not counts as damaged', () => {
  for (const content of [{ z: 'no deflate' }, { b: 'no brotli' }, { z: encodeLine(1) }]) {
    expect(decodeLines(Buffer.from(encodeLine(content)))).toMatchObject({ lines: [], damaged: 1 });
  }
});

test('a section that nobody wants is not read; what has none always is', async () => {
  const text = `${encodeLine('head')}${await encodeSection('d', [1, 2])}${await encodeSection('o', [3])}${encodeLines([4])}`;
  expect(decodeLines(Buffer.from(text), (section) => section === 'o')).toEqual({ lines: ['head', 3, 4], length: text.length, damaged: 0 });
  expect(decodeFirst(Buffer.from(text))).toBe('head');
  expect(decodeFirst(Buffer.from(text.slice(0, 5)))).toBeUndefined();
});
