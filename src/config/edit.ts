/** One value changed in the text of a settings file; comments, order and all other lines stay. */
import { isMap, isScalar, parseDocument, Scalar, type Document } from 'yaml';
import { createError, type SettingValue } from '../kernel';
import { parseSettings } from './check';
import type { Settings } from './schema';

/**
 * `key` is dotted, `value` as the file writes it. Throws SETTINGS_INVALID when the text is not valid as it
 * is, when it would not be so with the value, or when another key would change with it (an alias).
 */
export function editSettings(text: string, key: string, value: SettingValue): string {
  const before = parseSettings(text);
  const path = key.split('.');
  const document = parseDocument(text);
  const edited = replaceInPlace(text, document, path, value) ?? addTo(document, path, value);
  const changed = differences(before, parseSettings(edited));
  if (changed.some((one) => one !== key)) {
    throw createError('SETTINGS_INVALID', { reason: `${key} shares its value with ${changed.filter((one) => one !== key).join(', ')}; give each one of its own` });
  }
  return edited;
}

/** A value that stands there is exchanged where it stands. */
function replaceInPlace(text: string, document: Document, path: readonly string[], value: SettingValue): string | undefined {
  const node = document.getIn(path, true);
  if (!isScalar(node) || !node.range) return undefined;
  const [from, to] = node.range;
  // A key without a value has a place of no width right behind its colon.
  const written = String(new Scalar(value));
  return `${text.slice(0, from)}${from === to ? ' ' : ''}${written}${text.slice(to)}`;
}

function addTo(document: Document, path: readonly string[], value: SettingValue): string {
  if (document.contents === null || !isMap(document.contents)) document.contents = document.createNode({});
  for (let depth = 1; depth < path.length; depth += 1) {
    const section = path.slice(0, depth);
    if (!isMap(document.getIn(section, true))) document.setIn(section, document.createNode({}));
  }
  document.setIn(path, value);
  return document.toString({ lineWidth: 0 });
}

/** Dotted keys whose values differ. */
function differences(a: Settings, b: Settings): string[] {
  const [left, right] = [flat(a), flat(b)];
  return [...left.keys()].filter((key) => left.get(key) !== right.get(key));
}

function flat(value: object, prefix = ''): Map<string, unknown> {
  return new Map(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, unknown][] =>
      typeof inner === 'object' && inner !== null ? [...flat(inner, `${prefix}${key}.`)] : [[`${prefix}${key}`, inner]],
    ),
  );
}
