/** Numbers for people. */
export type Unit = 'ms' | 'share' | 'bytes' | 'count';

export function format(value: number | undefined, unit: Unit): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  if (unit === 'ms' && value >= 120_000) return value < 7_200_000 ? `${round(value / 60_000)} min` : `${round(value / 3_600_000)} h`;
  if (unit === 'ms') return value < 1_000 ? `${round(value)} ms` : `${round(value / 1_000)} s`;
  if (unit === 'share') return `${round(value * 100)} %`;
  if (unit === 'bytes') return value < 1_000 * 1_048_576 ? `${Math.round(value / 1_048_576)} MB` : `${round(value / 1_073_741_824)} GB`;
  return value.toLocaleString('en');
}

const round = (value: number): string => (Math.abs(value) < 10 ? String(Number(value.toFixed(1))) : Math.round(value).toLocaleString('en'));

/** How far ahead, in whole minutes or hours. */
export const ahead = (ms: number): string => (ms < 3_600_000 ? `${round(ms / 60_000)} min` : `${round(ms / 3_600_000)} h`);

/** Against the window before; undefined without both. From nothing there is no share. */
export function change(now: number | undefined, before: number | undefined): string | undefined {
  if (now === undefined || before === undefined) return undefined;
  if (before === 0) return now === 0 ? 'as before' : 'from 0';
  const percent = Math.round((now / before - 1) * 100);
  return percent === 0 ? 'as before' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

export const time = (at: number): string => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
