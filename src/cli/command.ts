/** What a command is, and the options that several share. */
import { createPathAccess, MODES, type CallOptions, type Engine, type Mode, type ResultFilter, type SettingsOverrides } from '../index';
import { createProgress } from './progress';
import { readAccess, readCode, SOURCE_OPTIONS } from './source';
import { readChoice, readList, readText, type OptionSpec, type Values } from './values';

export { readChoice, readList, readNumber, readText, UsageError, type OptionSpec, type Values } from './values';

export interface Streams {
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export interface Context {
  readonly values: Values;
  readonly positionals: readonly string[];
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly engine: Engine;
  /** Says that the command has begun what goes on until it is stopped: it is on record from then on, not at its end. */
  readonly begun: () => Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How many positional arguments it takes. */
  readonly arguments: { readonly min: number; readonly max: number };
  /** It does its work itself, so that the engine has no run of it to record. */
  readonly isOwnWork?: true;
  /** Resolves to the exit code. */
  run(context: Context): Promise<number>;
}

export const JSON_OPTION = {
  json: { type: 'boolean', help: 'print JSON for programs' },
} as const satisfies Command['options'];

export const WORKSPACE_OPTIONS = {
  root: { type: 'string', value: 'DIR', help: 'folder that holds the code' },
  ...SOURCE_OPTIONS,
  config: { type: 'string', value: 'FILE', help: 'settings file (default: $HYBRID_CONTEXT_CONFIG)' },
  include: { type: 'string', multiple: true, value: 'GLOB', help: 'only matching files; repeatable' },
  exclude: { type: 'string', multiple: true, value: 'GLOB', help: 'no matching files; repeatable' },
} as const satisfies Command['options'];

export const RETRIEVAL_OPTIONS = {
  mode: { type: 'string', value: 'MODE', help: MODES.join(' | ') },
  limit: { type: 'string', value: 'N', help: 'how many results, 1 to 100 (default 10)' },
  fusion: { type: 'string', value: 'WAY', help: 'how both sides become one list: score_blend | reciprocal_ranks' },
} as const satisfies Command['options'];

/** Which results are wanted; the index is the same with any filter. */
export const FILTER_OPTIONS = {
  'only-path': { type: 'string', multiple: true, value: 'GLOB', help: 'only results in matching files; repeatable' },
  'only-language': { type: 'string', multiple: true, value: 'NAME', help: 'only results in this language; repeatable' },
  'only-kind': { type: 'string', multiple: true, value: 'KIND', help: 'only function, class, …, or lines; repeatable' },
} as const satisfies Command['options'];

/** What is in it is for the engine to check. */
export function readFilter(values: Values): { readonly filter?: ResultFilter } {
  const [paths, languages, kinds] = ['path', 'language', 'kind'].map((name) => readList(values, `only-${name}`));
  if (!paths && !languages && !kinds) return {};
  return { filter: { paths, languages, kinds: kinds as ResultFilter['kinds'] } };
}

/** Settings of this call; the engine checks the value. */
export function readFusion(values: Values): { readonly settings?: SettingsOverrides } {
  const fusion = readText(values, 'fusion');
  return fusion === undefined ? {} : { settings: { hybrid_mode: { fusion } } };
}

/** The part of a request that says which code it is about. */
export function readWorkspace({ values }: Context) {
  return {
    ...readCode(values),
    include: readList(values, 'include'),
    exclude: readList(values, 'exclude'),
    caller: 'cli',
  };
}

/** What the command line lends the engine: n8n's default path rules, Ctrl-C, progress on a terminal, a token. */
export function lendTo({ values, streams, signal }: Context): CallOptions {
  return { signal, access: createPathAccess(), onProgress: createProgress(streams.stderr), ...readAccess(values) };
}

export const readMode = (values: Values): Mode | undefined => readChoice(values, 'mode', MODES);

export function printJson({ streams }: Context, value: unknown): void {
  streams.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLines({ streams }: Context, lines: readonly string[]): void {
  streams.stdout.write(`${lines.join('\n')}\n`);
}
