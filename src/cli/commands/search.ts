import { toEngineError, type SearchAnswer, type SearchRequest, type SyncRequest } from '../../index';
import {
  FILTER_OPTIONS,
  JSON_OPTION,
  lendTo,
  readFilter,
  readFusion,
  readMode,
  readNumber,
  readText,
  readWorkspace,
  RETRIEVAL_OPTIONS,
  UsageError,
  WORKSPACE_OPTIONS,
  type Command,
  type Context,
} from '../command';
import { readInput } from '../input';
import { peakMemory } from '../peak-memory';
import { parseQueries } from '../queries';

/**
 * The machine contract that outside harnesses use; keep it stable. stdout: one JSON line per query, in
 * order, nothing else. stderr: one JSON line about the index before the first query.
 */
export const search: Command = {
  name: 'search',
  usage: 'search --root DIR --queries FILE.jsonl [options]',
  summary: 'answer many queries, one JSON line each: for programs and benchmarks',
  options: {
    ...WORKSPACE_OPTIONS,
    ...RETRIEVAL_OPTIONS,
    ...FILTER_OPTIONS,
    queries: { type: 'string', value: 'FILE', help: 'lines of {"id", "query"}; - reads stdin' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, streams } = context;
    const file = readText(values, 'queries');
    if (!file) throw new UsageError('--queries FILE is missing');
    const mode = readMode(values);
    const limit = readNumber(values, 'limit');
    const queries = parseQueries(file, await readInput(file, streams.stdin));
    const workspace = readWorkspace(context);
    const filter = { ...readFilter(values), ...readFusion(values) };
    await index(context, workspace);
    let failed = false;
    for (const query of queries) {
      const line = await answer(context, { ...workspace, ...filter, query: query.query, mode, limit }, query.id);
      failed ||= 'error' in line;
      streams.stdout.write(`${JSON.stringify(line)}\n`);
    }
    return failed ? 1 : 0;
  },
};

async function index(context: Context, workspace: SyncRequest): Promise<void> {
  const started = performance.now();
  const { files, chunks } = await context.engine.syncIndex(workspace, lendTo(context));
  const report = {
    indexMs: Math.round(performance.now() - started),
    files,
    chunks,
    rssPeakMb: Math.round(peakMemory() / 2 ** 20),
  };
  context.streams.stderr.write(`${JSON.stringify(report)}\n`);
}

async function answer(context: Context, request: SearchRequest, id: unknown) {
  const started = performance.now();
  try {
    return { id, ...describe(await context.engine.search({ ...request, refresh: 'none' }, lendTo(context))) };
  } catch (thrown) {
    const { code, message, fix } = toEngineError(thrown);
    // One bad query must not lose the others; the end of everything must.
    if (code === 'CANCELLED' || code === 'ENGINE_CLOSED') throw thrown;
    const latencyMs = performance.now() - started;
    const error = { code, message, fix };
    return { id, mode: request.mode ?? 'automatic', quality: 0, latencyMs, results: [], error };
  }
}

function describe({ mode, quality, latencyMs, results }: SearchAnswer) {
  return {
    mode: mode.mode,
    quality: quality.score,
    latencyMs,
    results: results.map(({ path, startLine, endLine, symbol, kind, score, source }) => ({
      path,
      startLine,
      endLine,
      symbol,
      kind,
      score,
      source,
    })),
  };
}
