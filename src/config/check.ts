import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { createError } from '../kernel';
import type { Settings } from './schema';
import { validateSettings, type SettingsIssue } from './validate';

/** Something wrong with a settings file. `line` is 1-based; `key` is dotted, and empty for syntax. */
export interface SettingsProblem {
  readonly line: number;
  readonly key: string;
  /** The value as it is written, shortened. */
  readonly value: string;
  readonly message: string;
}

const TEXT_MAX_CHARS = 1_048_576;
const VALUE_MAX_CHARS = 80;

/** Every problem of a settings file, in the order of its lines; none means that it can be used. */
export function checkSettings(yamlText: string): SettingsProblem[] {
  return [...inspect(yamlText).problems];
}

/** The settings in a YAML text; keys that it leaves out get their defaults. Throws SETTINGS_INVALID. */
export function parseSettings(yamlText: string): Settings {
  const { settings, problems } = inspect(yamlText);
  if (settings) return settings;
  throw createError('SETTINGS_INVALID', { reason: problems.map(describeProblem).join('; ') });
}

/** One problem in one line, for a person to read. */
export function describeProblem({ line, key, value, message }: SettingsProblem): string {
  if (key === '') return `line ${line}: ${message}`;
  return `line ${line}: ${key}${value === '' ? '' : ` (${value})`} ${message}`;
}

interface Inspected {
  readonly settings?: Settings;
  readonly problems: readonly SettingsProblem[];
}

function inspect(text: string): Inspected {
  if (text.length > TEXT_MAX_CHARS) return { problems: [syntax(1, 'The text is longer than 1 MB.')] };
  const lines = new LineCounter();
  try {
    return inspectDocument(text, parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines);
  } catch (thrown) {
    // Reached by hostile nesting (stack) and by alias bombs; both are the text's fault.
    return { problems: [syntax(1, `The text cannot be read: ${(thrown as Error).message}`)] };
  }
}

function inspectDocument(text: string, document: Document, lines: LineCounter): Inspected {
  const faults = [...document.errors, ...document.warnings];
  const problems = faults.map(({ pos, message }) => syntax(lines.linePos(pos[0]).line, message));
  problems.push(...findLostAliases(document, lines));
  if (problems.length > faults.filter(({ code }) => code === 'DUPLICATE_KEY').length) return { problems };

  const raw: unknown = document.toJS({ maxAliasCount: 100 });
  const { settings, issues } = validateSettings(raw ?? {});
  problems.push(...issues.map((issue) => locate(issue, text, document, lines)));
  problems.sort((a, b) => a.line - b.line);
  return problems.length === 0 && settings ? { settings, problems } : { problems };
}

/** The library tells of these only when it makes values, and then without a line. */
function findLostAliases(document: Document, lines: LineCounter): SettingsProblem[] {
  const lost: SettingsProblem[] = [];
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document)) return;
      const { line } = lines.linePos(node.range?.[0] ?? 0);
      lost.push(syntax(line, `There is no anchor "&${node.source}" before this alias.`));
    },
  });
  return lost;
}

function syntax(line: number, message: string): SettingsProblem {
  return { line, key: '', value: '', message };
}

/** Follows the path as far as the document goes: a default that is in the way has no line. */
function locate(
  { path, message }: SettingsIssue,
  text: string,
  document: Document,
  lines: LineCounter,
): SettingsProblem {
  let node: unknown = document.contents;
  let offset = rangeOf(node)?.[0] ?? 0;
  for (const key of path) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(container)
      ? container.items.find((item) => (isScalar(item.key) ? String(item.key.value) : String(item.key)) === key)
      : undefined;
    if (!pair) {
      node = undefined;
      break;
    }
    offset = rangeOf(pair.key)?.[0] ?? offset;
    node = pair.value;
  }
  const range = rangeOf(node);
  const value = range && path.length > 0 ? shorten(text.slice(range[0], range[1])) : '';
  return { line: lines.linePos(offset).line, key: path.join('.'), value, message };
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return isNode(node) ? (node.range ?? undefined) : undefined;
}

function shorten(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > VALUE_MAX_CHARS ? `${line.slice(0, VALUE_MAX_CHARS)}…` : line;
}
