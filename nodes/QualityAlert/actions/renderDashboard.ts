import type { RenderDashboardRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readFlag, readNumber, readText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

/** The dashboard as a page, as a report, or as what both show. */
export const renderDashboard: Operation = {
  needsNoCode: true,
  async run(run) {
    const answer = await run.engine.renderDashboard(readRequest(run), run.options);
    if (answer.format === 'state') return [{ json: toJson(answer.state) }];
    const { format: _format, ...rendered } = answer;
    return [{ json: rendered }];
  },
};

function readRequest(run: ItemRun): RenderDashboardRequest {
  // Of another format than these, the engine says what there is.
  const format = readText(run, 'format') as RenderDashboardRequest['format'];
  if (format === 'page') {
    const seconds = readNumber(run, 'updateInterval', 'Update Interval (Seconds)');
    return { format, dataUrl: readText(run, 'dataUrl'), token: readText(run, 'token'), changes: readFlag(run, 'changes', false), ...(seconds !== undefined && { intervalMs: Math.round(seconds * 1_000) }) };
  }
  const minutes = readNumber(run, 'windowMinutes', 'Window (Minutes)');
  return { format, ...(minutes !== undefined && { windowMs: Math.round(minutes * 60_000) }) };
}
