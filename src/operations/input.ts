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

export function checkWhole(name: string, value: unknown, min: number, max: number, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw createError('VALUE_OUT_OF_RANGE', { name, value: describe(value), min, max });
  }
  return value;
}

export function checkMode(mode: unknown, fallback: Mode): Mode {
  if (mode === undefined || mode === null || mode === '') return fallback;
  if (typeof mode === 'string' && (MODES as readonly string[]).includes(mode)) return mode as Mode;
  throw createError('VALUE_INVALID', { name: 'mode', reason: `${describe(mode)} is none of ${MODES.join(', ')}` });
}

export function checkLine(line: unknown): number | undefined {
  return line === undefined || line === null ? undefined : checkWhole('line', line, 1, 10_000_000, 1);
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

function describe(value: unknown): string {
  return (typeof value === 'string' ? `"${value}"` : String(value)).slice(0, 60);
}
