/**
 * The files of a metrics log. A process appends to `run-HOUR-PROCESS.log`; when an hour is over, its
 * files become one `hour-HOUR.log`, and when a day is over, its hours become one `day-DAY.log` of
 * wider spans. The first line of a summary names the run files that went into it (its leaves), so that
 * a crash between writing it and removing them counts nothing twice.
 */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export type Segment =
  | { readonly kind: 'run'; readonly name: string; readonly hour: number; readonly process: string }
  | { readonly kind: 'hour'; readonly name: string; readonly hour: number }
  | { readonly kind: 'day'; readonly name: string; readonly day: number };

export interface Header {
  readonly version: 1;
  /** Run files with their bytes. */
  readonly leaves: readonly (readonly [name: string, bytes: number])[];
  /** Widest span in it, ms. */
  readonly width: number;
}

const FORM = /^(?:run-(\d{1,9})-([a-z0-9]{1,40})|hour-(\d{1,9})|day-(\d{1,9}))\.log$/;

export function parseSegment(name: string): Segment | undefined {
  const [, runHour, process, hour, day] = FORM.exec(name) ?? [];
  if (runHour !== undefined && process !== undefined) return { kind: 'run', name, hour: Number(runHour), process };
  if (hour !== undefined) return { kind: 'hour', name, hour: Number(hour) };
  if (day !== undefined) return { kind: 'day', name, day: Number(day) };
  return undefined;
}

export const runName = (at: number, process: string): string => `run-${Math.floor(at / HOUR_MS)}-${process}.log`;
export const hourName = (hour: number): string => `hour-${hour}.log`;
export const dayName = (day: number): string => `day-${day}.log`;

/** When all in it is over, ms since 1970. */
export function endOf(segment: Segment): number {
  return segment.kind === 'day' ? (segment.day + 1) * DAY_MS : (segment.hour + 1) * HOUR_MS;
}

export function isHeader(line: unknown): line is Header {
  const header = line as Partial<Header> | null;
  return header?.version === 1 && Array.isArray(header.leaves) && typeof header.width === 'number';
}
