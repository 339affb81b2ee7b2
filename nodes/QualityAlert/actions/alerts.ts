import type { ListAlertsRequest, SilenceAlertsRequest } from '../../../src/index';
import { toAlertJson, toEventJson } from '../../shared/alert';
import { toJson } from '../../shared/answer';
import { readNumber, readOptions, readText, toNames, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

const MINUTE = 60_000;

/** What fires, what is silenced, and what was told. */
export const listAlerts: Operation = {
  needsNoCode: true,
  async run(run) {
    const { alerts, timeline, silences, evaluatedTo, ...rest } = await run.engine.listAlerts(readRequest(run), run.options);
    const at = evaluatedTo === undefined ? {} : { evaluatedTo: new Date(evaluatedTo).toISOString() };
    if (readText(run, 'output') === 'items') {
      const none = { results: 0, message: 'No alert matches.', ...at };
      return alerts.length === 0 ? [{ json: none }] : alerts.map((alert) => ({ json: toAlertJson(alert) }));
    }
    const until = silences.map((silence) => ({ ...silence, until: new Date(silence.until).toISOString() }));
    return [{ json: toJson({ ...at, alerts: alerts.map(toAlertJson), silences: until, timeline: timeline.map(toEventJson), ...rest }) }];
  },
};

function readRequest(run: ItemRun): ListAlertsRequest {
  const options = readOptions(run);
  const hours = toNumber(run, options.timelineHours, 'Timeline (Hours)');
  const lists = {
    signals: [...toNames(options.signals), ...toNames(options.series)],
    severities: toNames(options.severities) as ListAlertsRequest['severities'] & object,
    workspaces: toNames(options.workspaces),
    about: toNames(options.about) as ListAlertsRequest['about'] & object,
  };
  return {
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...(toText(options.phases) === 'all' && { phases: 'all' as const }),
    ...(hours !== undefined && { windowMs: Math.round(hours * 60 * MINUTE) }),
  };
}

export const acknowledgeAlert: Operation = {
  needsNoCode: true,
  async run(run) {
    const request = { id: readText(run, 'alertId').trim(), by: readText(run, 'by') };
    return [{ json: toAlertJson(await run.engine.acknowledgeAlert(request, run.options)) }];
  },
};

export const silenceAlerts: Operation = {
  needsNoCode: true,
  async run(run) {
    const { silence, ...rest } = await run.engine.silenceAlerts(readSilence(run), run.options);
    return [{ json: toJson({ ...silence, until: new Date(silence.until).toISOString(), ...rest }) }];
  },
};

function readSilence(run: ItemRun): SilenceAlertsRequest {
  const what = readText(run, 'silenceWhat');
  if (what === 'end') return { end: readText(run, 'silenceId').trim() };
  const minutes = readNumber(run, 'silenceMinutes', 'For (Minutes)');
  const labels = ([['signal', 'matchSignal'], ['severity', 'matchSeverity'], ['workspace', 'matchWorkspace']] as const).map(
    ([label, field]) => [label, what === 'matching' ? readText(run, field).trim() : ''] as const,
  );
  const reason = readText(run, 'reason').trim();
  return {
    matches: Object.fromEntries(labels.filter(([, value]) => value !== '')),
    all: what === 'all',
    by: readText(run, 'by'),
    ...(minutes !== undefined && { durationMs: Math.round(minutes * MINUTE) }),
    ...(reason !== '' && { reason }),
  };
}
