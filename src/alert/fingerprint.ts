import { createHash } from 'node:crypto';

export type Labels = Readonly<Record<string, string>>;

/** The identity of an alert: the same rule and labels, in whatever order, give the same 16 hex digits. */
export function fingerprint(rule: string, labels: Labels): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash('sha256').update(JSON.stringify([rule, pairs])).digest('hex').slice(0, 16);
}

/** Whether `labels` has every pair of `wanted`. No pair matches everything. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}
