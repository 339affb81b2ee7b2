import { JSON_OPTION, printJson, printLines, readNumber, readText, type Command } from '../command';

export const silence: Command = {
  name: 'silence',
  usage: 'silence [--signal NAME] [--severity NAME] [--workspace NAME] [--minutes N], or silence --all, or silence --end SILENCE',
  summary: 'keep alerts quiet for a while, or end that',
  options: {
    config: { type: 'string', value: 'FILE', help: 'settings file (YAML)' },
    signal: { type: 'string', value: 'NAME', help: 'alerts about this signal or recorded series' },
    severity: { type: 'string', value: 'NAME', help: 'alerts of this severity: critical or warning' },
    workspace: { type: 'string', value: 'NAME', help: 'alerts about this workspace' },
    all: { type: 'boolean', help: 'every alert' },
    minutes: { type: 'string', value: 'N', help: 'how long (default 60)' },
    by: { type: 'string', value: 'NAME', help: 'who, for the others to see' },
    reason: { type: 'string', value: 'TEXT', help: 'why, for the others to see' },
    end: { type: 'string', value: 'SILENCE', help: 'end this silence instead' },
    ...JSON_OPTION,
  },
  arguments: { min: 0, max: 0 },

  async run(context) {
    const { values, engine } = context;
    const minutes = readNumber(values, 'minutes');
    const labels = ['signal', 'severity', 'workspace'].flatMap((name) => {
      const value = readText(values, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    const answer = await engine.silenceAlerts({
      matches: Object.fromEntries(labels),
      all: values.all === true,
      by: readText(values, 'by'),
      reason: readText(values, 'reason'),
      end: readText(values, 'end'),
      ...(minutes !== undefined && { durationMs: Math.round(minutes * 60_000) }),
    });
    const { silence: made, ended, silenced } = answer;
    if (values.json) printJson(context, answer);
    else printLines(context, [ended ? `ended ${made.id}` : `${made.id} until ${new Date(made.until).toISOString()}; ${silenced} firing alerts are quiet`]);
    return 0;
  },
};
