/** The state of a process at moments: what no run can tell. Over time and processes the worst counts. */

export const GAUGES = [
  'rss_bytes',
  'process_rss_bytes',
  'heap_bytes',
  'cpu_share',
  'event_loop_delay_ms',
  'main_loop_delay_ms',
  'queue_depth',
  'workspaces',
  'files',
  'chunks',
  'index_lag_ms',
] as const;
export type GaugeName = (typeof GAUGES)[number];

/** What is told of the index of each workspace. */
export const INDEX_GAUGES = ['files', 'chunks', 'bytes', 'checked_at', 'lag_ms'] as const;
export type IndexGauge = `index ${(typeof INDEX_GAUGES)[number]} ${string}`;

/** The name of a workspace is the last part, since it may hold anything. */
export const nameIndexGauge = (gauge: (typeof INDEX_GAUGES)[number], workspace: string): IndexGauge => `index ${gauge} ${workspace}`;

export function parseIndexGauge(name: string): readonly [gauge: string, workspace: string] | undefined {
  const [, gauge, workspace] = /^index (\w+) (.*)$/s.exec(name) ?? [];
  return gauge === undefined || workspace === undefined ? undefined : [gauge, workspace];
}

/** Whatever is not known is left out. */
export type GaugeSample = Partial<Record<GaugeName | IndexGauge, number>>;

export interface GaugeTally {
  /** When the last sample was taken, ms since 1970. */
  lastAt: number;
  /** Name to sum, count, greatest and last value. */
  values: Record<string, [sum: number, count: number, max: number, last: number]>;
}

export const createGaugeTally = (): GaugeTally => ({ lastAt: 0, values: Object.create(null) as GaugeTally['values'] });

export function addSample(tally: GaugeTally, at: number, sample: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(sample)) {
    if (value !== undefined && Number.isFinite(value)) addGauge(tally, at, name, [value, 1, value, value]);
  }
  tally.lastAt = Math.max(tally.lastAt, at);
}

export function addGauges(target: GaugeTally, source: GaugeTally): void {
  for (const [name, values] of Object.entries(source.values)) addGauge(target, source.lastAt, name, values);
  target.lastAt = Math.max(target.lastAt, source.lastAt);
}

function addGauge({ values, lastAt }: GaugeTally, at: number, name: string, added: GaugeTally['values'][string]): void {
  const known = values[name];
  if (!known) values[name] = [...added];
  else {
    known[0] += added[0];
    known[1] += added[1];
    known[2] = Math.max(known[2], added[2]);
    if (at >= lastAt) known[3] = added[3];
  }
}
