import { defaultSettings, overrideSettings, parseSettings } from '../../src/config';

const base = defaultSettings();

test('replaces the named keys and keeps the rest, in values with units or plain', () => {
  const changed = overrideSettings(base, {
    ast_analysis: { max_file_size: '5MB', cache_size: '10', analysis_timeout: 2_500 },
    monitoring: { alert_thresholds: { memory_warning: '50%' } },
    hybrid_mode: { default_mode: 'rag', enabled: false },
  });
  expect(changed).toEqual({
    ...base,
    ast_analysis: { ...base.ast_analysis, max_file_size: 5 * 1024 ** 2, cache_size: 10, analysis_timeout: 2_500 },
    monitoring: { ...base.monitoring, alert_thresholds: { ...base.monitoring.alert_thresholds, memory_warning: 0.5 } },
    hybrid_mode: { ...base.hybrid_mode, default_mode: 'rag', enabled: false },
  });
  expect(base).toEqual(defaultSettings());
});

test('rules over a file, and over earlier overrides', () => {
  const file = parseSettings('ast_analysis: { cache_size: 7, cache_ttl: 1m }');
  const changed = overrideSettings(overrideSettings(file, { ast_analysis: { cache_size: 8 } }), { ast_analysis: { cache_ttl: '2m' } });
  expect(changed.ast_analysis).toMatchObject({ cache_size: 8, cache_ttl: 120_000 });
});

test('nothing to override gives the base itself; undefined is as good as absent', () => {
  expect(overrideSettings(base, undefined)).toBe(base);
  expect(overrideSettings(base, {})).toBe(base);
  expect(overrideSettings(base, { hybrid_mode: undefined, ast_analysis: { cache_size: undefined } })).toEqual(base);
});

test.each<[unknown, RegExp]>([
  [{ ast_analysis: { cache_sise: 5 } }, /ast_analysis\.cache_sise \(5\) is not a setting; did you mean "cache_size"\?/],
  [{ ast_analysis: { cache_size: 'many' } }, /ast_analysis\.cache_size \("many"\) must be a whole number/],
  [{ ast_analysis: { cache_size: null } }, /ast_analysis\.cache_size \(null\) is empty/],
  [{ ast_analysis: 5 }, /ast_analysis \(5\) must be a section/],
  [{ ast_analysis: { cache_size: { a: 1 } } }, /ast_analysis\.cache_size must be a whole number/],
  [{ hybrid_mode: { default_mode: 'x'.repeat(500) } }, /default_mode \("x{79}…\) must be one of/],
  [{ monitoring: { alert_thresholds: { latency_warning: '5s' } } }, /latency_warning \("5s"\) must be less than .*latency_critical \(2s\)/],
  [{ a: 1, b: 2 }, /a \(1\) is not a setting.*; b \(2\) is not a setting/],
  [[1], /not an object of sections/],
  ['text', /not an object of sections/],
  [null, /not an object of sections/],
])('%j is refused, naming the key', (overrides, message) => {
  expect(() => overrideSettings(base, overrides as never)).toThrow(
    expect.objectContaining({ code: 'SETTINGS_INVALID', message: expect.stringMatching(message) as string }) as Error,
  );
});

test.each(['__proto__', 'constructor', 'toString'])('%s is a wrong key like any other and changes no prototype', (key) => {
  const overrides = JSON.parse(`{"${key}": {"enabled": "polluted"}, "hybrid_mode": {"${key}": {"enabled": 1}}}`) as never;
  expect(() => overrideSettings(base, overrides)).toThrow(/is not a setting/);
  expect(({} as { enabled?: unknown }).enabled).toBeUndefined();
});

test('a circle in an override is refused, not followed', () => {
  const circle: Record<string, unknown> = {};
  circle.hybrid_mode = circle;
  expect(() => overrideSettings(base, circle)).toThrow(/is not a setting/);
});
