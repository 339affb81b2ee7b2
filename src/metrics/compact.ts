/** Puts the files of ended hours and days together. For one process at a time: whoever has the lease. */
import { packFrame, unpackFrame } from './frames';
import { decodeLines, encodeLine, encodeSegment } from './lines';
import type { MetricsFolder } from './reader';
import { DAY_MS, dayName, endOf, HOUR_MS, hourName, isHeader, parseSegment, type Header, type Segment } from './segments';
import { createTimeline, widthAt } from './timeline';

/** Nobody appends to an hour's files any more when it is over for so long. */
const SETTLE_MS = 2 * 60_000;

/** What is read of a segment: its frames' lines and the run files behind them. */
interface Content {
  readonly lines: readonly unknown[];
  readonly leaves: Header['leaves'];
}

/** Answers how many files are fewer now. `now` in ms since 1970. */
export async function compactLog(folder: MetricsFolder, now: number, retentionMs: number): Promise<number> {
  const before = (await folder.list()).length;
  const segments = (await folder.list()).map(parseSegment).filter((segment) => segment !== undefined);
  for (const segment of segments) if (endOf(segment) < now - retentionMs) await folder.remove(segment.name);
  const live = segments.filter((segment) => endOf(segment) >= now - retentionMs);
  const settled = live.filter((segment) => endOf(segment) + SETTLE_MS <= now);
  const runs = settled.filter((segment) => segment.kind === 'run');
  for (const hour of new Set(runs.map((run) => run.hour))) {
    await merge(folder, hourName(hour), live.filter((s) => s.kind !== 'day' && s.hour === hour), now);
  }
  // Forecasts ask for the minutes of the last day; hours that are older become wider where they are.
  const hours = (await folder.list()).map(parseSegment).filter((s) => s?.kind === 'hour');
  const dayOf = (hour: number): number => Math.floor((hour * HOUR_MS) / DAY_MS);
  const days = new Set(hours.map(({ hour }) => dayOf(hour)).filter((day) => (day + 2) * DAY_MS + SETTLE_MS <= now));
  for (const day of days) {
    const parts: Segment[] = hours.filter(({ hour }) => dayOf(hour) === day);
    const whole = live.find((segment) => segment.kind === 'day' && segment.day === day);
    await merge(folder, dayName(day), whole ? [whole, ...parts] : parts, now);
  }
  const merged = (segment: Segment): boolean => (segment.kind === 'day' ? days.has(segment.day) : days.has(dayOf(segment.hour)));
  for (const segment of live) if (segment.kind !== 'run' && !merged(segment)) await widen(folder, segment, now);
  return before - (await folder.list()).length;
}

/** One file of several; those that went into it are removed once it is whole on the disk. */
async function merge(folder: MetricsFolder, name: string, parts: readonly Segment[], now: number): Promise<void> {
  const contents = await Promise.all(parts.map((part) => readContent(folder, part)));
  // What was put together before and then left behind by a crash is in the summary already.
  const widestFirst = contents.map((content, index) => ({ ...content, kind: parts[index]!.kind })).sort((a, b) => rank(a.kind) - rank(b.kind));
  const leaves = new Map<string, number>();
  const timeline = createTimeline();
  for (const { lines, leaves: own } of widestFirst) {
    const known = own.filter(([leaf]) => leaves.has(leaf)).length;
    if (known > 0 && known === own.length) continue;
    for (const [leaf, bytes] of own) leaves.set(leaf, bytes);
    for (const line of lines) {
      const frame = unpackFrame(line);
      if (frame) timeline.add(frame);
    }
  }
  await write(folder, name, timeline, [...leaves], now);
  for (const part of parts) if (part.name !== name) await folder.remove(part.name);
}

const rank = (kind: Segment['kind']): number => ['day', 'hour', 'run'].indexOf(kind);

/** Older spans need less detail. */
async function widen(folder: MetricsFolder, segment: Segment, now: number): Promise<void> {
  const [header, ...lines] = decodeLines(await folder.read(segment.name)).lines;
  if (!isHeader(header) || header.width >= widthAt(now - endOf(segment))) return;
  const timeline = createTimeline();
  for (const line of lines) {
    const frame = unpackFrame(line);
    if (frame) timeline.add(frame);
  }
  await write(folder, segment.name, timeline, header.leaves, now);
}

async function write(folder: MetricsFolder, name: string, timeline: ReturnType<typeof createTimeline>, leaves: Header['leaves'], now: number): Promise<void> {
  timeline.age(now, Infinity);
  const frames = timeline.frames();
  const width = frames.reduce((widest, frame) => Math.max(widest, frame.width), 0);
  const header: Header = { version: 1, leaves, width };
  await folder.replace(name, encodeLine(header) + (await encodeSegment(frames.map(packFrame))));
}

async function readContent(folder: MetricsFolder, segment: Segment): Promise<Content> {
  const bytes = await folder.read(segment.name);
  const { lines } = decodeLines(bytes);
  if (segment.kind === 'run') return { lines, leaves: [[segment.name, bytes.length]] };
  const [header, ...rest] = lines;
  return isHeader(header) ? { lines: rest, leaves: header.leaves } : { lines: [], leaves: [] };
}
