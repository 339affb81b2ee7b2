/** Recommendations in the node Quality Alert. */
import type { INodeParameters } from 'n8n-workflow';
import { runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

useWorkspace();
const ask = async (operation: string, parameters: INodeParameters = {}) =>
  (await runNode(new NODES.QualityAlert(), { resource: 'recommendation', operation, ...parameters })).map(({ json }) => json);

test('before there is something to compare, it says so', async () => {
  expect(await ask('recommendations', { windowMinutes: 30 })).toMatchObject([{ state: 'insufficient_data', recommendations: [], changes: [] }]);
  expect(await ask('recommendations', { output: 'items', options: { workspace: 'shop' } })).toEqual([]);
});

test('applying needs a recommendation, and a settings file', async () => {
  await expect(ask('applyRecommendation', { recommendation: '' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
  await expect(ask('applyRecommendation', { recommendation: 'cache_ast:ast_analysis.cache_size=4000' })).rejects.toMatchObject({ type: 'RECOMMENDATION_REFUSED' });
  await expect(ask('applyRecommendation', { doWhat: 'undo', change: 'last' })).rejects.toMatchObject({ type: 'RECOMMENDATION_REFUSED' });
});
