/** What a busy instance does: questions of nodes, tools and the command line about several workspaces. */
import type { RunRecord } from '../../src/kernel';

const ANSWER = ['sync', 'query', 'select', 'embed', 'retrieve', 'rank', 'feedback', 'read', 'tokenizer', 'pack'];

const KINDS: readonly (readonly [operation: string, caller: string, workflow: string | undefined, stages: readonly string[]])[] = [
  ['getContext', 'hybridContext', 'triage', ANSWER],
  ['getContext', 'hybridContextTool', 'chat', ANSWER],
  ['enrichAction', 'hybridContext', 'review', ANSWER],
  ['search', 'ragRetrieve', 'chat', ANSWER.slice(0, 7)],
  ['findReferences', 'astAnalyze', 'review', ['sync', 'access', 'find']],
  ['impactOfChange', 'astAnalyze', 'review', ['sync', 'access', 'states', 'compare', 'callers', 'affected']],
  ['structuralContext', 'astAnalyzeTool', 'chat', ['sync', 'access', 'locals', 'related']],
  ['syncIndex', 'ragRetrieve', 'push', []],
  ['getContext', 'cli', undefined, ANSWER],
];
const MODES = ['ast', 'rag', 'ast_first'];
const WORKSPACES = ['shop', 'site', 'api'];

/** `random` answers numbers of 0..1. */
export function createRuns(random: () => number): (at: number) => RunRecord {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * random() * list.length)]!;
  return (at): RunRecord => {
    const [operation, caller, workflow, stages] = pick(KINDS);
    const hasMode = stages.includes('select');
    const latencyMs = 20 * Math.exp(2 * random() + random() * random());
    return {
      at,
      operation,
      caller,
      workspace: pick(WORKSPACES),
      ...(workflow !== undefined && { workflow }),
      ...(hasMode && { mode: pick(MODES), quality: random() }),
      latencyMs,
      stages: Object.fromEntries(stages.map((stage, index) => [stage, Math.round(latencyMs * (index + 1) * random()) / 50])),
      results: 8,
      caches: { ...(hasMode && { decision: [1, 0], live: [6, random() < 0.05 ? 1 : 0] }) },
      rssBytes: Math.round(3e8 + 1e7 * random()),
      ...(random() < 0.01 && { error: 'ANALYSIS_TIMEOUT' }),
    };
  };
}
