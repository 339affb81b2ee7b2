/** One holder at a time among processes of a machine: for work that only one of them should do. */
import { link, readFile, rename, unlink } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../kernel';
import { codeOf } from './fs-errors';
import { writeAtomic } from './write-atomic';

export interface LeaseOptions {
  /** Tells this process from all others. */
  readonly holder: string;
  /** How long it holds without being renewed, ms. */
  readonly ttlMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Lease {
  /** Takes or renews it: whether this holder has it now, for `ttlMs`. A disk that refuses means no. */
  hold(): Promise<boolean>;
  /** Renews it if it was held without a break: false when somebody else may have had it since. */
  renew(): Promise<boolean>;
  /** Gives it up for others to take at once. */
  release(): Promise<void>;
}

interface Held {
  readonly holder: string;
  /** ms since 1970. */
  readonly until: number;
}

/**
 * A lease in a file: taken by a hard link, which fails when there is one; an expired one is moved away
 * first, which only one process succeeds in. A holder that was stopped for longer than `ttlMs` finds
 * out at its next `hold()`, so what it does must bear being done twice.
 */
export function createLease(path: string, { holder, ttlMs, clock }: LeaseOptions): Lease {
  const next = (): string => JSON.stringify({ holder, until: clock.now() + ttlMs } satisfies Held);

  async function take(): Promise<boolean> {
    const own = `${path}.${randomBytes(6).toString('hex')}`;
    await writeAtomic(own, next());
    try {
      await link(own, path);
      return true;
    } catch (thrown) {
      if (codeOf(thrown) === 'EEXIST') return false;
      throw thrown;
    } finally {
      await unlink(own).catch(() => undefined);
    }
  }

  /** Whether the expired lease was moved away by this call. */
  async function evict(expired: string): Promise<boolean> {
    const aside = `${path}.${randomBytes(6).toString('hex')}`;
    try {
      await rename(path, aside);
    } catch {
      return false;
    }
    const moved = await readFile(aside, 'utf8').catch(() => '');
    // Another process was faster, and this is its new lease: back with it.
    if (moved !== expired) await link(aside, path).catch(() => undefined);
    await unlink(aside).catch(() => undefined);
    return moved === expired;
  }

  async function renew(): Promise<boolean> {
    const held = parseHeld(await readFile(path, 'utf8'));
    if (held?.holder !== holder || held.until <= clock.now()) return false;
    await writeAtomic(path, next());
    return true;
  }

  return {
    renew: () => renew().catch(() => false),
    async hold() {
      try {
        const text = await readFile(path, 'utf8').catch(() => undefined);
        if (text === undefined) return await take();
        const held = parseHeld(text);
        if (held && held.until > clock.now()) return held.holder === holder && (await renew());
        return (await evict(text)) && (await take());
      } catch {
        return false;
      }
    },
    async release() {
      const text = await readFile(path, 'utf8').catch(() => '');
      if (parseHeld(text)?.holder === holder) await unlink(path).catch(() => undefined);
    },
  };
}

function parseHeld(text: string): Held | undefined {
  try {
    const held = JSON.parse(text) as Partial<Held> | null;
    return typeof held?.holder === 'string' && typeof held.until === 'number' ? (held as Held) : undefined;
  } catch {
    return undefined;
  }
}
