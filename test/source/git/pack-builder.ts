/** Packs as no honest host sends them. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const TYPES = { commit: 1, tree: 2, blob: 3, tag: 4, offset: 6, reference: 7 };

export interface PackEntry {
  readonly type: keyof typeof TYPES;
  readonly data: Buffer;
  /** Declared instead of the real size. */
  readonly size?: number;
  /** Id of a base, or how far back it begins. */
  readonly base?: string | number;
  /** Sent instead of what packing `data` gives. */
  readonly packed?: Buffer;
}

export interface PackOptions {
  readonly count?: number;
  readonly version?: number;
  readonly magic?: string;
  readonly tail?: Buffer;
}

export function makePack(entries: readonly PackEntry[], options: PackOptions = {}): Buffer {
  const head = Buffer.alloc(12);
  head.write(options.magic ?? 'PACK', 'latin1');
  head.writeUInt32BE(options.version ?? 2, 4);
  head.writeUInt32BE(options.count ?? entries.length, 8);
  const body = Buffer.concat([head, ...entries.map(packEntry), options.tail ?? Buffer.alloc(0)]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

export function packEntry({ type, data, size = data.length, base, packed }: PackEntry): Buffer {
  const head: number[] = [];
  let rest = Math.floor(size / 16);
  head.push((TYPES[type] << 4) | (size % 16) | (rest > 0 ? 0x80 : 0));
  for (; rest > 0; rest = Math.floor(rest / 128)) head.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
  const reference = typeof base === 'string' ? Buffer.from(base, 'hex') : Buffer.from(base === undefined ? [] : distance(base));
  return Buffer.concat([Buffer.from(head), reference, packed ?? deflateSync(data)]);
}

function distance(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (--rest & 0x7f));
  return bytes;
}

export const idOf = (type: string, data: Buffer): string =>
  createHash('sha1').update(`${type} ${data.length}\0`).update(data).digest('hex');

export function makeTree(entries: readonly (readonly [mode: string, name: string, id: string])[]): Buffer {
  return Buffer.concat(entries.map(([mode, name, id]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')])));
}

export function makeCommit(tree: string): Buffer {
  return Buffer.from(`tree ${tree}\nauthor A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1700000000 +0000\n\nmessage\n`);
}

/** Sizes and instructions of a delta: [offset, length] copies from the base, a Buffer is inserted. */
export function makeDelta(baseSize: number, size: number, steps: readonly (readonly [number, number] | Buffer)[]): Buffer {
  const number = (value: number): number[] => {
    const bytes: number[] = [];
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
      if (rest < 128) return bytes;
    }
  };
  return Buffer.concat([
    Buffer.from([...number(baseSize), ...number(size)]),
    ...steps.map((step) => Buffer.isBuffer(step)
      ? Buffer.concat([Buffer.from([step.length]), step])
      : Buffer.from([0xff, ...[0, 8, 16, 24].map((shift) => (step[0] >>> shift) & 255), ...[0, 8, 16].map((shift) => (step[1] >>> shift) & 255)])),
  ]);
}

/** The objects of a commit with one tree, and the commit's id. */
export function commitOf(tree: Buffer, others: readonly PackEntry[] = []): { commit: string; entries: PackEntry[] } {
  const data = makeCommit(idOf('tree', tree));
  return { commit: idOf('commit', data), entries: [{ type: 'commit', data }, { type: 'tree', data: tree }, ...others] };
}
