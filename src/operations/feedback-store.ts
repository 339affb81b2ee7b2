/** What was learnt from feedback, as all processes of this machine know it: hashes in one sealed file. */
import { createHmac } from 'node:crypto';
import type { Clock } from '../kernel';
import { openSealedFile, type SealedRead } from '../io';
import { LEARN, type FeedbackEvent } from '../learn';

export interface FeedbackStore {
  /** Hashes as the store makes them; undefined while nothing was ever stored and `make` is not set. */
  hasher(make: boolean): Promise<Hasher | undefined>;
  /** Events of one workspace, oldest first, as far as they are on disk. Never throws: see `warning`. */
  events(workspace: string): Promise<readonly FeedbackEvent[]>;
  /** @throws FILE_NOT_READABLE, FILE_NOT_WRITABLE */
  add(workspace: string, events: readonly FeedbackEvent[]): Promise<number>;
  /** Forgets a workspace; answers how many events it had. */
  reset(workspace: string): Promise<number>;
  /** Why what was learnt cannot be used, told once to each who asks. */
  takeWarning(): string | undefined;
}

export type Hasher = (kind: 'workspace' | 'file' | 'word', text: string) => string;

/** 64 bits: collisions among the few thousand words and files of a workspace do not happen. */
const HASH_BYTES = 8;
/** Another process's feedback counts after this time at the latest. */
const LOOK_EVERY_MS = 1_000;

type Stored = Record<string, FeedbackEvent[]>;

export function createFeedbackStore(home: string, clock: Clock): FeedbackStore {
  const file = openSealedFile(home, 'feedback', clock);
  let warning: string | undefined;
  let hash: Hasher | undefined;
  let known: { readonly stamp: string; readonly stored: Stored } = { stamp: '', stored: {} };
  let lookedAt = -Infinity;

  async function hasher(make: boolean): Promise<Hasher | undefined> {
    const secret = hash ? undefined : await file.secret('hash', make);
    if (secret) hash = (kind, text) => createHmac('sha256', secret).update(`${kind}\0${text}`).digest().subarray(0, HASH_BYTES).toString('base64url');
    return hash;
  }

  function opened(read: SealedRead): Stored {
    if (read.aside) {
      warning = `What was learnt from feedback cannot be opened; it was kept as ${read.aside} and learning starts afresh.`;
      // The key may be another one now.
      hash = undefined;
    }
    return read.content ? parseStored(read.content) : {};
  }

  async function refresh(): Promise<void> {
    if (clock.monotonic() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = clock.monotonic();
    try {
      const stamp = await file.stamp();
      if (stamp === known.stamp) return;
      known = { stamp, stored: stamp === '' ? {} : opened(await file.read()) };
    } catch (thrown) {
      warning = `What was learnt from feedback cannot be read: ${(thrown as Error).message}`;
      known = { stamp: '', stored: {} };
    }
  }

  async function change<T>(work: (stored: Stored) => T): Promise<T> {
    let result: T | undefined;
    await file.update((read) => {
      const stored = opened(read);
      result = work(stored);
      return Buffer.from(JSON.stringify(bounded(stored)));
    });
    lookedAt = -Infinity;
    return result as T;
  }

  return {
    hasher,
    async events(workspace) {
      await refresh();
      const hashed = known.stamp === '' ? undefined : await hasher(false).catch(() => undefined);
      return (hashed && known.stored[hashed('workspace', workspace)]) ?? [];
    },
    async add(workspace, events) {
      const hashed = (await hasher(true))!;
      return change((stored) => {
        const key = hashed('workspace', workspace);
        stored[key] = [...(stored[key] ?? []), ...events].slice(-LEARN.events);
        return stored[key].length;
      });
    },
    async reset(workspace) {
      const hashed = await hasher(false);
      if (!hashed) return 0;
      return change((stored) => {
        const key = hashed('workspace', workspace);
        const count = stored[key]?.length ?? 0;
        stored[key] = [];
        return count;
      });
    },
    takeWarning() {
      const told = warning;
      warning = undefined;
      return told;
    },
  };
}

/** The oldest events of all go first. */
function bounded(stored: Stored): Stored {
  const times = Object.values(stored).flatMap((events) => events.map(({ at }) => at));
  const oldest = times.sort((a, b) => b - a)[LEARN.allEvents] ?? -Infinity;
  const kept = Object.entries(stored).map(([key, events]) => [key, events.filter(({ at }) => at > oldest)] as const);
  return Object.fromEntries(kept.filter(([, events]) => events.length > 0));
}

/** Sealed content is our own, but an older or newer version may have written it. */
function parseStored(content: Buffer): Stored {
  try {
    const parsed = JSON.parse(content.toString('utf8')) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(parsed).map(([key, events]) => [key, Array.isArray(events) ? events.filter(isEvent) : []]));
  } catch {
    return {};
  }
}

function isEvent(value: unknown): value is FeedbackEvent {
  const { file, terms, useful, at } = (value ?? {}) as Partial<FeedbackEvent>;
  return typeof file === 'string' && Array.isArray(terms) && typeof useful === 'boolean' && typeof at === 'number';
}
