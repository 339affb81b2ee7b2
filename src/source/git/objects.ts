/** What commits and trees say (gitformat-pack, "object storage format"). */
import type { ObjectFormat } from './object-format';
import type { GitObject, GitObjects } from './pack';

const FOLDER = 0o040000;
const TYPE_MASK = 0o170000;

export interface TreeEntry {
  readonly mode: number;
  readonly name: string;
  readonly id: string;
}

export interface CommitObject {
  readonly tree: string;
  readonly parents: readonly string[];
  /** The committer's, ms. */
  readonly time: number;
  readonly message: string;
}

/** Throws an Error with a reason in words when the object is missing or another one than it should be. */
export function expectObject(objects: GitObjects, id: string, type: GitObject['type']): GitObject {
  const object = objects.get(id);
  if (!object) throw new Error(`its pack lacks a ${type}`);
  if (object.type !== type) throw new Error(`what should be a ${type} is a ${object.type}`);
  return object;
}

export function readCommit({ data }: GitObject): CommitObject {
  const end = data.indexOf('\n\n') >>> 0;
  const head = data.toString('latin1', 0, Math.min(end, data.length));
  const tree = /^tree ([0-9a-f]{40,64})$/m.exec(head)?.[1];
  if (tree === undefined) throw new Error('its commit is damaged');
  const seconds = Number(/^committer .*> (\d{1,12}) [+-]\d{4}$/m.exec(head)?.[1] ?? 0);
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, id]) => id!);
  return { tree, parents, time: seconds * 1000, message: data.toString('utf8', end + 2) };
}

/** `<mode> <name>NUL<bytes of id>`, one after the other. */
export function* readTree({ data }: GitObject, { bytes }: ObjectFormat): Generator<TreeEntry> {
  let at = 0;
  while (at < data.length) {
    const blank = data.indexOf(0x20, at);
    const end = data.indexOf(0, blank);
    if (blank < 0 || end < 0 || end + 1 + bytes > data.length) throw new Error('one of its folders is damaged');
    const mode = parseInt(data.toString('latin1', at, blank), 8);
    yield { mode, name: data.toString('utf8', blank + 1, end), id: data.toString('hex', end + 1, end + 1 + bytes) };
    at = end + 1 + bytes;
  }
}

export const isFolder = ({ mode }: TreeEntry): boolean => (mode & TYPE_MASK) === FOLDER;
