import { z } from 'zod';
import { formatDuration, formatSize, parseDuration, parseRatio, parseSize } from './units';

/** Told by a field's description, for who writes values. */
export type FieldKind = 'duration' | 'size' | 'plain';

interface FieldOptions<T> {
  readonly kind?: FieldKind;
  readonly fallback: unknown;
  readonly expected: string;
  readonly parse: (value: unknown) => T | undefined;
  /** Says what is wrong with a value of the right kind. */
  readonly check?: (value: T) => string | undefined;
}

/** One key: raw value in, checked value out; a missing key gets the fallback. */
function field<T>({ kind = 'plain', fallback, expected, parse, check }: FieldOptions<T>) {
  return z
    .unknown()
    .transform((raw, context): T => {
      const value = raw === null ? undefined : parse(raw);
      const wrong =
        raw === null
          ? `is empty: give ${expected}, or remove the line`
          : value === undefined
            ? `must be ${expected}`
            : check?.(value);
      if (wrong === undefined) return value as T;
      context.addIssue({ code: z.ZodIssueCode.custom, message: wrong });
      return z.NEVER;
    })
    .default(fallback as never)
    .describe(kind);
}

/** Milliseconds. */
export function duration(fallback: string, min: string, max: string) {
  const expected = 'a duration such as 500ms, 2s, 10m or 7d';
  const check = within(parseDuration(min), parseDuration(max), formatDuration);
  return field({ kind: 'duration', fallback, expected, parse: parseDuration, check });
}

/** Bytes; 1024-based units. */
export function size(fallback: string, min: string, max: string) {
  const expected = 'a size such as 512KB, 20MB or 1GB';
  const check = within(parseSize(min), parseSize(max), formatSize);
  return field({ kind: 'size', fallback, expected, parse: parseSize, check });
}

/** 0..1, written as 0.7 or 70%. */
export function ratio(fallback: number | string) {
  const expected = 'a ratio from 0 to 1, or a percentage such as 70%';
  const check = (value: number): string | undefined => {
    if (value <= 1) return undefined;
    const hint = value <= 100 ? `; did you mean ${value}%?` : '';
    return `must be ${expected}${hint}`;
  };
  return field({ fallback, expected, parse: parseRatio, check });
}

/** A whole number. */
export function count(fallback: number, min: number, max: number) {
  const expected = `a whole number from ${min} to ${max}`;
  const check = within(min, max, String);
  return field({ fallback, expected, parse: parseCount, check });
}

export function flag(fallback: boolean) {
  const parse = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
  return field({ fallback, expected: 'true or false', parse });
}

export function choice<T extends string>(fallback: T, options: readonly T[]) {
  const parse = (value: unknown): T | undefined => options.find((option) => option === value);
  return field({ fallback, expected: `one of ${options.join(', ')}`, parse });
}

/** Keys that belong together. A section whose keys are all commented out is empty, not wrong. */
export function section<T extends z.ZodRawShape>(shape: T) {
  const object = z.object(shape, { invalid_type_error: 'must be a section with keys below it' });
  return z.preprocess((value) => value ?? {}, object.strict());
}

function parseCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

function within(min = 0, max = Infinity, format: (value: number) => string) {
  return (value: number): string | undefined =>
    value >= min && value <= max ? undefined : `must be from ${format(min)} to ${format(max)}`;
}
