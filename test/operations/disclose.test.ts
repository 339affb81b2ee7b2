/** Pieces of files as they are shown: what is looked at is less than the file, what is taken out is not. */
import fc from 'fast-check';
import { discloseLines } from '../../src/operations/disclose';
import { redactSecrets } from '../../src/redact';
import { showInvisible } from '../../src/render';

// Put together here, so that no scanner takes this file for a leak.
const BEGIN = ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ');
const END = ['-----END', 'RSA PRIVATE KEY-----'].join(' ');
const BODY = 'MIIEpAIBAAKCAQEA7bq3Zk5v9QxX2y8s1LrT'.repeat(2).slice(0, 64);
const TOKEN = ['ghp', 'a8B3c9D2e7F4g6H1i5J0k8L3m9N2o7P4q6R1'].join('_');

const line = fc.constantFrom('const a = 1;', '', BEGIN, END, BODY, `token = "${TOKEN}"`, 'password: hunter2hunter2', 'say "-----BEGIN something"', '\u202eabc', '  key: value,', 'x'.repeat(50));

test('any piece is shown as it would be if all around it were looked at', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), fc.nat(), fc.nat(), fc.constantFrom('typescript', 'yaml'), (lines, a, b, language) => {
      const [startLine, endLine] = [1 + (a % lines.length), 1 + (b % lines.length)].sort((x, y) => x - y) as [number, number];
      const whole = redactSecrets(lines.join('\n'), language);
      const expected = showInvisible(whole.text.split('\n').slice(startLine - 1, endLine).join('\n'));
      const kinds = whole.found.filter((found) => found.line >= startLine - 1 && found.line < endLine).map(({ kind }) => kind);
      expect(discloseLines(lines, language, { startLine, endLine })).toEqual({ text: expected.text, kinds, invisible: expected.shown });
    }),
    { numRuns: 500 },
  );
});

test('a piece in the middle of a key that began far above shows nothing of it', () => {
  const lines = [BEGIN, ...Array<string>(100).fill(BODY), END, 'after();'];
  expect(discloseLines(lines, 'text', { startLine: 60, endLine: 62 }).text).not.toContain(BODY.slice(0, 20));
  expect(discloseLines(lines, 'text', { startLine: 103, endLine: 103 }).text).toBe('after();');
});
