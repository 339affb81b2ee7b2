/** Breaches of ratios by how fast they burn what is allowed, over several windows at once. */
import type { Counts } from '../forecast';

export interface BurnWindow {
  readonly longMs: number;
  /** A short window that must agree, so that a breach ends soon after its cause has. */
  readonly shortMs: number;
  /** How many times faster than allowed. */
  readonly factor: number;
  readonly severity: 'warning' | 'critical';
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Google's SRE workbook, "Alerting on SLOs": 2 % of a month's budget in an hour, 5 % in six, 10 % in three days. */
export const BURN_WINDOWS: readonly BurnWindow[] = [
  { longMs: HOUR, shortMs: 5 * MINUTE, factor: 14.4, severity: 'critical' },
  { longMs: 6 * HOUR, shortMs: 30 * MINUTE, factor: 6, severity: 'critical' },
  { longMs: 72 * HOUR, shortMs: 6 * HOUR, factor: 1, severity: 'warning' },
];

/** With fewer events in the long window one failure would decide: nothing is said then. */
const EVENTS_MIN = 20;

export interface Burn {
  readonly severity: 'warning' | 'critical';
  readonly window: BurnWindow;
  /** Rates over what is allowed, in the long and the short window. */
  readonly long: number;
  readonly short: number;
}

/**
 * The most severe window in which both rates burn faster than its factor, if any. `within` gives the bad
 * (`hits`) and all (`total`) events of the newest `ms`; `allowed` is the share of bad events that is in order, > 0.
 */
export function judgeBurn(
  within: (ms: number) => Counts,
  allowed: number,
  windows: readonly BurnWindow[] = BURN_WINDOWS,
): Burn | undefined {
  const burns = windows.flatMap((window) => {
    const longCounts = within(window.longMs);
    if (longCounts.total < EVENTS_MIN) return [];
    const long = rate(longCounts) / allowed;
    const short = rate(within(window.shortMs)) / allowed;
    return long > window.factor && short > window.factor ? [{ severity: window.severity, window, long, short }] : [];
  });
  return burns.find(({ severity }) => severity === 'critical') ?? burns[0];
}

const rate = ({ hits, total }: Counts): number => (total > 0 ? hits / total : 0);
