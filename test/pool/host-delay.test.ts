/** The delay of one thread as another reads it. */
import { readHostDelay, watchHostDelay } from '../../src/pool/host-delay';

test('a loop that is held up is told through shared memory', async () => {
  const watch = watchHostDelay(100);
  try {
    expect(readHostDelay(watch.memory)).toBeUndefined();
    // Every window has turns of the loop that take so long.
    let most = 0;
    while (most < 40) {
      const until = performance.now() + 60;
      while (performance.now() < until);
      await new Promise((resolve) => setTimeout(resolve, 1));
      most = Math.max(most, readHostDelay(watch.memory) ?? 0);
    }
    expect(most).toBeGreaterThanOrEqual(40);
  } finally {
    watch.stop();
  }
});

test('an engine on the main thread has none', () => {
  expect(readHostDelay(undefined)).toBeUndefined();
});
