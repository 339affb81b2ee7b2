import { indexesOf, createStore } from '../../src/metrics';
import { indexGaugesOf, stateOf, type Told } from '../../src/operations/workspace-gauges';
import { createManualClock } from '../cache/manual-clock';

const clock = createManualClock();
clock.advance(3_600_000);
const now = clock.monotonic();
const told = (name: string, fields: Partial<Told> = {}): Told => ({ name, indexed: true, usedAt: now - 1_000, checkedAt: now - 5_000, corpus: { counts: () => ({ files: 3, chunks: 7 }) as ReturnType<Told['corpus']['counts']>, sizes: () => ({ words: 40, vectors: 60 }) as unknown as ReturnType<Told['corpus']['sizes']> }, ...fields });

test('what is not indexed yet is left out, and what is out of use has no lag', () => {
  const all = [told('a'), told('b', { usedAt: now - 3_000_000, checkedAt: now - 3_100_000 }), told('c', { indexed: false })];
  expect(stateOf(all, clock)).toEqual({ workspaces: 2, files: 6, chunks: 14, index_lag_ms: 4_000 });
  expect(indexGaugesOf(all, clock)).toEqual({
    'index files a': 3, 'index chunks a': 7, 'index bytes a': 100, 'index checked_at a': clock.now() - 5_000, 'index lag_ms a': 4_000,
    'index files b': 3, 'index chunks b': 7, 'index bytes b': 100, 'index checked_at b': clock.now() - 3_100_000,
  });
  expect(stateOf([], clock)).toEqual({ workspaces: 0, files: 0, chunks: 0 });
});

test('names are labels without a path, bounded in number; of one name the last used counts', () => {
  const many = Array.from({ length: 30 }, (_, index) => told(`/home/me/w${index}`, { usedAt: now - index }));
  const gauges = indexGaugesOf([told('w0', { usedAt: now - 9, checkedAt: 1 }), ...many], clock);
  expect(Object.keys(gauges).filter((name) => name.startsWith('index files '))).toHaveLength(19);
  expect(JSON.stringify(gauges)).not.toContain('home');
  expect(gauges['index checked_at w0']).toBe(clock.now() - 5_000);
});

test('the record tells them again by workspace, whatever its name', () => {
  const store = createStore({ clock, retentionMs: () => 1e9 });
  store.sample(indexGaugesOf([told('my shop'), told('index files x', { checkedAt: now - 9_000 })], clock));
  expect(indexesOf(store.cells(0, Infinity))).toEqual([
    { workspace: 'index files x', files: 3, chunks: 7, bytes: 100, checkedAt: clock.now() - 9_000, lagMs: 8_000 },
    { workspace: 'my shop', files: 3, chunks: 7, bytes: 100, checkedAt: clock.now() - 5_000, lagMs: 4_000 },
  ]);
});
