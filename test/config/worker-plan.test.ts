import fc from 'fast-check';
import { defaultSettings, overrideSettings, workerPlan } from '../../src/config';

const withWorkers = (pool: number, bulk: number) =>
  overrideSettings(defaultSettings(), { ast_analysis: { worker_pool_size: pool, parallel_workers: bulk } });

test('enough cores: what the settings say, without notes', () => {
  expect(workerPlan(defaultSettings(), 8)).toEqual({ threads: 8, bulkThreads: 6, notes: [] });
  expect(workerPlan(defaultSettings(), 64)).toEqual({ threads: 8, bulkThreads: 6, notes: [] });
});

test('fewer cores: capped, and it says so', () => {
  expect(workerPlan(defaultSettings(), 2)).toEqual({
    threads: 2,
    bulkThreads: 2,
    notes: [
      'ast_analysis.worker_pool_size is 8; 2 used, because there are 2 cores.',
      'ast_analysis.parallel_workers is 6; 2 used, because there are 2 cores.',
    ],
  });
  expect(workerPlan(withWorkers(2, 1), 1).notes).toEqual([
    'ast_analysis.worker_pool_size is 2; 1 used, because there is 1 core.',
  ]);
});

test('bulk work cannot take more threads than there are', () => {
  expect(workerPlan(withWorkers(2, 6), 8)).toEqual({
    threads: 2,
    bulkThreads: 2,
    notes: ['ast_analysis.parallel_workers is 6; 2 used, because worker_pool_size is 2.'],
  });
});

test('for any settings and machine: at least one, within all bounds, a note exactly when capped', () => {
  const count = fc.integer({ min: 1, max: 256 });
  fc.assert(fc.property(count, count, fc.integer({ min: -1, max: 300 }), (pool, bulk, cores) => {
    const plan = workerPlan(withWorkers(pool, bulk), cores);
    expect(plan.threads).toBe(Math.min(pool, Math.max(1, cores)));
    expect(plan.bulkThreads).toBe(Math.min(bulk, plan.threads));
    expect(plan.notes).toHaveLength(Number(plan.threads < pool) + Number(plan.bulkThreads < bulk));
  }));
});
