import { join } from 'node:path';
import type { Engine } from '../../src/kernel';
import { connectEngine, engineThread, startEngineThread } from '../../src/pool';

const file = join(__dirname, 'fixtures/engine-thread.js');

describe('a real engine thread', () => {
  let engine: Engine;
  beforeEach(() => void (engine = connectEngine(() => startEngineThread(file, { threads: 1 }))));
  afterEach(() => engine.close());

  it('gets its options', async () => {
    await expect(engine.evaluate({ windowMs: 5 })).resolves.toMatchObject({
      request: { windowMs: 5 },
      workerData: { role: 'engine', options: { threads: 1 } },
    });
  });

  it.each([
    ['exit', 'exit code 3'],
    ['throw', 'stray'],
  ])('may die by %s: the call fails and the next one has a new thread', async (action, reason) => {
    await expect(engine.evaluate({ do: action } as never)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      details: { reason },
    });
    await expect(engine.evaluate({})).resolves.toBeDefined();
  });
});

describe('elsewhere', () => {
  it('there is no engine thread', () => {
    expect(engineThread()).toBeUndefined();
  });
});
