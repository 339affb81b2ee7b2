import { JSON_OPTION, printJson, printLines, readNumber, type Command } from '../command';
import { ALERT_FILTER_OPTIONS, readAlertFilter } from '../alert-filter';

const HOUR = 3_600_000;

export const alerts: Command = {
  name: 'alerts',
  usage: 'alerts [--all] [--signal NAME…] [--severity NAME…] [--workspace NAME…] [--about WHAT…] [--json]',
  summary: 'list alerts that fire, what is silenced, and what was told lately',
  options: {
    config: { type: 'string', value: 'FILE', help: 'settings file (YAML)' },
    all: { type: 'boolean', help: 'calm alerts as well' },
    ...ALERT_FILTER_OPTIONS,
    hours: { type: 'string', value: 'N', help: 'how far back the timeline goes (default 24)' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, engine } = context;
    const hours = readNumber(values, 'hours');
    const answer = await engine.listAlerts({
      ...readAlertFilter(values),
      phases: values.all === true ? 'all' : 'firing',
      ...(hours !== undefined && { windowMs: Math.round(hours * HOUR) }),
    });
    if (values.json) {
      printJson(context, answer);
      return 0;
    }
    const time = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
    const listed = answer.alerts.map((one) => `${one.id}  ${one.severity.padEnd(8)}  ${one.about === 'anomaly' ? 'anomaly, ' : ''}${one.phase}${one.silenced ? ' (silenced)' : ''}  ${one.message}`);
    printLines(context, [
      ...(listed.length > 0 ? listed : ['No alert fires.']),
      ...answer.silences.map(({ id, matches, until, by }) => `silence ${id}  ${JSON.stringify(matches)} until ${time(until)} by ${by}`),
      ...answer.timeline.map(({ at, kind, alert }) => `${time(at)}  ${kind.padEnd(8)}  ${alert.severity.padEnd(8)}  ${alert.message}`),
      ...answer.notes.map((note) => `note: ${note}`),
    ]);
    return 0;
  },
};
