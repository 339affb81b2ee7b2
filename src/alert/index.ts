/** Judges what was measured against the thresholds of the settings. Pure: no clock, no state. */
import { roundFine, type AlertReport, type Severity, type SignalStatus } from '../kernel';
import { SIGNALS } from './signals';
import type { AlertMetrics, AlertThresholds, Signal } from './signals';

export { findSignal, SIGNALS, type AlertMetrics, type AlertThresholds, type Signal } from './signals';
export * from './book';
export * from './burn';
export * from './consumers';
export * from './fingerprint';
export * from './group';
export { isSilenced, type Silence } from './mute';
export * from './phase';
export type * from './store';

export type SignalReport = Omit<AlertReport, 'alerts' | 'resolved' | 'cursor'>;

/** With fewer samples in the window a value is left unjudged. */
export const SAMPLES_MIN = 5;

/**
 * The state of every signal at `now` (ms since 1970). A value exactly at a threshold is still in
 * order. The report is as severe as its worst signal; signals without enough samples do not count
 * unless all of them lack samples.
 */
export function evaluateSignals(
  summary: AlertMetrics,
  thresholds: AlertThresholds,
  now: number,
): SignalReport {
  const signals = SIGNALS.map((signal) => evaluateSignal(signal, summary, thresholds));
  return {
    severity: findWorst(signals),
    signals,
    runs: summary.runs,
    windowMs: summary.windowMs,
    evaluatedAt: now,
  };
}

function evaluateSignal(
  signal: Signal,
  summary: AlertMetrics,
  thresholds: AlertThresholds,
): SignalStatus {
  const { value, samples } = signal.read(summary);
  const { warning, critical } = signal.limits(thresholds);
  const judged = { signal: signal.name, warning: roundFine(warning), critical: roundFine(critical), samples };
  if (value === undefined || samples < SAMPLES_MIN) {
    const message = `${signal.label}: ${samples} of the ${SAMPLES_MIN} samples needed in this window. ${signal.gather}`;
    return { ...judged, severity: 'insufficient_data', ...(value === undefined ? {} : { value: roundFine(value) }), message };
  }
  const severity = grade(value, warning, critical, signal.worse);
  const message =
    severity === 'ok'
      ? describeOrder(signal, value, warning)
      : `${describeBreach(signal, severity, value, severity === 'critical' ? critical : warning)} ${signal.advise(summary)}`;
  return { ...judged, severity, value: roundFine(value), message };
}

function grade(
  value: number,
  warning: number,
  critical: number,
  worse: Signal['worse'],
): 'ok' | 'warning' | 'critical' {
  const passes = (limit: number): boolean => (worse === 'higher' ? value > limit : value < limit);
  if (passes(critical)) return 'critical';
  return passes(warning) ? 'warning' : 'ok';
}

function describeOrder({ label, format, worse }: Signal, value: number, warning: number): string {
  const within = worse === 'higher' ? 'at most' : 'at least';
  return `${label} is ${format(value)}; in order while ${within} ${format(warning)}.`;
}

function describeBreach(
  { label, format, worse }: Signal,
  severity: 'warning' | 'critical',
  value: number,
  limit: number,
): string {
  const beyond = worse === 'higher' ? 'above' : 'below';
  return `${label} is ${format(value)}, ${beyond} the ${severity} threshold of ${format(limit)}.`;
}

function findWorst(signals: readonly SignalStatus[]): Severity {
  const order: readonly Severity[] = ['critical', 'warning', 'ok'];
  const found = order.find((severity) => signals.some((signal) => signal.severity === severity));
  return found ?? 'insufficient_data';
}
