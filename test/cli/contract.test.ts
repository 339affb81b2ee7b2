/** The machine contract of `search`, on the real executable: outside programs depend on it. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useEngineBundle } from '../support/engine-bundle';
import { makeRepository, run } from './sample';

let root: string;
let remove: () => Promise<void>;
let cli: string;

beforeAll(async () => {
  cli = join(await useEngineBundle(), 'cli.js');
  ({ root, remove } = await makeRepository());
});
afterAll(() => remove());

function start(args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: root });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...written })),
  );
  return { child, ended };
}

const WAYS = {
  'the executable': (args: string[], stdin: string) => {
    const { child, ended } = start(args);
    child.stdin.end(stdin);
    return ended;
  },
  'this process': (args: string[], stdin: string) => run(args, { stdin }),
};

const lines = (text: string) =>
  text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe.each(Object.entries(WAYS))('search in %s', (_way, runHere) => {
  async function search(queries: string, ...options: string[]) {
    const file = join(root, 'queries.jsonl');
    await writeFile(file, queries);
    return runHere(['search', '--root', root, '--queries', file, '--json', ...options], '');
  }

  it('prints one line per query, in order, and nothing else', async () => {
    const queries = '{"id":"b","query":"verifySignature"}\n\n{"id":7,"query":"read an entry"}\r\n';
    const { code, out, err } = await search(queries, '--mode', 'rag', '--limit', '2');
    expect(code).toBe(0);
    const answers = lines(out);
    expect(answers.map(({ id }) => id)).toEqual(['b', 7]);
    for (const answer of answers) {
      expect(Object.keys(answer)).toEqual(['id', 'mode', 'quality', 'latencyMs', 'results']);
      expect(answer).toMatchObject({
        mode: 'rag',
        quality: expect.any(Number) as number,
        latencyMs: expect.any(Number) as number,
      });
      const results = answer.results as object[];
      expect(results.length).toBeLessThanOrEqual(2);
      expect(Object.keys(results[0] ?? {})).toEqual([
        'path', 'startLine', 'endLine', 'symbol', 'kind', 'score', 'source',
      ]);
    }
    expect(answers[0]?.results).toMatchObject([{ path: 'src/webhook.ts', symbol: 'verifySignature' }, {}]);
    const [report] = lines(err);
    expect(Object.keys(report ?? {})).toEqual(['indexMs', 'files', 'chunks', 'rssPeakMb']);
    expect(report).toMatchObject({ files: 4 });
    expect(lines(err)).toHaveLength(1);
  });

  it('names the concrete mode that automatic picked', async () => {
    const { out } = await search('{"id":1,"query":"verifySignature"}\n', '--mode', 'automatic');
    expect(['ast', 'rag', 'ast_first', 'rag_first', 'parallel']).toContain(lines(out)[0]?.mode);
  });

  it('reads queries from stdin', async () => {
    const { code, out } = await runHere(
      ['search', '--root', root, '--queries', '-'],
      '{"id":1,"query":"verifySignature"}',
    );
    expect(code).toBe(0);
    expect(lines(out)).toHaveLength(1);
  });

  it('keeps the other answers when one query fails, and exits with 1', async () => {
    const { code, out } = await search('{"id":1,"query":"  "}\n{"id":2,"query":"entry"}\n');
    expect(code).toBe(1);
    const [failed, answered] = lines(out);
    expect(failed).toEqual({
      id: 1,
      mode: 'automatic',
      quality: 0,
      latencyMs: expect.any(Number) as number,
      results: [],
      error: { code: 'QUERY_EMPTY', message: expect.any(String) as string, fix: expect.any(String) as string },
    });
    expect(answered?.results).not.toEqual([]);
  });

  it.each([
    ['is no JSON', '{"id":1,"query":"a"}\n\n{"id":2,\n', 'line 3 of'],
    ['is no object', '5\n', 'line 1 of'],
    ['is null', 'null\n', 'line 1 of'],
    ['has no id', '{"query":"a"}\n', 'line 1 of'],
    ['has no query', '{"id":1}\n', 'line 1 of'],
    ['has a query that is no text', '{"id":1,"query":["a"]}\n', 'line 1 of'],
  ])('names a line that %s, and answers nothing', async (_, queries, place) => {
    const { code, out, err } = await search(queries);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error VALUE_INVALID: /);
    expect(err).toContain(place);
  });

  it('answers nothing when the folder cannot be indexed', async () => {
    const args = ['search', '--root', join(root, 'none'), '--queries', '-'];
    const { code, out, err } = await runHere(args, '{"id":1,"query":"a"}');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error ROOT_NOT_FOUND');
  });
});

describe('the process', () => {
  it('is content when its reader leaves early', async () => {
    const many = Array.from({ length: 2_000 }, (_, id) => `{"id":${id},"query":"entry"}`).join('\n');
    const { child, ended } = start(['search', '--root', '.', '--queries', '-']);
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(many);
    const { code, err } = await ended;
    expect(code).toBe(0);
    expect(lines(err)).toHaveLength(1);
  });

  it('stops with 130 when it is interrupted at work', async () => {
    const many = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"query":"entry"}`).join('\n');
    const { child, ended } = start(['search', '--root', '.', '--queries', '-']);
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdin.end(many);
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(lines(out).length).toBeLessThan(20_000);
  });

  it('stops with 130 when it is interrupted while it waits for input', async () => {
    const { child, ended } = start(['enrich', '--root', '.']);
    // More than a pipe holds: once all is written, the command reads.
    await new Promise((written) => child.stdin.write(' '.repeat(4 * 1024 * 1024), written));
    // Its input stays open: it would wait for ever.
    child.kill('SIGINT');
    await expect(ended).resolves.toMatchObject({ code: 130, out: '' });
  });
});
