/** Where code comes from: folders as they are now, other sources read into memory once and kept while there is room. */
import { createHmac, randomBytes } from 'node:crypto';
import type { CallOptions, Clock, RepositoryAccess, SourceRequest, WorkspaceRef } from '../kernel';
import { createError, LIMITS, REPOSITORY_HOSTS, toEngineError } from '../kernel';
import type { Settings } from '../config';
import { resolveRoot } from '../io';
import {
  checkGitSource,
  createDirectorySnapshot,
  createItemsSnapshot,
  hashArchive,
  hashItems,
  HELD_BYTES_MAX,
  openArchive,
  openGit,
  type Snapshot,
} from '../source';
import { checkChoice, isObject } from './input';
import { createKeyedLock } from './lock';

/** Where a request's code is. Nothing was fetched or unpacked yet; a folder was seen to exist. */
export interface SourcePlace {
  /** Tells sources apart: what differs in what may be seen of it differs here too. */
  readonly key: string;
  /** How a workspace is called that has no name of its own. */
  readonly name: string;
  readonly maxFileBytes: number;
  load(signal: AbortSignal | undefined): Promise<Snapshot>;
  /** A folder: its snapshot costs nothing and is not kept. */
  readonly live: boolean;
}

export interface OpenedSource {
  readonly snapshot: Snapshot;
  /** Why it may not be the newest. */
  readonly note?: string;
}

export interface Sources {
  /** Throws what is wrong with the request, as far as that shows without fetching. */
  locate(request: WorkspaceRef, options: CallOptions, settings: Settings): Promise<SourcePlace>;
  /** `now`: a remote is asked whether it has moved; `due`: only if that was some time ago. */
  open(place: SourcePlace, refresh: 'now' | 'due', signal?: AbortSignal): Promise<OpenedSource>;
}

export interface SourcesParts {
  readonly clock: Clock;
  /** Told the key of a source whose content was let go. */
  readonly onDropped: (key: string) => void;
  readonly heldBytesMax?: number;
}

interface Held {
  readonly snapshot: Snapshot;
  checkedAt: number;
  usedAt: number;
  note?: string;
}

/** A remote is asked for news at most this often, ms, unless a sync is asked for. */
const REMOTE_CHECK_MS = 30_000;

export function createSources({ clock, onDropped, heldBytesMax = HELD_BYTES_MAX }: SourcesParts): Sources {
  const held = new Map<string, Held>();
  const lock = createKeyedLock();
  const secret = randomBytes(32);

  async function load(place: SourcePlace, signal: AbortSignal | undefined): Promise<Held> {
    const snapshot = await place.load(signal);
    const now = clock.monotonic();
    const entry: Held = { snapshot, checkedAt: now, usedAt: now };
    held.delete(place.key);
    held.set(place.key, entry);
    makeRoom(place.key);
    return entry;
  }

  function makeRoom(newest: string): void {
    let bytes = [...held.values()].reduce((sum, { snapshot }) => sum + snapshot.bytes, 0);
    const byAge = [...held.entries()].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [key, { snapshot }] of byAge) {
      if (bytes <= heldBytesMax && held.size <= LIMITS.workspacesMax) return;
      if (key === newest) continue;
      held.delete(key);
      bytes -= snapshot.bytes;
      onDropped(key);
    }
  }

  /** A remote that cannot be reached is no reason to forget what is known of it. */
  async function renewed(entry: Held, place: SourcePlace, signal: AbortSignal | undefined): Promise<Held> {
    try {
      const moved = await entry.snapshot.moved!(signal);
      entry.checkedAt = clock.monotonic();
      entry.note = undefined;
      return moved ? await load(place, signal) : entry;
    } catch (thrown) {
      const error = toEngineError(thrown);
      if (error.code !== 'SOURCE_UNREACHABLE') throw error;
      entry.checkedAt = clock.monotonic();
      entry.note = `${error.message} Its content of commit ${entry.snapshot.id.slice(0, 12)} was used.`;
      return entry;
    }
  }

  return {
    async locate(request, options, settings) {
      const { max_file_size: maxFileBytes } = settings.ast_analysis;
      if (request.source !== undefined) {
        if (!isObject(request.source)) throw createError('VALUE_INVALID', { name: 'source', reason: 'it is not an object' });
        return locateInMemory(request.source, maxFileBytes, options.repository, (access) => fingerprint(secret, access));
      }
      const root = await resolveRoot(request.root ?? '', options.access);
      const snapshot = createDirectorySnapshot({ kind: 'directory', root, maxFileBytes });
      return { key: root, name: root, maxFileBytes, live: true, load: async () => snapshot };
    },
    async open(place, refresh, signal) {
      if (place.live) return { snapshot: await place.load(signal) };
      return lock(place.key, async () => {
        if (signal?.aborted) throw createError('CANCELLED');
        const known = held.get(place.key);
        const due = known && (refresh === 'now' || clock.monotonic() - known.checkedAt >= REMOTE_CHECK_MS);
        const entry = !known
          ? await load(place, signal)
          : known.snapshot.moved && due
            ? await renewed(known, place, signal)
            : known;
        entry.usedAt = clock.monotonic();
        return { snapshot: entry.snapshot, note: entry.note };
      });
    },
  };
}

function locateInMemory(
  source: SourceRequest,
  maxFileBytes: number,
  access: RepositoryAccess | undefined,
  sign: (access: RepositoryAccess | undefined) => string,
): SourcePlace {
  const place = (name: string, identity: unknown[], load: SourcePlace['load']): SourcePlace => ({
    key: JSON.stringify([source.kind, maxFileBytes, ...identity]),
    name,
    maxFileBytes,
    live: false,
    load,
  });
  const kind = checkChoice('source.kind', source.kind, ['git', 'archive', 'items'] as const, 'git');
  if (source.kind === 'archive') {
    if (!(source.data instanceof Uint8Array)) throw createError('VALUE_INVALID', { name: 'source.data', reason: 'it is not binary data' });
    const name = (typeof source.name === 'string' && source.name.trim()) || 'archive';
    const { data, format } = source;
    return place(name.slice(0, 300), [format, hashArchive(data)], (signal) => openArchive({ data, name, format }, { maxFileBytes, signal }));
  }
  if (source.kind === 'items') {
    const { files } = source;
    return place('items', [hashItems(files)], async () => createItemsSnapshot(files, maxFileBytes));
  }
  const git = { ...source, kind: kind as 'git' };
  const { url, ref, history } = checkGitSource(git);
  checkChoice('source.host', git.host, REPOSITORY_HOSTS, 'other');
  if (git.allowHosts !== undefined && !(Array.isArray(git.allowHosts) && git.allowHosts.every((host) => typeof host === 'string'))) {
    throw createError('VALUE_INVALID', { name: 'source.allowHosts', reason: 'it is not a list of texts' });
  }
  // What may be asked, and as whom, decides what may be seen.
  const identity = [url, ref, history, git.host, git.allowHosts ?? [], git.allowPrivate === true, sign(access)];
  return place(ref === undefined ? url : `${url}#${ref}`, identity, (signal) => openGit(git, { maxFileBytes, access, signal }));
}

/** Tells tokens apart without holding them. */
function fingerprint(secret: Buffer, access: RepositoryAccess | undefined): string {
  if (!access) return '';
  return createHmac('sha256', secret).update(JSON.stringify([access.host, access.user ?? '', access.token])).digest('base64');
}
