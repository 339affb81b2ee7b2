/** What a command is, and the options that several share. */
import { resolve } from 'node:path';
import { createPathAccess, MODES, type CallOptions, type Engine, type Mode } from '../index';
import { createProgress } from './progress';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Names the value in the help. */
  readonly value?: string;
  readonly help: string;
}

export interface Streams {
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface Context {
  readonly values: Values;
  readonly positionals: readonly string[];
  readonly streams: Streams;
  readonly signal: AbortSignal;
  readonly engine: Engine;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How many positional arguments it takes. */
  readonly arguments: { readonly min: number; readonly max: number };
  /** Resolves to the exit code. */
  run(context: Context): Promise<number>;
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const JSON_OPTION = {
  json: { type: 'boolean', help: 'print JSON for programs' },
} as const satisfies Command['options'];

export const WORKSPACE_OPTIONS = {
  root: { type: 'string', value: 'DIR', help: 'folder that holds the code' },
  config: { type: 'string', value: 'FILE', help: 'settings file (default: $HYBRID_CONTEXT_CONFIG)' },
  include: { type: 'string', multiple: true, value: 'GLOB', help: 'only matching files; repeatable' },
  exclude: { type: 'string', multiple: true, value: 'GLOB', help: 'no matching files; repeatable' },
} as const satisfies Command['options'];

export const RETRIEVAL_OPTIONS = {
  mode: { type: 'string', value: 'MODE', help: MODES.join(' | ') },
  limit: { type: 'string', value: 'N', help: 'how many results, 1 to 100 (default 10)' },
} as const satisfies Command['options'];

/** The part of a request that says which code it is about. */
export function readWorkspace({ values }: Context) {
  const root = readText(values, 'root');
  return {
    root: root ? resolve(root) : '',
    include: readList(values, 'include'),
    exclude: readList(values, 'exclude'),
    caller: 'cli',
  };
}

/** What the command line lends the engine: n8n's default path rules, Ctrl-C, progress on a terminal. */
export function lendTo({ streams, signal }: Context): CallOptions {
  return { signal, access: createPathAccess(), onProgress: createProgress(streams.stderr) };
}

export function readText(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function readList(values: Values, name: string): string[] | undefined {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A number as it was written; whether it is in range is the engine's to say. */
export function readNumber(values: Values, name: string): number | undefined {
  const text = readText(values, name);
  if (text === undefined) return undefined;
  if (text.trim() === '' || Number.isNaN(Number(text))) {
    throw new UsageError(`--${name} takes a number, not "${text}"`);
  }
  return Number(text);
}

export function readChoice<T extends string>(values: Values, name: string, choices: readonly T[]): T | undefined {
  const text = readText(values, name);
  if (text === undefined || choices.includes(text as T)) return text as T | undefined;
  throw new UsageError(`--${name} is one of ${choices.join(', ')}, not "${text}"`);
}

export const readMode = (values: Values): Mode | undefined => readChoice(values, 'mode', MODES);

export function printJson({ streams }: Context, value: unknown): void {
  streams.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLines({ streams }: Context, lines: readonly string[]): void {
  streams.stdout.write(`${lines.join('\n')}\n`);
}
