import fc from 'fast-check';
import { checkSettings, describeProblem, parseSettings } from '../../src/config';
import { processorMs } from '../support/processor-time';

const lines = (...text: string[]): string => text.join('\n');

test('every wrong key and value at once, in line order, with line, key, value and what to do', () => {
  const text = lines(
    '# mine', // 1
    'hybrid_mode:', // 2
    '  enabled: yes', // 3
    '  default_mod: ast', // 4
    '  ast_threshold: 70', // 5
    'ast_analysis:', // 6
    '  cache_ttl: 15 minutes', // 7
    '  cache_size: 0', // 8
    '  dashboard_port: 1', // 9
    'monitoring: { retention_period: 5s,', // 10
    '  update_interval: }', // 11
    'performance: 5', // 12
    'nonsense: { a: 1 }', // 13
  );
  expect(checkSettings(text)).toEqual([
    { line: 3, key: 'hybrid_mode.enabled', value: 'yes', message: 'must be true or false' },
    { line: 4, key: 'hybrid_mode.default_mod', value: 'ast', message: 'is not a setting; did you mean "default_mode"?' },
    { line: 5, key: 'hybrid_mode.ast_threshold', value: '70', message: 'must be a ratio from 0 to 1, or a percentage such as 70%; did you mean 70%?' },
    { line: 7, key: 'ast_analysis.cache_ttl', value: '15 minutes', message: 'must be a duration such as 500ms, 2s, 10m or 7d' },
    { line: 8, key: 'ast_analysis.cache_size', value: '0', message: 'must be from 1 to 1000000' },
    { line: 9, key: 'ast_analysis.dashboard_port', value: '1', message: 'is not a setting here; did you mean monitoring.dashboard_port?' },
    { line: 10, key: 'monitoring.retention_period', value: '5s', message: 'must be from 1h to 365d' },
    { line: 11, key: 'monitoring.update_interval', value: '', message: 'is empty: give a duration such as 500ms, 2s, 10m or 7d, or remove the line' },
    { line: 12, key: 'performance', value: '5', message: 'must be a section with keys below it' },
    { line: 13, key: 'nonsense', value: '{ a: 1 }', message: 'is not a setting; known here: hybrid_mode, ast_analysis, rag_retrieval, learning, monitoring, performance, performance_targets' },
  ]);
});

test.each<[string, string]>([
  ['hybrid_mode: { default_mode: fast }', 'must be one of automatic, ast, rag, ast_first, rag_first, parallel'],
  ['rag_retrieval: { vector_backend: hnsw }', 'must be one of auto, portable, faiss'],
  ['rag_retrieval: { embedding_cache_size: 1s }', 'must be a size such as 512KB, 20MB or 1GB'],
  ['ast_analysis: { max_file_size: 20 }', 'must be from 1KB to 256MB'],
  ['ast_analysis: { worker_pool_size: 2.5 }', 'must be a whole number from 1 to 256'],
  ['ast_analysis: { worker_pool_size: [8] }', 'must be a whole number from 1 to 256'],
  ['ast_analysis: [1, 2]', 'must be a section with keys below it'],
  ['hybrid_mode: { max_analysis_time: 2 }', 'must be from 10ms to 10m'],
  ['performance: { max_cpu_usage: 170% }', 'must be a ratio from 0 to 1, or a percentage such as 70%'],
  ['performance: { target_quality: 101 }', 'must be a ratio from 0 to 1, or a percentage such as 70%'],
  ['monitoring: { dashboard_port: 65536 }', 'must be from 0 to 65535'],
  ['ast-analysis: {}', 'is not a setting; did you mean "ast_analysis"?'],
  ['Hybrid_Mode: {}', 'is not a setting; did you mean "hybrid_mode"?'],
  ['monitoring: { alert_thresholds: { latency: 1s } }', 'is not a setting here; did you mean performance_targets.latency?'],
  ['hybrid_mode: { warning: 1 }', 'is not a setting here; did you mean performance_targets.latency.warning or performance_targets.quality.warning or performance_targets.cache_efficiency.warning?'],
  ['__proto__: { enabled: false }', 'is not a setting; known here'],
  ['constructor: 1', 'is not a setting; known here'],
  ['5', 'must be a section with keys below it'],
  ['[]', 'must be a section with keys below it'],
])('%s', (text, message) => {
  const problems = checkSettings(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.line).toBe(1);
});

describe('values that contradict each other', () => {
  test.each<[string, string, string]>([
    ['monitoring: { alert_thresholds: { latency_warning: 3s } }', 'latency_warning', 'must be less than monitoring.alert_thresholds.latency_critical (2s)'],
    ['monitoring: { alert_thresholds: { latency_critical: 1s } }', 'latency_critical', 'must be greater than monitoring.alert_thresholds.latency_warning (1s)'],
    ['monitoring: { alert_thresholds: { quality_warning: 0.4 } }', 'quality_warning', 'must be greater than monitoring.alert_thresholds.quality_critical (0.5)'],
    ['monitoring: { alert_thresholds: { error_rate_critical: 1% } }', 'error_rate_critical', 'must be greater than monitoring.alert_thresholds.error_rate_warning (0.03)'],
    ['monitoring: { alert_thresholds: { cache_critical: 0.7 } }', 'cache_critical', 'must be less than monitoring.alert_thresholds.cache_warning (0.7)'],
    ['monitoring: { alert_thresholds: { memory_warning: 96% } }', 'memory_warning', 'must be less than monitoring.alert_thresholds.memory_critical (0.95)'],
    ['performance_targets: { latency: { target: 1s } }', 'latency.target', 'must be at most performance_targets.latency.warning (800ms)'],
    ['performance_targets: { quality: { target: 0.6 } }', 'quality.target', 'must be at least performance_targets.quality.warning (0.7)'],
    ['performance_targets: { cache_efficiency: { critical: 80% } }', 'cache_efficiency.critical', 'must be less than performance_targets.cache_efficiency.warning (0.7)'],
  ])('%s', (text, key, message) => {
    expect(checkSettings(text)).toEqual([
      expect.objectContaining({ line: 1, key: expect.stringContaining(key) as string, message }),
    ]);
  });

  test('are found beside wrong values, but not made of them', () => {
    const text = lines(
      'monitoring:',
      '  alert_thresholds:',
      '    latency_warning: 3s',
      '    latency_critical: 2s',
      '    quality_warning: much',
      '    quality_critical: 0.9',
    );
    expect(checkSettings(text).map(({ line, key }) => [line, key.split('.').at(-1)])).toEqual([
      [4, 'latency_critical'],
      [5, 'quality_warning'],
    ]);
  });

  test('equal target and warning are fine', () => {
    expect(checkSettings('performance_targets: { latency: { target: 800ms } }')).toEqual([]);
  });
});

describe('text that is not YAML, or tries to hurt', () => {
  test.each<[string, string, number]>([
    ['an open bracket', lines('hybrid_mode:', '  enabled: [true'), 2],
    ['a tab for an indent', lines('hybrid_mode:', '\tenabled: true'), 2],
    ['two documents', lines('hybrid_mode: {}', '---', 'ast_analysis: {}'), 2],
    ['an unknown tag', lines('', 'hybrid_mode: !secret x'), 2],
    ['a missing anchor', lines('', '', 'hybrid_mode: *nowhere'), 3],
  ])('%s: the line', (_name, text, line) => {
    const problems = checkSettings(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatchObject({ line, key: '', value: '' });
    expect(problems[0]?.message).not.toBe('');
  });

  test('a key that stands twice, and what else is wrong', () => {
    const text = lines('ast_analysis:', '  cache_size: 5', '  cache_size: 6', '  cache_sise: 7');
    expect(checkSettings(text).map(({ line }) => line)).toEqual([3, 4]);
  });

  test.each([
    ['aliases of aliases', lines('a: &a [1,1,1,1,1,1,1,1,1]', ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(',')}]`))],
    ['100,000 brackets', '['.repeat(100_000)],
    ['2 MB', `# ${'x'.repeat(2_000_000)}`],
  ])('%s', async (_name, text) => {
    expect(await processorMs(() => expect(checkSettings(text).length).toBeGreaterThan(0))).toBeLessThan(5_000);
  });

  test('any text is checked without an error of ours', () => {
    const word = fc.constantFrom('hybrid_mode', 'enabled', ':', ' ', '\n', '  ', '{', '}', '[', ']', '&a', '*a', '- ', '?', '|', '"', "'", '#', 'true', '5s', '!!x', '\t', '---', '<<');
    fc.assert(fc.property(fc.oneof(fc.array(word, { maxLength: 30 }).map((words) => words.join('')), fc.string()), (text) => {
      for (const { line, message } of checkSettings(text)) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length + 1);
        expect(message).not.toBe('');
      }
    }), { numRuns: 1_500 });
  });
});

test('anchors and merge of plain YAML work, and errors behind an alias have a line', () => {
  const text = lines('performance_targets:', '  quality: &same { target: 0.9, warning: 0.8, critical: 0.1 }', '  cache_efficiency: *same');
  expect(parseSettings(text).performance_targets.cache_efficiency).toEqual({ target: 0.9, warning: 0.8, critical: 0.1 });
  const wrong = lines('performance_targets:', '  quality: &same { target: 9 }', '  cache_efficiency: *same');
  expect(checkSettings(wrong).map(({ line, key }) => [line, key])).toEqual([
    [2, 'performance_targets.quality.target'],
    [2, 'performance_targets.cache_efficiency.target'],
  ]);
});

test('parseSettings throws one error that names every problem', () => {
  expect(() => parseSettings(lines('ast_analysis:', '  cache_size: -1', '  cache_ttl: soon'))).toThrow(
    expect.objectContaining({
      code: 'SETTINGS_INVALID',
      message: expect.stringMatching(/line 2: ast_analysis\.cache_size \(-1\) must be .*; line 3: ast_analysis\.cache_ttl \(soon\) must be /) as string,
    }) as Error,
  );
});

test('problems read as a line', () => {
  expect(describeProblem({ line: 3, key: '', value: '', message: 'Broken.' })).toBe('line 3: Broken.');
  expect(describeProblem({ line: 3, key: 'a.b', value: '', message: 'is empty' })).toBe('line 3: a.b is empty');
});

test('long values are shortened', () => {
  const [problem] = checkSettings(`hybrid_mode: { enabled: "${'x'.repeat(500)}" }`);
  expect(problem?.value.length).toBeLessThan(100);
});
