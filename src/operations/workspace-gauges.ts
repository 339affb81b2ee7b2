/** What the record says of the workspaces in memory. */
import type { Clock } from '../kernel';
import { nameIndexGauge, type GaugeSample } from '../metrics';
import { labelsOf } from './labels';
import type { Workspace } from './workspace';

/** A workspace that nobody asked about for so long is out of use: nobody minds how old it is. */
const IN_USE_MS = 10 * 60_000;
/** Those used last are told of one by one. */
const TOLD_MAX = 20;

export type Told = Pick<Workspace, 'name' | 'indexed' | 'usedAt' | 'checkedAt'> & { readonly corpus: Pick<Workspace['corpus'], 'counts' | 'sizes'> };

const whole = (workspaces: Iterable<Told>): Told[] => [...workspaces].filter(({ indexed }) => indexed);
const lagOf = ({ usedAt, checkedAt }: Told, now: number): number | undefined => (now - usedAt < IN_USE_MS ? Math.max(0, usedAt - checkedAt) : undefined);

/** Of all together: how much there is, and how long ago the files of one in use were looked at, the longest. */
export function stateOf(workspaces: Iterable<Told>, clock: Pick<Clock, 'monotonic'>): GaugeSample {
  const all = whole(workspaces);
  const counts = all.map(({ corpus }) => corpus.counts());
  const lags = all.flatMap((each) => lagOf(each, clock.monotonic()) ?? []);
  return {
    workspaces: all.length,
    files: counts.reduce((total, { files }) => total + files, 0),
    chunks: counts.reduce((total, { chunks }) => total + chunks, 0),
    ...(lags.length > 0 && { index_lag_ms: Math.max(...lags) }),
  };
}

/** Of each; of several with one name, the one used last. */
export function indexGaugesOf(workspaces: Iterable<Told>, clock: Clock): GaugeSample {
  const now = clock.monotonic();
  const gauges: Record<string, number> = {};
  for (const each of whole(workspaces).sort((a, b) => b.usedAt - a.usedAt).slice(0, TOLD_MAX)) {
    // Runs have the same label, without the path.
    const name = labelsOf({ workspace: each.name }).workspace;
    if (name === undefined || gauges[nameIndexGauge('files', name)] !== undefined) continue;
    const { files, chunks } = each.corpus.counts();
    const lagMs = lagOf(each, now);
    gauges[nameIndexGauge('files', name)] = files;
    gauges[nameIndexGauge('chunks', name)] = chunks;
    gauges[nameIndexGauge('bytes', name)] = Object.values(each.corpus.sizes()).reduce((total, part) => total + part, 0);
    gauges[nameIndexGauge('checked_at', name)] = Math.round(clock.now() - (now - each.checkedAt));
    if (lagMs !== undefined) gauges[nameIndexGauge('lag_ms', name)] = Math.round(lagMs);
  }
  return gauges;
}
