import { toJson } from '../../shared/answer';
import { callWithEmbeddings } from '../../shared/call';
import { readBase, readFlag, readOptions } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** Entries of a list of files that a simplified report shows; the counts are always whole. */
const LISTED = 10;

/** Brings the index of a workspace up to date. */
export const syncIndex: Operation = {
  async run(run) {
    const options = readOptions(run);
    const request = { ...readBase(run, options), rebuild: options.rebuild === true };
    const report = await callWithEmbeddings(run, request, async (callOptions) =>
      await run.engine.syncIndex(request, callOptions),
    );
    if (!readFlag(run, 'simple', true)) return [{ json: toJson(report) }];
    const skipped = report.skipped.slice(0, LISTED);
    const problems = report.problems.slice(0, LISTED);
    const problemsCount = report.problems.length;
    return [{ json: toJson({ ...report, skipped, problems, problemsCount }) }];
  },
};
