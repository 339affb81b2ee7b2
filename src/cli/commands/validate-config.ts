import { checkSettings, type SettingsProblem } from '../../index';
import { JSON_OPTION, printJson, printLines, type Command } from '../command';
import { readInput } from '../input';

export const validateConfig: Command = {
  name: 'validate-config',
  usage: 'validate-config FILE',
  summary: 'name every wrong key, value and line of a settings file; exit code 1 if there is one',
  options: JSON_OPTION,
  arguments: { min: 1, max: 1 },
  isOwnWork: true,

  async run(context) {
    const [file = ''] = context.positionals;
    const problems = await checkSettings(await readInput(file, context.streams.stdin));
    if (context.values.json) printJson(context, { file, valid: problems.length === 0, problems });
    else if (problems.length === 0) printLines(context, [`${file} is valid.`]);
    else printLines(context, problems.map((problem) => describe(file, problem)));
    return problems.length === 0 ? 0 : 1;
  },
};

/** `FILE:LINE: key (value) message`, so that editors can jump to it. */
function describe(file: string, { line, key, value, message }: SettingsProblem): string {
  const subject = [key, value && `(${value})`].filter(Boolean).join(' ');
  return `${file}:${line}: ${[subject, message].filter(Boolean).join(' ')}`;
}
