import fc from 'fast-check';
import { groupEvents } from '../../src/alert';
import { ALERT_GROUP_LABELS, type AlertEvent, type AlertItem } from '../../src/kernel';

function event(key: string, at: number, { workspace, ...alert }: Partial<Pick<AlertItem, 'severity' | 'signal'>> & { workspace?: string }): AlertEvent {
  const labels: Record<string, string> = workspace === undefined ? {} : { workspace };
  return { key, kind: 'fire', at, alert: { severity: 'warning', signal: 'quality', ...alert, labels } as AlertItem };
}

const events = [
  event('a', 1, { workspace: 'blog' }),
  event('b', 2, { workspace: 'shop' }),
  event('c', 3, { workspace: 'shop', severity: 'critical', signal: 'cpu' }),
  event('d', 4, { severity: 'critical', signal: 'memory' }),
  event('e', 0, { workspace: 'shop', signal: 'cpu' }),
];
const keys = (groups: readonly (readonly AlertEvent[])[]) => groups.map((group) => group.map(({ key }) => key).join(''));

test.each([
  [[], ['cdeab']],
  [['workspace'], ['ceb', 'd', 'a']],
  [['severity'], ['cd', 'eab']],
  [['signal'], ['ce', 'd', 'ab']],
  [['workspace', 'signal'], ['ce', 'd', 'a', 'b']],
] as const)('by %j: grave groups first, and in them the gravest, then the oldest', (by, expected) => {
  expect(keys(groupEvents(events, by))).toEqual(expected);
});

test('every event is in exactly one group, with all that agree with it', () => {
  const some = fc.record({ severity: fc.constantFrom('warning' as const, 'critical' as const), signal: fc.constantFrom('cpu', 'quality'), workspace: fc.constantFrom(undefined, 'a', 'b') });
  fc.assert(fc.property(fc.array(some), fc.subarray([...ALERT_GROUP_LABELS]), (alerts, by) => {
    const given = alerts.map((alert, index) => event(String(index), index, alert));
    const groups = groupEvents(given, by);
    expect(groups.flat().map(({ key }) => key).sort()).toEqual(given.map(({ key }) => key).sort());
    const names = groups.map((group) => new Set(group.map(({ alert }) => JSON.stringify(by.map((name) => (name === 'workspace' ? (alert.labels.workspace ?? null) : alert[name]))))));
    expect(names.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(names.map(([name]) => name)).size).toBe(groups.length);
  }));
});
