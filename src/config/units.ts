/** Values with units, as people write them, and back. Numbers without a unit are ms or bytes. */
const DURATIONS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
/** 1024-based, as operating systems and n8n count memory: 1KB = 1KiB = 1,024 bytes. */
const SIZES = { TB: 1024 ** 4, GB: 1024 ** 3, MB: 1024 ** 2, KB: 1024, B: 1 } as const;

const NUMBER = '(\\d{1,15}(?:\\.\\d{1,9})?)';
const DURATION = new RegExp(`^${NUMBER}\\s*(ms|s|m|h|d)?$`);
const SIZE = new RegExp(`^${NUMBER}\\s*(?:([KMGT])i?B|B)?$`, 'i');
const PLAIN = new RegExp(`^${NUMBER}\\s*$`);

/** Milliseconds from `500ms`, `2s`, `10m`, `1.5h`, `7d` or a number; undefined when it is neither. */
export function parseDuration(value: unknown): number | undefined {
  const parsed = parseUnit(value, DURATION, (unit) => DURATIONS[(unit || 'ms') as keyof typeof DURATIONS]);
  return parsed === undefined ? undefined : Math.round(parsed);
}

/** Whole bytes from `20MB`, `1.5 GB`, `512KiB` (1024-based) or a number; undefined otherwise. */
export function parseSize(value: unknown): number | undefined {
  const parsed = parseUnit(value, SIZE, (letter) => SIZES[`${letter.toUpperCase()}B` as keyof typeof SIZES]);
  return parsed === undefined ? undefined : Math.round(parsed);
}

/** A number from `70%` or 0.7; undefined when it is neither. 70 without % stays 70. */
export function parseRatio(value: unknown): number | undefined {
  if (typeof value !== 'string' || !value.trim().endsWith('%')) return parseUnit(value, PLAIN, () => 1);
  const percent = parseUnit(value.trim().slice(0, -1), PLAIN, () => 1);
  return percent === undefined ? undefined : percent / 100;
}

function parseUnit(
  value: unknown,
  pattern: RegExp,
  factorOf: (unit: string) => number,
): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const match = typeof value === 'string' ? pattern.exec(value.trim()) : null;
  return match ? Number(match[1]) * factorOf(match[2] ?? '') : undefined;
}

/** The shortest exact form: 90000 -> `90s`, 600000 -> `10m`. */
export function formatDuration(ms: number): string {
  return formatUnit(ms, DURATIONS);
}

/** The shortest exact form: 20971520 -> `20MB`, 1500 -> `1500B`. */
export function formatSize(bytes: number): string {
  return formatUnit(bytes, SIZES);
}

function formatUnit(value: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).find(([, size]) => value >= size && value % size === 0);
  const [unit, size] = fitting ?? Object.entries(units).at(-1)!;
  return `${value / size}${unit}`;
}
