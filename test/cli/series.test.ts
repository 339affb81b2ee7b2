import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSeries } from '../../src/cli/series';
import { run } from './sample';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'hybrid-context-series-'))));
afterAll(() => rm(folder, { recursive: true }));

interface Row {
  readonly timestamp: string;
  readonly value: number | null;
  readonly quantiles: Readonly<Record<string, { readonly p05: number | null; readonly p50: number | null; readonly p95: number | null }>>;
  readonly breach: Readonly<Record<string, number | null>>;
  readonly state: string;
}

const rowsOf = <T>(out: string): T[] => out.trimEnd().split('\n').map((line) => JSON.parse(line) as T);

function makeCsv(count: number, value: (t: number) => number | string, stepMs = 60_000): string {
  const from = Date.parse('2026-01-01T00:00:00Z');
  const rows = Array.from({ length: count }, (_, t) => `${new Date(from + t * stepMs).toISOString()},${value(t)}`);
  return `timestamp,value\n${rows.join('\n')}\n`;
}

async function call(command: string, csv: string, ...options: string[]) {
  const file = join(folder, 'series.csv');
  await writeFile(file, csv);
  return run([command, '--csv', file, ...options]);
}

const wobble = (t: number): number => ((t * 7919) % 13) / 13;
const ramp = (t: number): number => 100 + Math.max(0, t - 200) / 2 + wobble(t);

describe('forecast', () => {
  it('prints one row per row, in the promised form', async () => {
    const { code, out } = await call('forecast', makeCsv(320, ramp), '--threshold', '170', '--direction', 'above', '--json');
    expect(code).toBe(0);
    const rows = rowsOf<Row>(out);
    expect(rows).toHaveLength(320);
    expect(Object.keys(rows[0]!)).toEqual(['timestamp', 'value', 'quantiles', 'breach', 'state']);
    expect(rows[0]).toMatchObject({ timestamp: '2026-01-01T00:00:00.000Z', value: ramp(0), state: 'insufficient_data', breach: { 5: null, 120: null } });
    const last = rows[319]!;
    expect(Object.keys(last.breach)).toEqual(['5', '15', '30', '60', '120']);
    expect(Object.keys(last.quantiles)).toEqual(['5', '15', '30', '60', '120']);
    expect(Object.keys(last.quantiles['5']!)).toEqual(['p05', 'p50', 'p95']);
    expect(last.breach['120']).toBeGreaterThan(0.7);
    expect(rows.findIndex(({ state }) => state === 'predicted')).toBeGreaterThan(200);
    expect(rows.findIndex(({ state }) => state === 'predicted')).toBeLessThan(330);
  });

  it('sees only the past: a longer file begins with the rows of the shorter one', async () => {
    const options = ['--threshold', '180', '--json'];
    const long = (await call('forecast', makeCsv(260, ramp), ...options)).out;
    const short = (await call('forecast', makeCsv(200, ramp), ...options)).out;
    expect(long.startsWith(short)).toBe(true);
  });

  it('takes the side below, other separators and columns, gaps and empty cells', async () => {
    const csv = makeCsv(150, (t) => (t % 10 === 3 ? '' : 100 - wobble(t))).replace(/,/g, ';').replace('timestamp;value', 'Time;"Value"');
    const { code, out } = await call('forecast', csv, '--threshold', '50', '--direction', 'below', '--json');
    expect(code).toBe(0);
    const rows = rowsOf<Row>(out);
    expect(rows[3]!.value).toBeNull();
    expect(rows.at(-1)).toMatchObject({ state: 'ok' });
    expect(rows.at(-1)!.breach['120']).toBeLessThan(0.05);
  });

  it('knows a breach when it is one', async () => {
    const rows = rowsOf<Row>((await call('forecast', makeCsv(100, (t) => (t < 80 ? 10 : 99)), '--threshold', '50', '--json')).out);
    expect(rows.slice(78, 84).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'breaching', 'breaching']);
  });

  it('counts horizons in minutes where rows are seconds apart', async () => {
    const { out } = await call('forecast', makeCsv(200, (t) => 10 + t, 10_000), '--threshold', '1e9', '--json');
    const { quantiles } = rowsOf<Row>(out).at(-1)!;
    expect(quantiles['5']!.p50! - 210).toBeGreaterThan(15);
  });

  it('knows a breach within minutes where rows are a second apart', async () => {
    const rows = rowsOf<Row>((await call('forecast', makeCsv(260, (t) => 50 + wobble(t) + (t > 200 ? 40 : 0), 1_000), '--threshold', '80', '--json')).out);
    expect(rows[199]!.breach['5']).toBeLessThan(0.3);
    expect(rows[259]!.breach['5']).toBeGreaterThan(0.9);
  });

  it('begins anew, from the rows so far, when rows come at another pace', async () => {
    const from = Date.parse('2026-01-01T00:00:00Z');
    const csv = Array.from({ length: 300 }, (_, t) => `${new Date(from + (t < 30 ? t : 30 + (t - 30) * 60) * 1_000).toISOString()},${ramp(t)}`).join('\n');
    const even = rowsOf<Row>((await call('forecast', makeCsv(300, ramp), '--threshold', '140', '--json')).out);
    const rows = rowsOf<Row>((await call('forecast', csv, '--threshold', '140', '--json')).out);
    expect(rows.filter(({ state }) => state === 'breaching').length).toBe(even.filter(({ state }) => state === 'breaching').length);
    expect(rows.some(({ state }) => state === 'predicted')).toBe(true);
  });

  it('tells people the outlook in a line', async () => {
    const { out } = await call('forecast', makeCsv(60, wobble), '--threshold', '5');
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/insufficient_data$/);
    expect(lines[59]).toMatch(/ {2}ok {2}in 120: .* … .* breach \d+ %$/);
  });

  it.each([
    ['no option', ['forecast']],
    ['no threshold', ['forecast', '--csv', 'x']],
    ['a wrong side', ['forecast', '--csv', 'x', '--threshold', '1', '--direction', 'up']],
    ['no file', ['anomaly']],
  ])('refuses a command line with %s', async (_what, args) => {
    expect((await run(args)).code).toBe(2);
  });

  it.each([
    ['no rows', 'timestamp,value\n', /no row/],
    ['no time', 'timestamp,value\n2026-01-01,1\nsoon,2\n', /line 3 has no time/],
    ['times that go back', '2026-01-02,1\n2026-01-01,2\n', /earlier/],
  ])('names what is wrong with a file of %s', async (_what, csv, message) => {
    const { code, err } = await call('forecast', csv, '--threshold', '1');
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

describe('parseSeries', () => {
  const AT = Date.parse('2026-01-01T10:00:00Z');

  it.each([
    `${AT / 1_000}`, `${AT}`, `${AT}000`, `${AT}000000`,
    '2026-01-01T10:00:00Z', '2026-01-01 10:00', '2026-01-01 10:00:00.000', '2026-01-01 10:00:00 UTC', '2026-01-01 12:00:00 +0200', '2026-01-01 12:00:00+02:00',
  ])('reads the time %s', (text) => {
    expect(parseSeries(`${text},1`)[0]!.at).toBe(AT);
  });

  it('reads decimal commas, and lines of any ending', () => {
    expect(parseSeries('time;value\r2026-01-01;-1,5\r2026-01-02;2\r').map(({ value }) => value)).toEqual([-1.5, 2]);
  });

  it('bears a clock that is set back, and not the newest row first', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${AT + i * 60_000 - (i > 20 ? 3_600_000 : 0)},${i}`);
    expect(parseSeries(rows.join('\n')).map(({ value }) => value)).toEqual(rows.map((_, i) => i));
    expect(() => parseSeries(rows.toReversed().join('\n'))).toThrow(/38 rows are earlier .* first is row 2/);
  });
});

describe('anomaly', () => {
  it('prints a score of 0..1 for every row, high where something happens', async () => {
    const csv = makeCsv(600, (t) => (t === 500 ? 50 : wobble(t)));
    const rows = rowsOf<{ timestamp: string; score: number }>((await call('anomaly', csv, '--json')).out);
    expect(rows).toHaveLength(600);
    expect(Object.keys(rows[0]!)).toEqual(['timestamp', 'score']);
    for (const { score } of rows) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    expect(rows[500]!.score).toBeGreaterThan(0.4);
    expect(Math.max(...rows.slice(490, 500).map(({ score }) => score))).toBeLessThan(rows[500]!.score);
  });

  it('reads Unix times without a header from stdin', async () => {
    const csv = Array.from({ length: 20 }, (_, t) => `${1_700_000_000 + 60 * t},${t}`).join('\n');
    const { code, out } = await run(['anomaly', '--csv', '-'], { stdin: csv });
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('1700000000  0.000');
  });
});
