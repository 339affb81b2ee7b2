/** The command line from its arguments to its exit code; nothing here ends the process. */
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { openEngine, toEngineError } from '../index';
import { UsageError, type Command, type Streams, type Values } from './command';
import { runRecorded } from './record';
import { acknowledge } from './commands/acknowledge';
import { alerts } from './commands/alerts';
import { analyzeFile } from './commands/analyze-file';
import { analyzeWorkspace } from './commands/analyze-workspace';
import { anomaly } from './commands/anomaly';
import { callees } from './commands/callees';
import { callers } from './commands/callers';
import { deps } from './commands/deps';
import { duplicates } from './commands/duplicates';
import { enrich } from './commands/enrich';
import { feedback } from './commands/feedback';
import { findSymbol } from './commands/find-symbol';
import { forecast } from './commands/forecast';
import { impact } from './commands/impact';
import { implementations } from './commands/implementations';
import { query } from './commands/query';
import { recommendations } from './commands/recommendations';
import { refactor } from './commands/refactor';
import { references } from './commands/references';
import { search } from './commands/search';
import { searchStructure } from './commands/search-structure';
import { serve } from './commands/serve';
import { silence } from './commands/silence';
import { similar } from './commands/similar';
import { stackTrace } from './commands/stack-trace';
import { structure } from './commands/structure';
import { sync } from './commands/sync';
import { tree } from './commands/tree';
import { validateConfig } from './commands/validate-config';
import { describeCommand, describeProgram, NAME } from './help';

export const COMMANDS: readonly Command[] = [
  query,
  search,
  sync,
  analyzeWorkspace,
  tree,
  analyzeFile,
  findSymbol,
  searchStructure,
  references,
  callers,
  callees,
  implementations,
  similar,
  duplicates,
  structure,
  deps,
  stackTrace,
  impact,
  refactor,
  enrich,
  feedback,
  forecast,
  anomaly,
  alerts,
  acknowledge,
  silence,
  recommendations,
  serve,
  validateConfig,
];

export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Runs the command line `args` (without node and script). Never rejects. */
export async function runCli(
  args: readonly string[],
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  try {
    return await dispatch(args, streams, signal);
  } catch (thrown) {
    if (signal.aborted) return EXIT.interrupted;
    if (thrown instanceof UsageError) {
      streams.stderr.write(`${NAME}: ${thrown.message}\nSee ${NAME} help.\n`);
      return EXIT.usage;
    }
    const { code, message, fix } = toEngineError(thrown);
    streams.stderr.write(`error ${code}: ${message}\nfix: ${fix}\n`);
    return EXIT.failed;
  }
}

async function dispatch(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('no command was given');
  if (name === '--version' || name === '-v') {
    streams.stdout.write(`${version}\n`);
    return EXIT.done;
  }
  if (name === 'help' || name === '--help' || name === '-h') return help(rest[0], streams);
  const command = findCommand(name);
  if (rest.includes('--help') || rest.includes('-h')) return help(name, streams);
  const { values, positionals } = parse(command, rest);
  const settingsPath = typeof values.config === 'string' ? values.config : undefined;
  const engine = openEngine({ inThread: false, settingsPath, caller: 'cli' });
  try {
    return await runRecorded(command, { values, positionals, streams, signal, engine });
  } finally {
    await engine.close();
  }
}

function help(name: string | undefined, streams: Streams): number {
  const text = name === undefined ? describeProgram(COMMANDS) : describeCommand(findCommand(name));
  streams.stdout.write(text);
  return EXIT.done;
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name);
  if (command) return command;
  const known = COMMANDS.map((one) => one.name).join(', ');
  throw new UsageError(`there is no command "${name}"; there are ${known}`);
}

function parse(command: Command, args: string[]): { values: Values; positionals: string[] } {
  const { min, max } = command.arguments;
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node goes on with how to pass arguments that begin with a dash, which is rarely what was meant.
    throw new UsageError(`${(error as Error).message.split('. ')[0]!}; ${NAME} help ${command.name} lists the options`);
  }
  const count = parsed.positionals.length;
  if (count < min || count > max) {
    throw new UsageError(`expected ${NAME} ${command.usage}`);
  }
  return parsed;
}
