/** What keeps an alert that fires from being told: a silence, or a graver alert about the same. */
import type { AlertEntry } from './book';
import { hasLabels, type Labels } from './fingerprint';

export interface Silence {
  readonly id: string;
  /** Alerts with all of these labels; `rule`, `signal` and `severity` count as labels. None: every alert. */
  readonly matches: Labels;
  /** ms since 1970; always finite. */
  readonly until: number;
  readonly by: string;
  readonly reason?: string;
}

export function isSilenced(entry: AlertEntry, silences: readonly Silence[], now: number): boolean {
  const labels = { ...entry.labels, rule: entry.rule, signal: entry.signal, severity: entry.severity, about: entry.about ?? 'threshold' };
  return silences.some(({ matches, until }) => until > now && hasLabels(labels, matches));
}

/**
 * Of alerts about thresholds of the same signal and labels, a breach keeps predictions quiet unless they are of something
 * graver, which is news; and a critical alert keeps a warning of the same phase quiet.
 * Anomalies are told beside them.
 */
export function isInhibited(entry: AlertEntry, all: readonly AlertEntry[]): boolean {
  if (entry.about === 'anomaly') return false;
  return all.some((other) => other !== entry && other.about !== 'anomaly' && other.signal === entry.signal && sameLabels(other, entry) && outranks(other, entry));
}

function outranks(other: AlertEntry, entry: AlertEntry): boolean {
  const breaches = (one: AlertEntry): boolean => one.state.phase === 'breaching';
  const graver = entry.severity === 'critical' && other.severity === 'warning';
  if (breaches(other) !== breaches(entry)) return breaches(other) && !graver;
  return other.state.phase === entry.state.phase && other.severity === 'critical' && entry.severity === 'warning';
}

function sameLabels({ labels: a }: AlertEntry, { labels: b }: AlertEntry): boolean {
  return Object.keys(a).length === Object.keys(b).length && hasLabels(a, b);
}
