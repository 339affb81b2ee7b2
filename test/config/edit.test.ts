/** One value changed in a settings file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { editSettings, parseSettings } from '../../src/config';

const SHIPPED = readFileSync(join(__dirname, '../../config/hybrid_production.yaml'), 'utf8');
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

test('only the value changes: comments, order and all other lines stay', () => {
  const edited = editSettings(SHIPPED, 'ast_analysis.cache_size', 4_000);
  const [before, after] = [SHIPPED, edited].map((text) => text.split('\n'));
  const changed = before!.flatMap((line, index) => (line === after![index] ? [] : [[line, after![index]]]));
  expect(changed).toHaveLength(1);
  expect(changed[0]![1]).toMatch(/^ {2}cache_size: 4000\b/);
  expect(parseSettings(edited).ast_analysis.cache_size).toBe(4_000);
});

test.each([
  ['an empty file', ''],
  ['comments alone', '# nothing yet\n'],
  ['another section', 'monitoring:\n  enable_auth: false # trusted network\n'],
  ['an empty section', 'ast_analysis:\n'],
  ['a section in one line', 'ast_analysis: { cache_ttl: 5m }\n'],
])('a key that is not there is added: %s', (_, text) => {
  const edited = editSettings(text, 'ast_analysis.cache_size', 123);
  expect(parseSettings(edited)).toEqual({ ...parseSettings(text), ast_analysis: { ...parseSettings(text).ast_analysis, cache_size: 123 } });
  for (const [comment] of text.matchAll(/#.*/g)) expect(edited).toContain(comment);
});

test('going there and back gives the same settings, wherever it goes', () => {
  const keys = [['ast_analysis.cache_size', 5, 6_000], ['ast_analysis.cache_ttl', '30m', '15m'], ['rag_retrieval.embedding_cache_size', '512MB', '256MB'], ['hybrid_mode.cache_decisions', false, true]] as const;
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.constantFrom(SHIPPED, '', 'monitoring:\n  enable_auth: true\n', SHIPPED.replace(/\n/g, '\r\n')), ([key, there, back], text) => {
      const twice = editSettings(editSettings(text, key, there), key, back);
      expect(parseSettings(twice)).toEqual(parseSettings(editSettings(text, key, back)));
      expect(editSettings(twice, key, back)).toBe(twice);
    }),
  );
});

test('what would break the file, or change another key with it, is refused', () => {
  expect(codeOf(() => editSettings('nonsense: 1\n', 'ast_analysis.cache_size', 5))).toBe('SETTINGS_INVALID');
  expect(codeOf(() => editSettings('', 'ast_analysis.cache_size', -5))).toBe('SETTINGS_INVALID');
  expect(codeOf(() => editSettings('', 'nothing.at_all', 5))).toBe('SETTINGS_INVALID');
  const shared = 'ast_analysis: &one\n  cache_ttl: &ttl 15m\nhybrid_mode:\n  decision_cache_ttl: *ttl\n';
  expect(codeOf(() => editSettings(shared, 'ast_analysis.cache_ttl', '30m'))).toBe('SETTINGS_INVALID');
});
