/** The Node that n8n runs on ends the whole process when it optimises some grammars: it must not get to. */
import { buildHotGrammars, grammarsWithSamples } from '../parse/hot-grammars';
import { readState } from './support/n8n';

const run = buildHotGrammars();
const { node } = readState().host;

test('every grammar stays small when it is hot', () => {
  const { mostMB, ...outcome } = run(node, grammarsWithSamples());
  expect(outcome).toEqual({ status: 0, signal: null, stderr: '', sameFlags: true });
  expect(mostMB).toBeLessThan(300);
});

test('the control: as web-tree-sitter compiles them by itself, one of them takes more', () => {
  const [ruby] = grammarsWithSamples(['ruby']);
  const { status, mostMB } = run(node, [`plain:${ruby!}`]);
  expect({ status, isMore: mostMB > 300 }).toEqual({ status: 0, isMore: true });
});
