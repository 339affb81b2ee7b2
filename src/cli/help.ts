import type { Command } from './command';

export const NAME = 'hybrid-context';

export function describeProgram(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `${NAME} finds the code that belongs to a question, an event or a place in a file.`,
    '',
    `Usage: ${NAME} COMMAND [options]`,
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `${NAME} help COMMAND tells a command's options; --version tells the version.`,
    'Exit codes: 0 done, 1 error, 2 wrong command line, 130 interrupted.',
    '',
  ].join('\n');
}

export function describeCommand({ usage, summary, options }: Command): string {
  const rows = Object.entries(options).map(
    ([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ''}`, help] as const,
  );
  const width = Math.max(...rows.map(([option]) => option.length));
  return [
    `Usage: ${NAME} ${usage}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    ...rows.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`),
    '',
  ].join('\n');
}
