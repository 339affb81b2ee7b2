/**
 * The files of a metrics log. A process appends to `run-HOUR-PROCESSmPART.log`, a part being a sixth of
 * the hour; when a part is over, those of all processes go into `hour-HOUR-GENERATION.log`, and when a day
 * is over, its hours go into one `day-DAY-GENERATION.log` of wider spans. The first line of a summary
 * names the run files that went into it (its leaves), so that a crash between writing it and removing
 * them counts nothing twice. What is put together anew has another name, so that readers notice.
 *
 * A summary has sections: `d`, all there is of runs; `g`, states and series of workflows; `o`, runs by
 * workspace alone, which is what forecasts follow; `t`, runs added up by hour, for who looks back days.
 */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const PART_MS = HOUR_MS / 6;

export type Segment =
  | { readonly kind: 'run'; readonly name: string; readonly hour: number; readonly part?: number }
  | { readonly kind: 'hour'; readonly name: string; readonly hour: number; readonly generation: number }
  | { readonly kind: 'day'; readonly name: string; readonly day: number; readonly generation: number };

export type Summary = Exclude<Segment, { kind: 'run' }>;

export interface Header {
  readonly version: 1;
  /** Run files with their bytes. */
  readonly leaves: readonly (readonly [name: string, bytes: number])[];
  /** Widest span of section `d` in it, ms. */
  readonly width: number;
  /** Widest span of sections `g` and `o`. */
  readonly outline?: number;
  /** Whether there is a section `t`: where `d` is that wide already, it would say the same. */
  readonly totals?: boolean;
}

const FORM = /^(?:run-(\d{1,9})-[a-z0-9]{1,40}?(?:m([0-5]))?|hour-(\d{1,9})(?:-(\d{1,9}))?|day-(\d{1,9})(?:-(\d{1,9}))?)\.log$/;

export function parseSegment(name: string): Segment | undefined {
  const [, runHour, part, hour, hourGeneration = 0, day, dayGeneration = 0] = FORM.exec(name) ?? [];
  if (runHour !== undefined) return { kind: 'run', name, hour: Number(runHour), ...(part !== undefined && { part: Number(part) }) };
  if (hour !== undefined) return { kind: 'hour', name, hour: Number(hour), generation: Number(hourGeneration) };
  if (day !== undefined) return { kind: 'day', name, day: Number(day), generation: Number(dayGeneration) };
  return undefined;
}

/** The name of a process has no `m` before its last digit, or its files would end earlier than they do. */
export const runName = (at: number, process: string): string => `run-${Math.floor(at / HOUR_MS)}-${process}m${Math.floor((at % HOUR_MS) / PART_MS)}.log`;
export const hourName = (hour: number, generation: number): string => `hour-${hour}-${generation}.log`;
export const dayName = (day: number, generation: number): string => `day-${day}-${generation}.log`;

/** When all in it is over, ms since 1970. */
export function endOf(segment: Segment): number {
  if (segment.kind === 'day') return (segment.day + 1) * DAY_MS;
  const isPart = segment.kind === 'run' && segment.part !== undefined;
  return segment.hour * HOUR_MS + (isPart ? (segment.part + 1) * PART_MS : HOUR_MS);
}

export function isHeader(line: unknown): line is Header {
  const header = line as Partial<Header> | null;
  return header?.version === 1 && Array.isArray(header.leaves) && typeof header.width === 'number';
}
