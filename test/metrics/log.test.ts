/** Metrics of several processes on one disk: whatever happens, each run counts once. */
import fc from 'fast-check';
import { unpackFrame } from '../../src/metrics/frames';
import { decodeLines, encodeLine } from '../../src/metrics/lines';
import { runName } from '../../src/metrics/segments';
import { sumCells } from '../../src/metrics';
import { DAY, HOUR, jsonContent, memoryFolder, MINUTE, runAt, setup } from './support';

const MONTH = 30 * DAY;

test('other processes, and later ones, see what was written', async () => {
  const folder = memoryFolder();
  const { clock, metrics, open, record, summary } = setup({ folder });
  const other = open('b');
  record({ latencyMs: 5, stages: { rank: 2 }, quality: 0.5, mode: 'ast', results: 3, caches: { ast: [1, 2] }, workspace: 'w', workflow: 'f' });
  record({ error: 'QUERY_EMPTY' }, other);
  metrics.sample({ cpu_share: 0.5 });
  metrics.value('orders', 3, clock.now());
  await Promise.all([metrics.flush(), other.flush()]);
  await Promise.all([metrics.refresh(), other.refresh()]);
  const whole = summary();
  expect(whole).toMatchObject({ runs: 2, errors: { count: 1 } });
  expect(summary(HOUR, other)).toEqual(whole);
  const later = open('c');
  await later.refresh();
  expect(summary(HOUR, later)).toEqual(whole);
  expect(later.cells(0, Infinity)[0]!.values.get('orders')).toEqual({ sum: 3, count: 1, last: 3, lastAt: clock.now() });
});

test('a full disk loses nothing while the process lives', async () => {
  const folder = memoryFolder();
  const { metrics, open, record, summary } = setup({ folder });
  record();
  folder.failing = true;
  await metrics.flush();
  expect(metrics.problem()).toMatchObject({ code: 'INTERNAL' });
  record();
  folder.failing = false;
  await metrics.flush();
  expect(metrics.problem()).toBeUndefined();
  const later = open('c');
  await later.refresh();
  expect(summary(HOUR, later).runs).toBe(2);
});

test('torn and damaged lines are left out and told', async () => {
  const folder = memoryFolder();
  const { clock, open, metrics, record, summary } = setup({ folder });
  for (let i = 0; i < 3; i += 1) {
    record();
    await metrics.flush();
  }
  const name = runName(clock.now(), 'a');
  const bytes = folder.files.get(name)!;
  bytes[bytes.indexOf(0x0a) + 30]! ^= 1;
  folder.files.set(name, Buffer.concat([bytes, Buffer.from(`${encodeLine({ strange: true })}deadbeef {"t":`)]));
  const later = open('c');
  await later.refresh();
  expect([summary(HOUR, later).runs, later.damaged()]).toEqual([2, 2]);
  folder.files.set('notes.txt', Buffer.from('x'));
  await later.refresh();
  expect(summary(HOUR, later).runs).toBe(2);
});

test('lines: what was encoded comes back, up to the last whole one', () => {
  const contents = fc.array(jsonContent, { maxLength: 10 });
  fc.assert(
    fc.property(contents, fc.nat(), (values, cut) => {
      const text = Buffer.from(values.map(encodeLine).join(''));
      const part = text.subarray(0, cut % (text.length + 1));
      const { lines, length, damaged } = decodeLines(part);
      expect(damaged).toBe(0);
      expect(lines).toEqual(JSON.parse(JSON.stringify(values.slice(0, lines.length))));
      expect(decodeLines(text.subarray(length)).lines.length).toBe(values.length - lines.length);
    }),
  );
});

test.each([[null], [5], [{}], [{ t: 1, w: 0 }], [{ t: 1.5, w: 1, n: 1 }], [{ t: 1, w: 1, l: ['a'], n: 1 }], [{ t: 1, w: 1, l: ['', '', '', '', ''] }]])('%j is no frame', (line) => {
  expect(unpackFrame(line)).toBeUndefined();
});

test('hours and days become one file each; a crash in between counts nothing twice', async () => {
  const folder = memoryFolder();
  const { clock, metrics, open, record, summary } = setup({ folder, retentionMs: MONTH });
  const hourly = async (store = metrics): Promise<void> => {
    record({ latencyMs: 7 }, store);
    await store.flush();
    clock.advance(HOUR);
  };
  for (let hour = 0; hour < 30; hour += 1) await hourly(hour % 3 === 0 ? open(`p${hour}`) : metrics);
  const raw = new Map(folder.files);
  expect(raw.size).toBe(30);
  clock.advance(3 * MINUTE);
  await metrics.compact();
  expect([...folder.files.keys()].every((name) => name.startsWith('hour-'))).toBe(true);
  clock.advance(2 * DAY);
  await metrics.compact();
  expect([...folder.files.keys()].filter((name) => name.startsWith('day-'))).toHaveLength(2);
  // As after a crash: what was put together is still there.
  for (const [name, bytes] of raw) folder.files.set(name, bytes);
  const later = open('later');
  await later.refresh();
  expect(summary(MONTH, later).runs).toBe(30);
  await metrics.compact();
  expect([...folder.files.keys()].filter((name) => name.startsWith('run-'))).toEqual([]);
  const last = open('last');
  await last.refresh();
  expect(summary(MONTH, last).runs).toBe(30);
  clock.advance(2 * MONTH);
  await metrics.compact();
  expect(folder.files.size).toBe(0);
});

test('a summary of which a part counts already has all counted anew', async () => {
  const folder = memoryFolder();
  const { clock, metrics, open, record, summary } = setup({ folder });
  const [other, third] = [open('b'), open('c')];
  record();
  record({}, other);
  await metrics.flush();
  await other.flush();
  clock.advance(2 * HOUR);
  await third.compact();
  expect([...folder.files.keys()]).toHaveLength(1);
  record();
  await metrics.refresh();
  expect(summary(DAY).runs).toBe(3);
  await metrics.flush();
  await metrics.refresh();
  expect(summary(DAY).runs).toBe(3);
  await third.refresh();
  expect(summary(DAY, third).runs).toBe(3);
});

test('old days are told in hours', async () => {
  const folder = memoryFolder();
  const { clock, metrics, open, record, summary } = setup({ folder, retentionMs: MONTH });
  for (let minute = 0; minute < 90; minute += 1) {
    record({ latencyMs: minute });
    metrics.sample({ cpu_share: 0.1 });
    clock.advance(MINUTE);
  }
  await metrics.flush();
  const sizes: number[] = [];
  for (const days of [0.1, 2.5, 3]) {
    clock.advance(days * DAY);
    await metrics.compact();
    sizes.push([...folder.files.values()].reduce((total, bytes) => total + bytes.length, 0));
  }
  expect(sizes[1]).toBeLessThan(sizes[0]!);
  expect(sizes[2]).toBeLessThan(sizes[1]!);
  const later = open('later');
  await later.refresh();
  expect(later.cells(0, Infinity).map(({ width }) => width)).toEqual([HOUR, HOUR]);
  expect(summary(MONTH, later)).toMatchObject({ runs: 90, latency: { max: 89 } });
});

test('who may not compact does not', async () => {
  const folder = memoryFolder();
  const { clock, metrics, record } = setup({ folder });
  record();
  await metrics.flush();
  clock.advance(DAY);
  const { createStore } = jest.requireActual<typeof import('../../src/metrics')>('../../src/metrics');
  const shy = createStore({ clock, retentionMs: () => DAY * 7, folder, process: 'shy', mayCompact: () => Promise.resolve(false) });
  await shy.compact();
  expect([...folder.files.keys()][0]).toMatch(/^run-/);
});

test('any order of runs, writes, reads, restarts and compactions: each run counts once', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('run' as const), who: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('flush' as const, 'refresh' as const, 'compact' as const, 'restart' as const), who: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const), who: fc.nat(2), hours: fc.nat(60), detail: fc.constantFrom('minutes' as const, 'signals' as const, 'hours' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), who: fc.nat(90), unit: fc.constantFrom(MINUTE, 20 * MINUTE, HOUR) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
      const folder = memoryFolder();
      const { clock, open } = setup({ folder, retentionMs: 3 * MONTH });
      const stores = [open('x0'), open('x1'), open('x2')];
      let total = 0;
      let name = 3;
      for (const { do: what, who, ...rest } of steps) {
        const store = stores[who % 3]!;
        if (what === 'wait') clock.advance(who * (rest as { unit: number }).unit);
        else if (what === 'run') {
          store.record(runAt(clock.now()));
          total += 1;
        } else if (what === 'look') {
          const { hours, detail } = rest as { hours: number; detail: 'minutes' };
          await store.refresh(clock.now() - hours * HOUR, detail);
        } else if (what === 'restart') {
          await store.flush();
          stores[who % 3] = open(`x${name++}`);
        } else {
          // Nobody holds runs back for longer than a second.
          if (what === 'compact') for (const each of stores) await each.flush();
          await store[what]();
        }
      }
      for (const store of stores) await store.flush();
      for (const store of stores) {
        for (const detail of ['minutes', 'signals', 'hours'] as const) {
          await store.refresh(0, detail);
          expect(sumCells(store.cells(0, Infinity, detail)).tally.runs).toBe(total);
        }
      }
    }),
    { numRuns: 200 },
  );
});
