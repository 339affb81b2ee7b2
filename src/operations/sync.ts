/** Brings a workspace up to date on request. */
import type { CallOptions, RequestBase, SyncReport, SyncRequest } from '../kernel';
import type { Settings } from '../config';
import { counting, recordRun, type RunParts } from './run';
import type { Workspaces } from './workspaces';

export interface SyncParts extends RunParts {
  readonly workspaces: Pick<Workspaces, 'sync'>;
  readonly settingsFor: (overrides: RequestBase['settings']) => Settings;
}

/** Of the cache of analysed files, files that are as the index has them are hits, new and changed ones misses. */
export function syncIndex(parts: SyncParts, request: SyncRequest, options: CallOptions): Promise<SyncReport> {
  return recordRun(parts, 'syncIndex', request, async (run) => {
    const report = await parts.workspaces.sync(request, counting(options, run), parts.settingsFor(request.settings));
    const { added, changed, unchanged } = report;
    run.cache('ast', true, unchanged);
    run.cache('ast', false, added + changed);
    return report;
  });
}
