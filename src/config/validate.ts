import { z } from 'zod';
import { findDisorder } from './order-rules';
import { settingsSchema, type Settings } from './schema';
import { describeUnknownKey } from './suggest';

export interface SettingsIssue {
  readonly path: readonly string[];
  readonly message: string;
}

export interface Validated {
  /** Present when there is no issue. */
  readonly settings?: Settings;
  readonly issues: readonly SettingsIssue[];
}

/**
 * Checks a nested object of settings and finds every issue at once: wrong keys are taken out and the
 * rest is checked again, so that contradictions between the right ones show too. `given` holds what
 * the user wrote, when `raw` holds more than that: contradictions are laid at keys in it.
 */
export function validateSettings(raw: unknown, given: unknown = raw): Validated {
  const first = settingsSchema.safeParse(raw);
  const issues = first.success ? [] : first.error.issues.flatMap(toIssues);
  const rest = first.success ? first : settingsSchema.safeParse(without(raw, issues));
  if (rest.success) issues.push(...contradictions(rest.data, given, issues));
  return first.success && issues.length === 0 ? { settings: first.data, issues } : { issues };
}

function toIssues(issue: z.ZodIssue): SettingsIssue[] {
  const path = issue.path.map(String);
  if (issue.code !== z.ZodIssueCode.unrecognized_keys) return [{ path, message: issue.message }];
  return issue.keys.map((key) => {
    const full = [...path, key];
    return { path: full, message: describeUnknownKey(full) };
  });
}

function contradictions(
  settings: Settings,
  given: unknown,
  known: readonly SettingsIssue[],
): SettingsIssue[] {
  const wrong = new Set(known.map(({ path }) => path.join('.')));
  return findDisorder(settings)
    .filter(({ lower, upper }) => !wrong.has(lower) && !wrong.has(upper))
    .map(({ lower, upper, ofLower, ofUpper }) => {
      const blameLower = !isGiven(given, upper) && isGiven(given, lower);
      return blameLower
        ? { path: lower.split('.'), message: ofLower }
        : { path: upper.split('.'), message: ofUpper };
    });
}

function isGiven(given: unknown, path: string): boolean {
  let at = given;
  for (const key of path.split('.')) {
    if (!isPlainObject(at) || !Object.hasOwn(at, key)) return false;
    at = at[key];
  }
  return at !== undefined;
}

/** A copy of `raw` without the keys that have an issue. */
function without(raw: unknown, issues: readonly SettingsIssue[], depth = 0): unknown {
  if (!isPlainObject(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).flatMap(([key, value]) => {
      const here = issues.filter(({ path }) => path[depth] === key);
      if (here.some(({ path }) => path.length === depth + 1)) return [];
      return [[key, here.length > 0 ? without(value, here, depth + 1) : value]];
    }),
  );
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
