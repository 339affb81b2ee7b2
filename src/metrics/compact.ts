/** Puts the files of ended hours and days together. For one process at a time: whoever has the lease. */
import { outlineOf, packFrame, unpackFrame, type Frame } from './frames';
import { decodeFirst, encodeLine, encodeSection, readLines } from './lines';
import type { MetricsFolder } from './folder';
import { DAY_MS, dayName, endOf, HOUR_MS, hourName, isHeader, parseSegment, type Header, type Segment, type Summary } from './segments';
import { createTimeline, detailWidthAt, widthAt, type Timeline } from './timeline';
import { isWatching } from './watching';

/** Nobody appends to a part's files any more when it is over for so long. */
const SETTLE_MS = 2 * 60_000;

/** What files add up to: runs by all labels, runs by workspace with all else, and the run files behind them. */
interface Content {
  readonly details: Timeline;
  readonly outline: Timeline;
  readonly leaves: Map<string, number>;
}

const createContent = (): Content => ({ details: createTimeline({ widening: detailWidthAt }), outline: createTimeline(), leaves: new Map() });

/** Answers how many files are fewer now. `now` in ms since 1970. */
export async function compactLog(folder: MetricsFolder, now: number, retentionMs: number): Promise<number> {
  const before = await listSegments(folder);
  for (const segment of before) if (endOf(segment) < now - retentionMs) await folder.remove(segment.name);
  const live = before.filter((segment) => endOf(segment) >= now - retentionMs);
  const ended = live.filter((segment) => segment.kind === 'run' && endOf(segment) + SETTLE_MS <= now);
  for (const hour of new Set(ended.map(hourOf))) {
    const known = live.filter((segment) => segment.kind === 'hour' && segment.hour === hour);
    const parts = [...known, ...ended.filter((segment) => hourOf(segment) === hour)];
    await merge(folder, hourName(hour, nextOf(parts)), parts, now);
  }
  // Forecasts ask for the minutes of the last day; hours that are older become wider where they are.
  const hours = (await listSegments(folder)).filter((segment) => segment.kind === 'hour');
  const dayOf = (segment: Segment): number => (segment.kind === 'day' ? segment.day : Math.floor((segment.hour * HOUR_MS) / DAY_MS));
  const days = new Set(hours.map(dayOf).filter((day) => (day + 2) * DAY_MS + SETTLE_MS <= now));
  for (const day of days) {
    const parts = [...live.filter((segment) => segment.kind === 'day'), ...hours].filter((segment) => dayOf(segment) === day);
    await merge(folder, dayName(day, nextOf(parts)), parts, now);
  }
  for (const segment of live) if (segment.kind !== 'run' && !days.has(dayOf(segment))) await widen(folder, segment, now);
  return before.length - (await listSegments(folder)).length;
}

const listSegments = async (folder: MetricsFolder): Promise<Segment[]> => (await folder.list()).map(parseSegment).filter((segment) => segment !== undefined);
const hourOf = (segment: Segment): number => (segment.kind === 'day' ? Number.NaN : segment.hour);
const nextOf = (parts: readonly Segment[]): number => 1 + parts.reduce((newest, part) => Math.max(newest, part.kind === 'run' ? 0 : part.generation), 0);

/** One file of several; those that went into it are removed once it is whole on the disk. */
async function merge(folder: MetricsFolder, name: string, parts: readonly Segment[], now: number): Promise<void> {
  const content = createContent();
  for (const part of [...parts].sort(byWidth)) await addSegment(folder, part, content);
  await write(folder, name, content, now);
  for (const part of parts) await folder.remove(part.name);
}

const KINDS = ['day', 'hour', 'run'] as const;

/** The widest first, and the newest of several for the same time: they say which of the others are in them. */
export function byWidth(a: Segment, b: Segment): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.kind === 'run' || b.kind === 'run' ? 0 : b.generation - a.generation);
}

/** Older spans need less detail. */
async function widen(folder: MetricsFolder, segment: Summary, now: number): Promise<void> {
  const age = now - endOf(segment);
  const bytes = await folder.read(segment.name, 0, HEADER_BYTES);
  const header = decodeFirst(bytes) ?? decodeFirst(await folder.read(segment.name));
  if (!isHeader(header) || (header.width >= detailWidthAt(age) && (header.outline ?? header.width) >= widthAt(age))) return;
  const content = createContent();
  await addSegment(folder, segment, content);
  await write(folder, segment.name, content, now);
}

/** Enough for the first line of most files. */
const HEADER_BYTES = 16 * 1_024;

async function write(folder: MetricsFolder, name: string, { details, outline, leaves }: Content, now: number): Promise<void> {
  for (const timeline of [details, outline]) timeline.age(now, Infinity);
  const runs = details.frames();
  const others = outline.frames();
  const width = widestOf(runs);
  const totals = createTimeline({ grain: HOUR_MS });
  if (width < HOUR_MS) for (const frame of runs) totals.add(frame);
  const header: Header = { version: 1, leaves: [...leaves], width, outline: widestOf(others), totals: width < HOUR_MS };
  const sections = [
    ['g', others.filter(({ kind }) => kind !== 'runs')],
    ['o', others.filter(({ kind }) => kind === 'runs')],
    ['t', totals.frames()],
    ['d', runs],
  ] as const;
  // The parts of an hour that is not over will be joined by others.
  const quality = endOf(parseSegment(name)!) > now ? 'passing' : 'lasting';
  const texts: string[] = [];
  for (const [section, frames] of sections) texts.push(await encodeSection(section, frames.map(packFrame), quality));
  await folder.replace(name, encodeLine(header) + texts.join(''));
}

const widestOf = (frames: readonly Frame[]): number => frames.reduce((widest, { width }) => Math.max(widest, width), 0);

/** Adds what a segment holds, unless it is there already: put together before, and left behind by a crash. */
async function addSegment(folder: MetricsFolder, segment: Segment, { details, outline, leaves }: Content): Promise<void> {
  const bytes = await folder.read(segment.name);
  const header = decodeFirst(bytes);
  const own = segment.kind === 'run' ? ([[segment.name, bytes.length]] as const) : isHeader(header) ? header.leaves : undefined;
  if (own === undefined || (own.length > 0 && own.every(([leaf]) => leaves.has(leaf)))) return;
  for (const [leaf, length] of own) leaves.set(leaf, length);
  readLines(
    bytes,
    (content, section) => {
      // The first line of a summary is no frame.
      const frame = unpackFrame(content);
      if (!frame) return;
      if (section === 'o' || frame.kind !== 'runs') outline.adopt(frame);
      else {
        if (section === undefined && !isWatching(frame.labels[0])) outline.add(outlineOf(frame));
        details.adopt(frame);
      }
    },
    (section) => section !== 't',
  );
}
