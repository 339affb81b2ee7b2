/** Notifications that belong together in one message. */
import type { Notification } from './book';

export interface NotificationGroup {
  /** The values of the labels that the group shares. */
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: 'warning' | 'critical';
  /** Gravest first, then oldest. */
  readonly notifications: readonly Notification[];
}

/** Groups by the values of the labels named in `by`; a missing label counts as empty. Grave groups come first. */
export function groupNotifications(outbox: readonly Notification[], by: readonly string[]): NotificationGroup[] {
  const groups = new Map<string, Notification[]>();
  for (const notification of outbox) {
    const key = JSON.stringify(by.map((name) => notification.alert.labels[name] ?? ''));
    groups.set(key, [...(groups.get(key) ?? []), notification]);
  }
  const rank = (severity: string): number => (severity === 'critical' ? 0 : 1);
  return [...groups]
    .map(([key, members]): NotificationGroup => {
      const values = JSON.parse(key) as string[];
      const notifications = [...members].sort((a, b) => rank(a.alert.severity) - rank(b.alert.severity) || a.at - b.at);
      return { labels: Object.fromEntries(by.map((name, i) => [name, values[i] ?? ''])), severity: notifications[0]!.alert.severity, notifications };
    })
    .sort((a, b) => rank(a.severity) - rank(b.severity));
}
