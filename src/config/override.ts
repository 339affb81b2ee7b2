import { createError, type SettingsOverrides } from '../kernel';
import type { Settings } from './schema';
import { isPlainObject, validateSettings } from './validate';

const VALUE_MAX_CHARS = 80;

/**
 * `base` with the keys of `overrides` in place of its own. Values may carry units as in the file.
 * A key that is undefined is as good as absent. Throws SETTINGS_INVALID naming every wrong key.
 */
export function overrideSettings(base: Settings, overrides: SettingsOverrides | undefined): Settings {
  if (overrides === undefined || (isPlainObject(overrides) && Object.keys(overrides).length === 0)) {
    return base;
  }
  if (!isPlainObject(overrides)) {
    throw createError('SETTINGS_INVALID', { reason: 'the overrides are not an object of sections' });
  }
  const { settings, issues } = validateSettings(merge(base, overrides), overrides);
  if (settings) return settings;
  const reason = issues
    .map(({ path, message }) => `${path.join('.')}${describeValue(overrides, path)} ${message}`)
    .join('; ');
  throw createError('SETTINGS_INVALID', { reason });
}

/** Goes no deeper than the base does, and `fromEntries` sets own keys only, whatever their name. */
function merge(base: object, overrides: Record<string, unknown>): Record<string, unknown> {
  const known = base as Record<string, unknown>;
  const changed = Object.entries(overrides)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]): [string, unknown] => {
      const inner = Object.hasOwn(known, key) ? known[key] : undefined;
      return [key, isPlainObject(inner) && isPlainObject(value) ? merge(inner, value) : value];
    });
  return Object.fromEntries([...Object.entries(known), ...changed]);
}

function describeValue(overrides: Record<string, unknown>, path: readonly string[]): string {
  let at: unknown = overrides;
  for (const key of path) at = isPlainObject(at) ? at[key] : undefined;
  if (at === undefined || (typeof at === 'object' && at !== null)) return '';
  const leaf = at as string | number | boolean | null;
  const text = typeof leaf === 'string' ? JSON.stringify(leaf) : String(leaf);
  return ` (${text.length > VALUE_MAX_CHARS ? `${text.slice(0, VALUE_MAX_CHARS)}…` : text})`;
}
