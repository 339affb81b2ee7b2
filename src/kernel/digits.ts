/** Digits that say something: what is told to people and programs is no more exact than it is known. */

/** A share, a score or an amount to four decimals. */
export const roundFine = (value: number): number => Math.round(value * 10_000) / 10_000;

interface Quantiles {
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
}

/** Digits of an interval's width that are kept. */
const WIDTH_DIGITS = 4;
/** Digits of a value whose interval has no width. */
const VALUE_DIGITS = 12;

/** The quantiles to four digits of the distance between the outer ones, whatever their level. */
export function roundQuantiles({ p05, p50, p95 }: Quantiles): Quantiles {
  const width = p95 - p05;
  const decimals = WIDTH_DIGITS - Math.ceil(Math.log10(width));
  const round = (value: number): number =>
    width > 0 ? Number(value.toFixed(Math.min(Math.max(decimals, 0), 100))) : Number(value.toPrecision(VALUE_DIGITS));
  return { p05: round(p05), p50: round(p50), p95: round(p95) };
}
