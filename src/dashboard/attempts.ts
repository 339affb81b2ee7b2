/** Wrong tokens by address: after some of them an address has to wait. */
import type { Clock } from '../kernel';

export interface Attempts {
  /** Seconds that the address still has to wait; undefined when it may try. */
  wait(from: string): number | undefined;
  fail(from: string): void;
  forget(from: string): void;
}

export interface AttemptRules {
  /** Wrong tokens after which an address waits. */
  readonly max: number;
  readonly windowMs: number;
  /** Whether each wrong token starts the time anew; otherwise it runs from the first one. */
  readonly renewed: boolean;
}

/** Addresses remembered; beyond that, the oldest attempts are forgotten. */
const ADDRESSES_MAX = 1_000;

export function createAttempts({ max, windowMs, renewed }: AttemptRules, clock: Pick<Clock, 'now'>): Attempts {
  const known = new Map<string, { readonly count: number; readonly until: number }>();
  const recent = (from: string) => {
    const found = known.get(from);
    return found && found.until > clock.now() ? found : undefined;
  };

  return {
    wait(from) {
      const found = recent(from);
      return found && found.count >= max ? Math.ceil((found.until - clock.now()) / 1_000) : undefined;
    },
    fail(from) {
      const { count = 0, until = 0 } = recent(from) ?? {};
      known.delete(from);
      known.set(from, { count: count + 1, until: renewed || count === 0 ? clock.now() + windowMs : until });
      const oldest = known.keys().next().value;
      if (known.size > ADDRESSES_MAX && oldest !== undefined) known.delete(oldest);
    },
    forget: (from) => void known.delete(from),
  };
}
