/** What would be optimised for gigabytes, or to the death of the process, is not optimised. */
import { buildHotGrammars, grammarsWithSamples } from './hot-grammars';

const run = buildHotGrammars();

test('every grammar stays small when it is hot, and V8 compiles as before afterwards', () => {
  const grammars = grammarsWithSamples();
  expect(grammars.length).toBeGreaterThan(10);
  const { mostMB, ...outcome } = run(process.execPath, grammars);
  expect(outcome).toEqual({ status: 0, signal: null, stderr: '', sameFlags: true });
  expect(mostMB).toBeLessThan(300);
});
