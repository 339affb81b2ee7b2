import { createHash, randomBytes } from 'node:crypto';
import { decodeText } from '../../src/source';
import fc from 'fast-check';

const utf16 = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

test.each([
  ['plain', Buffer.from('const a = 1;\n'), 'const a = 1;\n'],
  ['empty', Buffer.alloc(0), ''],
  ['UTF-8 with its mark', Buffer.from('\uFEFFconst a;'), 'const a;'],
  ['only the mark', Buffer.from('\uFEFF'), ''],
  ['two marks: the second is content', Buffer.from('\uFEFF\uFEFFa'), '\uFEFFa'],
  ['UTF-16 little-endian', utf16('let ü = "日本";\r\n'), 'let ü = "日本";\r\n'],
  ['UTF-16 big-endian', utf16('let ü = "日本 😀";', true), 'let ü = "日本 😀";'],
  ['all planes', Buffer.from('a ü 日 😀 \u{10FFFF}'), 'a ü 日 😀 \u{10FFFF}'],
  ['escape codes and form feeds', Buffer.from('\x1b[31mred\x1b[0m\f\x1b[1mx'), '\x1b[31mred\x1b[0m\f\x1b[1mx'],
  ['one stray control character', Buffer.from('a\x01b'), 'a\x01b'],
])('%s', (_name, bytes, text) => {
  expect(decodeText(bytes)).toEqual({ text, invalid: false });
});

test.each([
  ['Latin-1', Buffer.from('caf\xe9 au lait', 'latin1'), 'caf\uFFFD au lait'],
  ['a cut character at the end', Buffer.from('日本').subarray(0, 5), '日\uFFFD'],
  ['an overlong form', Buffer.from([0x61, 0xc0, 0xaf]), 'a\uFFFD\uFFFD'],
  ['an encoded surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'a\uFFFD\uFFFD\uFFFD'],
  ['UTF-16 with a lone surrogate', utf16('a\uD800b'), 'a\uFFFDb'],
  ['UTF-16 with half a unit at the end', Buffer.concat([utf16('ab'), Buffer.from([0x63])]), 'ab\uFFFD'],
])('%s is text with a flag', (_name, bytes, text) => {
  expect(decodeText(bytes)).toEqual({ text, invalid: true });
});

test.each([
  ['a NUL', Buffer.from('text\0more')],
  ['a NUL at the end of the sample', Buffer.concat([Buffer.alloc(8_191, 97), Buffer.from([0])])],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ['UTF-16 without its mark', Buffer.from('plain ascii', 'utf16le')],
  ['PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
  ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n')],
  ['control characters', Buffer.from([1, 2, 3, 4, 5, 6, 97, 98])],
  ['random bytes', randomBytes(8_192)],
])('%s is binary', (_name, bytes) => {
  expect(decodeText(bytes)).toBeUndefined();
});

test('a NUL far into a text does not make it binary', () => {
  const bytes = Buffer.concat([Buffer.alloc(8_192, 97), Buffer.from('\0b')]);
  expect(decodeText(bytes)?.text.endsWith('\0b')).toBe(true);
});

test('any text without control characters survives, in three encodings', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => !/[\p{Cc}\uFEFF]/u.test(value));
  fc.assert(
    fc.property(text, (value) => {
      for (const bytes of [Buffer.from(value), utf16(value), utf16(value, true)]) {
        expect(decodeText(bytes)).toEqual({ text: value, invalid: false });
      }
    }),
    { numRuns: 500 },
  );
});

test('any bytes are text or binary, never an error; decoding leaves them as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (array) => {
      const bytes = Buffer.from(array);
      const before = createHash('sha256').update(bytes).digest('hex');
      const decoded = decodeText(bytes);
      if (decoded && !decoded.invalid) expect(decoded.text).not.toMatch(/\p{Surrogate}/u);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(before);
    }),
    { numRuns: 3_000 },
  );
});
