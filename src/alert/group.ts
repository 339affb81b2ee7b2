/** Events that belong together in one message. */
import type { AlertEvent, AlertGroupLabel, AlertItem } from '../kernel';

/** Groups by what alerts say of themselves; a workspace that is missing counts as one. */
export function groupEvents(events: readonly AlertEvent[], by: readonly AlertGroupLabel[]): AlertEvent[][] {
  const groups = new Map<string, AlertEvent[]>();
  for (const event of events) {
    const key = JSON.stringify(by.map((name) => valueOf(event.alert, name)));
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => rankOf(a) - rankOf(b) || a.at - b.at)).sort(([a], [b]) => rankOf(a!) - rankOf(b!));
}

const valueOf = ({ severity, signal, labels }: AlertItem, name: AlertGroupLabel): string => ({ severity, signal, workspace: labels.workspace ?? '' })[name];

const rankOf = ({ alert: { severity } }: AlertEvent): number => (severity === 'critical' ? 0 : 1);
