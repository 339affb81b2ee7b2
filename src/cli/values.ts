/** What a command line says, by the names of its options. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Names the value in the help. */
  readonly value?: string;
  readonly help: string;
}

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
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
