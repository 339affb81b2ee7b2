import type { AlertEvent, AlertFilter, Engine } from '../../src/index';

/**
 * For a test run by hand: the newest event that fits the filters, else an event made of how things stand
 * right now, so that what comes out has the shape and the values of this machine.
 */
export async function takeSample(engine: Pick<Engine, 'listAlerts' | 'evaluate'>, filter: AlertFilter, now: number): Promise<AlertEvent> {
  const { timeline, alerts } = await engine.listAlerts({ ...filter, phases: 'all', windowMs: 30 * 24 * 3_600_000 });
  const [newest] = timeline;
  if (newest) return newest;
  const sample = { key: 'sample', kind: 'fire', at: now } as const;
  if (alerts[0]) return { ...sample, alert: alerts[0] };
  const { signals } = await engine.evaluate({});
  const status = signals.find(({ signal }) => !filter.signals || filter.signals.includes(signal)) ?? signals[0]!;
  const { signal, value, warning, critical, message } = status;
  const severity = filter.severities?.length === 1 ? filter.severities[0]! : 'warning';
  return {
    ...sample,
    alert: {
      id: 'sample',
      signal,
      severity,
      about: 'threshold',
      labels: {},
      phase: 'insufficient_data',
      since: now,
      updatedAt: now,
      ...(value !== undefined && { value }),
      threshold: severity === 'critical' ? critical : warning,
      direction: warning > critical ? 'below' : 'above',
      silenced: false,
      message,
    },
  };
}
