import type { IDataObject } from 'n8n-workflow';
import type { RequestBase, SettingsOverrides } from '../../src/index';
import { nameAsker } from './asker';
import type { ItemRun } from './run';

export function readOptions(run: ItemRun): IDataObject {
  return run.context.getNodeParameter('options', run.itemIndex, {});
}

/** A text parameter; an expression may have made it anything. */
export function readText(run: ItemRun, name: string): string {
  return toText(run.context.getNodeParameter(name, run.itemIndex, ''));
}

/** A number parameter; undefined when it is empty. */
export function readNumber(run: ItemRun, name: string, label: string): number | undefined {
  return toNumber(run, run.context.getNodeParameter(name, run.itemIndex, ''), label);
}

export function readFlag(run: ItemRun, name: string, fallback: boolean): boolean {
  return run.context.getNodeParameter(name, run.itemIndex, fallback) === true;
}

export function toNumber(run: ItemRun, value: unknown, label: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw run.createError('VALUE_INVALID', { name: label, reason: `"${toText(value)}" is not a number` });
}

/** Which code the item is about, and the settings of this node that rule over the settings file. */
export function readBase(run: ItemRun, options: IDataObject): RequestBase {
  const include = toPatterns(options.include);
  const exclude = toPatterns(options.exclude);
  const workspace = toText(options.workspace).trim();
  const settings = readSettings(run, options);
  return {
    ...run.code,
    ...(workspace !== '' && { workspace }),
    ...(include.length > 0 && { include }),
    ...(exclude.length > 0 && { exclude }),
    ...(Object.keys(settings).length > 0 && { settings }),
    ...nameAsker(run.context),
  };
}

export function readSettings(run: ItemRun, options: IDataObject): SettingsOverrides {
  const qualityMinimum = toNumber(run, options.qualityMinimum, 'Minimum Quality');
  const maxSeconds = toNumber(run, options.maxAnalysisTime, 'Max Analysis Time');
  const fusion = toText(options.fusion);
  const mode = {
    ...(fusion !== '' && { fusion }),
    ...(qualityMinimum !== undefined && { quality_score_min: qualityMinimum }),
    ...(maxSeconds !== undefined && { max_analysis_time: `${Math.round(maxSeconds * 1000)}ms` }),
  };
  const settings = toObject(run, options.settings, 'Settings (JSON)');
  return Object.keys(mode).length > 0 ? mergeSettings(settings, { hybrid_mode: mode }) : settings;
}

/** Both, as nested objects; where both have a value, that of `over` counts. */
export function mergeSettings(base: SettingsOverrides, over: SettingsOverrides): SettingsOverrides {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const present = merged[key];
    merged[key] = isObject(present) && isObject(value) ? mergeSettings(present, value) : value;
  }
  return merged;
}

/** A JSON parameter that must hold an object: as text, or already an object by an expression. */
export function toObject(run: ItemRun, value: unknown, label: string): IDataObject {
  const parsed = typeof value === 'string' ? parseJson(run, value, label) : (value ?? {});
  if (isObject(parsed)) return parsed as IDataObject;
  throw run.createError('VALUE_INVALID', { name: label, reason: 'it must be a JSON object' });
}

function parseJson(run: ItemRun, text: string, label: string): unknown {
  if (text.trim() === '') return {};
  let reason: string;
  try {
    return JSON.parse(text);
  } catch (error) {
    reason = (error as Error).message;
  }
  throw run.createError('VALUE_INVALID', { name: label, reason });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A collection; an expression may have made it anything. */
export function readObject(run: ItemRun, name: string, label: string): IDataObject {
  return toObject(run, run.context.getNodeParameter(name, run.itemIndex, {}), label);
}

/** Names are separated by commas or line breaks; a list is taken as it is. */
export const toNames = (value: unknown): string[] => toPatterns(value);

/** Patterns are separated by line breaks or, in one line, by commas; a list is taken as it is. */
function toPatterns(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(toText) : splitPatterns(toText(value));
  return parts.map((pattern) => pattern.trim()).filter((pattern) => pattern !== '');
}

function splitPatterns(text: string): string[] {
  return text.split(text.includes('\n') ? '\n' : ',');
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
