/** Settings as somebody would write them in a file. */
import { z } from 'zod';
import type { FieldKind } from './fields';
import { settingsSchema, type Settings } from './schema';
import { formatDuration, formatSize } from './units';

/** Sections within sections; in the end `10m`, `20MB`, `0.7`, `true`, `auto`. */
export interface WrittenSettings {
  readonly [key: string]: string | WrittenSettings;
}

const WRITE: Partial<Readonly<Record<FieldKind, (value: number) => string>>> = { duration: formatDuration, size: formatSize };

export const writeSettings = (settings: Settings): WrittenSettings => writeSection(settingsSchema, settings);

function writeSection(schema: z.ZodTypeAny, section: object): WrittenSettings {
  const shape = shapeOf(schema) ?? {};
  return Object.fromEntries(
    Object.entries(section).map(([key, value]: [string, unknown]): [string, string | WrittenSettings] => {
      const field = shape[key];
      if (field && shapeOf(field)) return [key, writeSection(field, value as object)];
      const write = WRITE[field?.description as FieldKind];
      return [key, write ? write(value as number) : String(value)];
    }),
  );
}

/** Of a section (see `section`); undefined for a field. */
function shapeOf(schema: z.ZodTypeAny): z.ZodRawShape | undefined {
  if (!(schema instanceof z.ZodEffects)) return undefined;
  const inner = schema.innerType() as z.ZodTypeAny;
  return inner instanceof z.ZodObject ? (inner.shape as z.ZodRawShape) : undefined;
}
