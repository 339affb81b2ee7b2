import { JSON_OPTION, printJson, printLines, readText, type Command } from '../command';

export const acknowledge: Command = {
  name: 'acknowledge',
  usage: 'acknowledge ALERT [--by NAME]',
  summary: 'say that somebody looks after an alert: it is not told again until it ends',
  options: {
    config: { type: 'string', value: 'FILE', help: 'settings file (YAML)' },
    by: { type: 'string', value: 'NAME', help: 'who, for the others to see' },
    ...JSON_OPTION,
  },
  arguments: { min: 1, max: 1 },

  async run(context) {
    const { values, positionals, engine } = context;
    const alert = await engine.acknowledgeAlert({ id: positionals[0]!, by: readText(values, 'by') });
    if (values.json) printJson(context, alert);
    else printLines(context, [`acknowledged ${alert.id}: ${alert.message}`]);
    return 0;
  },
};
