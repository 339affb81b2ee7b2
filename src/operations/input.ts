/** Requests come from workflows, agents and webhooks: everything in them is checked here first. */
import { createError, LIMITS, MODES } from '../kernel';
import type { Mode, WorkspaceRef } from '../kernel';

export interface CheckedQuery {
  readonly text: string;
  /** Set when the query was cut. */
  readonly note?: string;
}

export function checkQuery(query: unknown): CheckedQuery {
  if (typeof query !== 'string') throw createError('VALUE_INVALID', { name: 'query', reason: 'it is not a text' });
  const text = query.replace(/\0/g, ' ').trim();
  if (text === '') throw createError('QUERY_EMPTY');
  if (text.length > LIMITS.queryMaxChars) {
    throw createError('QUERY_TOO_LARGE', { length: text.length, limit: LIMITS.queryMaxChars });
  }
  if (text.length <= LIMITS.queryUsedChars) return { text };
  return {
    text: text.slice(0, LIMITS.queryUsedChars),
    note: `the query has ${text.length} characters; the first ${LIMITS.queryUsedChars} were used`,
  };
}

export function checkWhole(name: string, value: unknown, min: number, max: number, fallback?: number): number {
  if ((value === undefined || value === null) && fallback !== undefined) return fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw createError('VALUE_OUT_OF_RANGE', { name, value: describe(value), min, max });
  }
  return value;
}

/** A number, whole or not, or the fallback for what is absent. */
export function checkNumber(name: string, value: unknown, min: number, max: number, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw createError('VALUE_OUT_OF_RANGE', { name, value: describe(value), min, max });
}

/** One of `options`, or the fallback for what is absent or empty. */
export function checkChoice<T extends string>(name: string, value: unknown, options: readonly T[], fallback: T): T {
  if (value === undefined || value === null || value === '') return fallback;
  const found = options.find((option) => option === value);
  if (found) return found;
  throw createError('VALUE_INVALID', { name, reason: `${describe(value)} is none of ${options.join(', ')}` });
}

export const checkMode = (mode: unknown, fallback: Mode): Mode => checkChoice('mode', mode, MODES, fallback);

export function checkLine(line: unknown): number | undefined {
  return line === undefined || line === null ? undefined : checkWhole('line', line, 1, 10_000_000);
}

/** A text, or undefined for what is absent or empty. */
export function checkText(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw createError('VALUE_INVALID', { name, reason: 'it is not a text' });
  return value.trim() === '' ? undefined : value;
}

export function checkFlag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw createError('VALUE_INVALID', { name, reason: 'it is neither true nor false' });
  return value;
}

/** A list of texts, each one of `options` where they are given; undefined for what is absent or empty. */
export function checkList<T extends string>(name: string, value: unknown, options?: readonly T[]): readonly T[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length > LIMITS.patternsMax || !value.every((each) => typeof each === 'string')) {
    throw createError('VALUE_INVALID', { name, reason: `it is not a list of at most ${LIMITS.patternsMax} texts` });
  }
  const unknown = options && value.find((each) => !(options as readonly string[]).includes(each));
  if (unknown !== undefined) throw createError('VALUE_INVALID', { name, reason: `${describe(unknown)} is none of ${options!.join(', ')}` });
  return value.length > 0 ? (value as T[]) : undefined;
}

/** A text of at most `max` characters, without spaces around it. */
export function checkShortText(name: string, value: unknown, max: number = LIMITS.symbolNameMaxChars): string | undefined {
  const text = checkText(name, value)?.trim();
  if (text !== undefined && text.length > max) {
    throw createError('VALUE_INVALID', { name, reason: `it has more than ${max} characters` });
  }
  return text;
}

export function checkPatterns(ref: WorkspaceRef): void {
  for (const name of ['include', 'exclude'] as const) {
    const patterns = ref[name];
    if (patterns === undefined) continue;
    if (!Array.isArray(patterns) || !patterns.every((pattern) => typeof pattern === 'string')) {
      throw createError('VALUE_INVALID', { name, reason: 'it is not a list of texts' });
    }
  }
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  // Objects may refuse to become texts.
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value).slice(0, 60);
}
