import { version } from '../../package.json';
import { COMMANDS } from '../../src/cli/run';
import { run } from './sample';

describe('the command line itself', () => {
  it('tells its version', async () => {
    await expect(run(['--version'])).resolves.toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([[['help']], [['--help']], [['-h']]])('helps: %j', async (args) => {
    const { code, out } = await run(args);
    expect(code).toBe(0);
    const width = Math.max(...COMMANDS.map(({ name }) => name.length));
    for (const { name, summary } of COMMANDS) expect(out).toContain(`${name.padEnd(width)}  ${summary}`);
  });

  it.each(COMMANDS.map(({ name }) => name))('explains every option of %s', async (name) => {
    const asked = await run(['help', name]);
    await expect(run([name, '--help'])).resolves.toEqual(asked);
    await expect(run([name, '-h'])).resolves.toEqual(asked);
    const options = COMMANDS.find((command) => command.name === name)?.options ?? {};
    for (const [option, { help }] of Object.entries(options)) {
      expect(asked.out).toMatch(new RegExp(`--${option}\\b.*`));
      expect(asked.out).toContain(help);
    }
  });

  it.each([
    ['no command', [], 'no command was given'],
    ['an unknown command', ['serach'], 'there is no command "serach"'],
    ['help for an unknown command', ['help', 'serach'], 'there is no command "serach"'],
    ['an unknown option', ['sync', '--rooot', '/x'], '--rooot'],
    ['an unknown option, and says where the options are', ['sync', '--rooot', '/x'], "Unknown option '--rooot'; hybrid-context help sync lists the options"],
    ['an option without its value', ['sync', '--root'], '--root'],
    ['too few arguments', ['query', '--root', '/x'], 'expected hybrid-context query "<text>"'],
    ['too many arguments', ['sync', 'x', '--root', '/x'], 'expected hybrid-context sync'],
    ['a limit that is no number', ['query', 'x', '--limit', 'ten'], '--limit takes a number, not "ten"'],
    ['a limit that is blank', ['query', 'x', '--limit', ' '], '--limit takes a number'],
    ['a mode that there is not', ['query', 'x', '--mode', 'magic'], '--mode is one of automatic, ast'],
    ['a place without a line', ['structure', 'a.ts', '--root', '/x'], '"a.ts" is not of the form FILE:LINE'],
    ['a direction that there is not', ['deps', '--direction', 'up'], '--direction is one of imports, importers, both, not "up"'],
    ['a format that there is not', ['deps', '--format', 'svg'], '--format is one of text, mermaid, dot'],
    ['filters that exclude each other', ['search-structure', '--exported', '--internal'], '--exported and --internal exclude each other'],
    ['a diff and a folder', ['impact', 'a.diff', '--against', '/x'], 'give a diff or --against, not both'],
    ['a definition that is not named', ['callers', '--root', '/x'], 'expected hybrid-context callers NAME|FILE:LINE'],
    ['a search without queries', ['search', '--root', '/x'], '--queries FILE is missing'],
  ])('refuses %s with exit code 2', async (_, args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('See hybrid-context help.');
  });
});
