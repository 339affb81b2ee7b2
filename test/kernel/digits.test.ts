import { roundFine, roundQuantiles } from '../../src/kernel';

describe('roundFine', () => {
  it('keeps four decimals', () => {
    expect(roundFine(0.8712345678)).toBe(0.8712);
    expect(roundFine(1_200)).toBe(1_200);
    expect(roundFine(0.8 * 0.7)).toBe(0.56);
  });
});

describe('roundQuantiles', () => {
  it('keeps four digits of the width, at any level', () => {
    expect(roundQuantiles({ p05: 99.123456, p50: 100.987654, p95: 103.555555 })).toEqual({ p05: 99.123, p50: 100.988, p95: 103.556 });
    expect(roundQuantiles({ p05: 1e9 + 0.12345, p50: 1e9 + 0.5, p95: 1e9 + 0.98765 })).toEqual({ p05: 1e9 + 0.1235, p50: 1e9 + 0.5, p95: 1e9 + 0.9877 });
    expect(roundQuantiles({ p05: 1.23456e-9, p50: 2e-9, p95: 5.55555e-9 })).toEqual({ p05: 1.235e-9, p50: 2e-9, p95: 5.556e-9 });
    expect(roundQuantiles({ p05: -123_456.7, p50: 0.4, p95: 765_432.1 })).toEqual({ p05: -123_457, p50: 0, p95: 765_432 });
  });

  it('leaves an interval without a width one', () => {
    expect(roundQuantiles({ p05: 0.1 + 0.2, p50: 0.1 + 0.2, p95: 0.1 + 0.2 })).toEqual({ p05: 0.3, p50: 0.3, p95: 0.3 });
  });
});
