import { inflateSync } from 'node:zlib';
import type { Budget } from '../budget';
import { countInflated } from '../inflate';
import type { SourceLimits } from '../limits';
import type { Pace } from '../pace';
import { applyDelta, readSizes } from './delta';
import { digest, type ObjectFormat } from './object-format';

export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly size: number;
  readonly data: Buffer;
}

type Built = Omit<GitObject, 'data'> & { readonly data?: Buffer };

export interface GitObjects {
  get(id: string): GitObject | undefined;
  readonly count: number;
  /** Some objects were too large to hold: they have no id here, and look as if they were missing. */
  readonly incomplete: boolean;
}

export interface PackParts {
  readonly budget: Budget;
  readonly limits: SourceLimits;
  readonly pace: Pace;
  readonly format: ObjectFormat;
}

interface Entry {
  readonly at: number;
  readonly type: GitObject['type'] | 'delta';
  readonly size: number;
  /** Content, or for a delta its instructions; absent when too large to hold. */
  readonly data: Buffer | undefined;
  /** Of a delta: offset of its base in the pack, or the base's id. */
  readonly base?: number | string;
}

const TYPES = [undefined, 'commit', 'tree', 'blob', 'tag', undefined, 'offset', 'reference'] as const;
const HEADER = 12;

/**
 * All objects of a pack by their id, which is computed from the content and so proves it. Each object
 * is inflated once and may not be larger than it declares; deltas may not make more than the budget
 * allows. Throws an Error with a reason in words for a damaged pack, and what `budget` throws.
 */
export async function readPack(pack: Buffer, parts: PackParts): Promise<GitObjects> {
  const count = checkFrame(pack, parts.format);
  // Files, folders and the commit itself: more is not asked for.
  if (count > parts.limits.entries * 2 + 1) throw new Error('its pack holds too many objects');
  const plain: Entry[] = [];
  const byBase = new Map<number | string, Entry[]>();
  let at = HEADER;
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = await readEntry(pack, at, parts);
    at = next;
    if (entry.base === undefined) plain.push(entry);
    else {
      const others = byBase.get(entry.base);
      if (others) others.push(entry);
      else byBase.set(entry.base, [entry]);
    }
    await parts.pace(entry.data?.length ?? entry.size);
  }
  if (at !== pack.length - parts.format.bytes) throw new Error('its pack is damaged');
  return resolve(plain, byBase, parts);
}

function checkFrame(pack: Buffer, format: ObjectFormat): number {
  if (pack.length < HEADER + format.bytes || pack.toString('latin1', 0, 4) !== 'PACK') throw new Error('its pack is cut off');
  const version = pack.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw new Error(`its pack has the unknown version ${version}`);
  const sum = digest(format, pack.subarray(0, -format.bytes));
  if (!sum.equals(pack.subarray(-format.bytes))) throw new Error('its pack is cut off or damaged');
  return pack.readUInt32BE(8);
}

async function readEntry(pack: Buffer, at: number, parts: PackParts): Promise<{ entry: Entry; next: number }> {
  const head = readHead(pack, at);
  let { start } = head;
  const kind = TYPES[head.type];
  if (kind === undefined) throw new Error('its pack holds an object of an unknown type');
  let base: number | string | undefined;
  if (kind === 'offset') {
    const distance = readDistance(pack, start);
    base = at - distance.value;
    start = distance.next;
    if (base < HEADER || distance.value <= 0) throw new Error('its pack is damaged');
  } else if (kind === 'reference') {
    base = pack.toString('hex', start, start + parts.format.bytes);
    start += parts.format.bytes;
  }
  const type = kind === 'offset' || kind === 'reference' ? 'delta' : kind;
  const { data, consumed } = await inflate(pack.subarray(start, -parts.format.bytes), head.size, parts);
  return { entry: { at, type, size: head.size, data, base }, next: start + consumed };
}

/** Type and size: three bits of type, then a number in groups of 4, 7, 7, … bits. */
function readHead(pack: Buffer, at: number): { type: number; size: number; start: number } {
  let byte = byteOf(pack, at++);
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let shift = 4; byte & 0x80; shift += 7) {
    if (shift > 46) throw new Error('its pack is damaged');
    byte = byteOf(pack, at++);
    size += (byte & 0x7f) * 2 ** shift;
  }
  return { type, size, start: at };
}

function readDistance(pack: Buffer, at: number): { value: number; next: number } {
  let byte = byteOf(pack, at++);
  let value = byte & 0x7f;
  while (byte & 0x80) {
    byte = byteOf(pack, at++);
    value = (value + 1) * 128 + (byte & 0x7f);
    if (value > pack.length) throw new Error('its pack is damaged');
  }
  return { value, next: at };
}

async function inflate(
  packed: Buffer,
  size: number,
  { budget, limits }: PackParts,
): Promise<{ data: Buffer | undefined; consumed: number }> {
  const damaged = (): Error => new Error('an object of its pack is damaged');
  if (size > limits.objectBytes) {
    let consumed = 0;
    const actual = await countInflated(packed, 'zlib', budget, damaged, (bytes) => (consumed = bytes));
    if (actual !== size) throw damaged();
    return { data: undefined, consumed };
  }
  budget.inflate(size);
  try {
    // `info` also hands out the engine, which knows where the object's packed bytes end.
    const options = { info: true, maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, Math.min(size + 1, 1 << 20)) };
    const { buffer, engine } = inflateSync(packed, options) as unknown as Inflated;
    if (buffer.length === size) return { data: buffer, consumed: engine.bytesWritten };
  } catch {
    // Not zlib data, cut off, or larger than declared.
  }
  throw damaged();
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** Builds deltas from their bases, each base before what is built on it, however the pack orders them. */
async function resolve(
  plain: readonly Entry[],
  byBase: Map<number | string, Entry[]>,
  { budget, limits, pace, format }: PackParts,
): Promise<GitObjects> {
  const objects = new Map<string, GitObject>();
  let incomplete = false;
  const ready: { readonly at: number; readonly object: Built }[] = plain.map(({ at, type, size, data }) => ({
    at,
    object: { type: type as GitObject['type'], size, data },
  }));
  for (let item = ready.pop(); item; item = ready.pop()) {
    const { at, object } = item;
    const { type, size, data } = object;
    const keys: (number | string)[] = [at];
    if (data) {
      const id = digest(format, `${type} ${data.length}\0`, data).toString('hex');
      objects.set(id, { type, size, data });
      keys.push(id);
    } else {
      incomplete = true;
    }
    for (const key of keys) {
      for (const delta of byBase.get(key) ?? []) ready.push({ at: delta.at, object: build(object, delta, budget, limits) });
      byBase.delete(key);
    }
    await pace(data?.length ?? 0);
  }
  if (byBase.size > 0) throw new Error('its pack lacks the base of a delta');
  return { get: (id) => objects.get(id), count: objects.size, incomplete };
}

/** What cannot be held, or is built on such an object, stays an object without content. */
function build(base: Built, { data: delta }: Entry, budget: Budget, limits: SourceLimits): Built {
  const { type } = base;
  if (!delta) return { type, size: limits.objectBytes };
  const { size } = readSizes(delta);
  if (!base.data || size > limits.objectBytes) return { type, size };
  budget.inflate(size);
  return { type, size, data: applyDelta(base.data, delta) };
}

function byteOf(pack: Buffer, at: number): number {
  const byte = pack[at];
  if (byte === undefined) throw new Error('its pack is cut off');
  return byte;
}
