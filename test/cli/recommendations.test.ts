/** The command about what got worse, on a settings file of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecommendationsAnswer } from '../../src';
import { recommendations } from '../../src/cli/commands/recommendations';
import type { Context } from '../../src/cli/command';
import { useEngineBundle } from '../support/engine-bundle';
import { run } from './sample';

const folder = mkdtempSync(join(tmpdir(), 'hybrid-context-advice-'));
const config = join(folder, 'settings.yaml');
const TEXT = 'ast_analysis:\n  cache_size: 2000 # files\n';

beforeAll(async () => {
  await useEngineBundle();
  writeFileSync(config, TEXT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const call = (...args: string[]) => run(['recommendations', '--config', config, ...args]);

test('applies, lists and takes back', async () => {
  const applied = await call('--apply', 'cache_ast:ast_analysis.cache_size=4000');
  expect(applied).toMatchObject({ code: 0, err: '' });
  expect(applied.out).toMatch(/cache_size is 4000 now; it was 2000.*\n.*--undo [0-9a-f]{12}\n$/);
  expect(readFileSync(config, 'utf8')).toBe(TEXT.replace('2000', '4000'));
  const listed = await call();
  expect(listed.out).toMatch(/Changes that were made:\n {2}[0-9a-f]{12} .* 2000 -> 4000\n/);
  const { changes } = JSON.parse((await call('--json', '--window', '30')).out) as RecommendationsAnswer;
  expect(changes).toHaveLength(1);
  expect(JSON.parse((await call('--undo', changes[0]!.change, '--json')).out)).toMatchObject({ done: 'undone' });
  expect(readFileSync(config, 'utf8')).toBe(TEXT);
});

test('what is wrong is told', async () => {
  expect(await call('--apply', 'x', '--undo', 'last')).toMatchObject({ code: 2 });
  expect((await call('--apply', 'x')).err).toContain('RECOMMENDATION_REFUSED');
});

test('for people: causes with their evidence and what to do', async () => {
  const lines: string[] = [];
  const answer: RecommendationsAnswer = {
    from: 0, to: 1, stepMs: 60_000, state: 'ok', changes: [], message: 'x',
    recommendations: [
      {
        id: 'cache_ast:ast_analysis.cache_size=4000', cause: 'cache_ast', title: 'Less often', score: 1, reason: 'changed', effect: 'Better.',
        evidence: [
          { name: 'cache ast', unit: 'share', now: 0.25, before: 0.9, limit: 0.7 },
          { name: 'latency', unit: 'ms', now: 12.34, before: 5 },
          { name: 'rss', unit: 'bytes', now: 1_048_576 },
          { name: 'queue', unit: 'count', now: 3, before: 0 },
        ],
        action: { kind: 'setting', key: 'ast_analysis.cache_size', current: 2_000, value: 4_000, text: 'Raise it.' },
      },
    ],
  };
  const context = {
    values: {},
    positionals: [],
    streams: { stdout: { write: (text: string) => lines.push(text) } },
    engine: { getRecommendations: () => Promise.resolve(answer) },
    signal: new AbortController().signal,
  } as unknown as Context;
  expect(await recommendations.run(context)).toBe(0);
  expect(lines.join('')).toBe(
    [
      '1.00  Less often',
      '      cache ast: 25.0 %, before 90.0 %, threshold 70.0 %',
      '      latency: 12.3 ms, before 5 ms',
      '      rss: 1 MB, before ?',
      '      queue: 3, before 0',
      '      Raise it. Better.',
      '      --apply cache_ast:ast_analysis.cache_size=4000',
      '',
    ].join('\n'),
  );
});
