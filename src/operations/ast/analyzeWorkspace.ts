import { analyzeOverview, renderMap } from '../../analyze';
import type { AnalyzeWorkspaceRequest, CallOptions, WorkspaceAnalysis } from '../../kernel';
import { LIMITS } from '../../kernel';
import { loadTokenizer } from '../../pack';
import { checkWhole } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import { openView } from './open';

/** The workspace at a glance, with a map of it that never has more tokens than asked for. */
export function analyzeWorkspace(parts: StructureParts, request: AnalyzeWorkspaceRequest, options: CallOptions): Promise<WorkspaceAnalysis> {
  return recordRun(parts, 'analyzeWorkspace', request, async (run) => {
    const { budgetTokensMin, budgetTokensMax, mapTokensDefault } = LIMITS;
    const mapTokens = checkWhole('mapTokens', request.mapTokens, budgetTokensMin, budgetTokensMax, mapTokensDefault);
    const countTokens = await run.stage('tokenizer', loadTokenizer);
    const { workspace, view } = await openView(parts, request, options, run);
    const overview = await run.stage('overview', () => analyzeOverview(view));
    const map = await run.stage('map', () => renderMap(view, mapTokens, countTokens));
    run.note({ results: overview.files });
    return { ...overview, map, skipped: workspace.skipped, skippedCount: workspace.skippedCount };
  });
}
