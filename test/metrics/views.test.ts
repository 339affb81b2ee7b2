/** Looks at a log of days: as deep and as fine as they need to be, and all of them agree. */
import { sumCells, summarize, type Detail, type MetricsStore } from '../../src/metrics';
import { DAY, HOUR, memoryFolder, MINUTE, setup } from './support';

type History = ReturnType<typeof setup> & { readonly folder: ReturnType<typeof memoryFolder> };

/** Runs of some days, put together now and then as the engine does it. */
async function history(days: number): Promise<History> {
  const folder = memoryFolder();
  const parts = setup({ folder, retentionMs: 30 * DAY });
  const { clock, metrics, record } = parts;
  for (let hour = 0; hour < days * 24; hour += 1) {
    for (let run = 0; run < 6; run += 1) {
      record({ operation: `op${run % 3}`, workspace: run % 2 ? 'shop' : 'site', latencyMs: 10 + run + hour, quality: run / 12, mode: 'ast', stages: { rank: 1 }, caches: { live: [3, 1] } });
      if (run === 2) record({ operation: 'search', error: 'QUERY_EMPTY' });
      if (run === 3) record({ operation: 'listAlerts', latencyMs: 9_999 });
      metrics.sample({ cpu_share: 0.2 });
      metrics.value('orders', run, clock.now());
      clock.advance(10 * MINUTE);
    }
    await metrics.flush();
    if (hour % 6 === 5) await metrics.compact();
  }
  return { ...parts, folder };
}

/** Of one that tests only read. */
const DAYS = 4;
let past: History;
beforeAll(async () => {
  past = await history(DAYS);
});

const sums = (store: MetricsStore, from: number, detail: Detail, workspace?: string) => {
  const { runs, errors, latency, quality, cache } = summarize(sumCells(store.cells(from, Infinity, detail), { workspace }), 0);
  return { runs, errors, latency, quality: quality.mean?.toFixed(6), cache };
};

test('the last hour reads the last files alone, and all of them when more is asked for', async () => {
  const { folder, clock, open } = past;
  const reader = open('reader');
  folder.reads.length = 0;
  await reader.refresh(clock.now() - HOUR);
  expect(new Set(folder.reads).size).toBeLessThanOrEqual(4);
  expect(sums(reader, clock.now() - HOUR, 'minutes').runs).toBe(7);
  folder.reads.length = 0;
  await reader.refresh(clock.now() - HOUR);
  expect(folder.reads.filter((name) => !name.startsWith('run-'))).toEqual([]);
  await reader.refresh(clock.now() - 30 * DAY);
  expect(sums(reader, 0, 'minutes').runs).toBe(DAYS * 24 * 7);
});

test('minutes, signals and hours add up to the same', async () => {
  const { clock, open } = past;
  const reader = open('reader');
  for (const detail of ['minutes', 'signals', 'hours'] as const) await reader.refresh(0, detail);
  for (const workspace of [undefined, 'shop', 'site']) {
    const whole = sums(reader, 0, 'minutes', workspace);
    expect(whole.runs).toBeGreaterThan(200);
    expect(sums(reader, 0, 'signals', workspace)).toEqual(whole);
    expect(sums(reader, 0, 'hours', workspace)).toEqual(whole);
  }
  const widths = (detail: Detail): Set<number> => new Set(reader.cells(0, Infinity, detail).map(({ width }) => width));
  expect(widths('hours')).toEqual(new Set([HOUR]));
  expect(widths('signals')).toEqual(new Set([MINUTE, 10 * MINUTE, HOUR]));
  // Series of workflows and states of processes are part of each.
  const day = clock.now() - DAY;
  for (const detail of ['minutes', 'signals', 'hours'] as const) {
    const cells = reader.cells(day, Infinity, detail);
    expect(cells.reduce((total, { values }) => total + (values.get('orders')?.count ?? 0), 0)).toBeGreaterThanOrEqual(24 * 6);
    expect(sumCells(cells).gauges.values.cpu_share![3]).toBe(0.2);
  }
});

test('what watches is counted, and is no part of the signals unless it is asked for', async () => {
  const { open, clock } = past;
  const reader = open('reader');
  await reader.refresh(clock.now() - HOUR);
  const cells = reader.cells(clock.now() - HOUR, Infinity);
  expect(summarize(sumCells(cells), HOUR)).toMatchObject({ runs: 7, operations: { listAlerts: 1, search: 1 }, errors: { count: 1 } });
  expect(summarize(sumCells(cells), HOUR).latency.max).toBeLessThan(1_000);
  expect(summarize(sumCells(cells, { operation: 'listAlerts' }), HOUR)).toMatchObject({ runs: 1, latency: { max: 9_999 } });
});

test('what nobody asks for any more is let go, and read again when somebody does', async () => {
  const { clock, folder, metrics, open, record } = await history(2);
  const reader = open('reader');
  const cells = (): number => reader.cells(0, Infinity).length;
  await reader.refresh(0);
  const all = cells();
  for (let hour = 0; hour < 4; hour += 1) {
    record();
    await metrics.flush();
    clock.advance(HOUR);
    await metrics.compact();
    for (let look = 0; look < 3; look += 1) await reader.refresh(clock.now() - HOUR);
  }
  expect(cells()).toBeLessThan(all / 3);
  await reader.refresh(0);
  expect(sumCells(reader.cells(0, Infinity)).tally.runs).toBe(2 * 24 * 7 + 4);
  // A look of another kind, a quarter of an hour after the last of this one.
  clock.advance(16 * MINUTE);
  await reader.refresh(clock.now() - HOUR, 'signals');
  expect(cells()).toBe(0);
  expect(folder.files.size).toBeGreaterThan(0);
});

test('half a line of a write that failed costs nothing but itself', async () => {
  const folder = memoryFolder();
  const { metrics, open, record, clock } = setup({ folder });
  const { append } = folder;
  folder.append = async (name, text) => {
    await append(name, text.slice(0, text.length / 2));
    throw new Error('disk full');
  };
  record();
  await metrics.flush();
  folder.append = append;
  record();
  await metrics.refresh();
  expect(sumCells(metrics.cells(0, Infinity)).tally.runs).toBe(2);
  const later = open('later');
  await later.refresh();
  expect([sumCells(later.cells(0, clock.now() + 1)).tally.runs, later.damaged()]).toEqual([2, 1]);
});
