import fc from 'fast-check';
import { formatDuration, formatSize, parseDuration, parseRatio, parseSize } from '../../src/config';
import { processorMs } from '../support/processor-time';

test.each([
  ['500ms', 500], ['2s', 2_000], ['10m', 600_000], ['1.5h', 5_400_000], ['7d', 604_800_000],
  ['0s', 0], [' 2 s ', 2_000], ['250', 250], [250, 250], [0, 0], ['0.5ms', 1],
])('the duration %j is %d ms', (value, expected) => {
  expect(parseDuration(value)).toBe(expected);
});

test.each([
  ['20MB', 20 * 1024 ** 2], ['1GB', 1024 ** 3], ['512KB', 524_288], ['512kib', 524_288], ['1.5 GB', 1_610_612_736],
  ['2TB', 2 * 1024 ** 4], ['10B', 10], ['10', 10], [10.4, 10], ['1GiB', 1024 ** 3],
])('the size %j is %d bytes', (value, expected) => {
  expect(parseSize(value)).toBe(expected);
});

test.each([['70%', 0.7], ['0.7', 0.7], [0.7, 0.7], ['100 %', 1], ['0%', 0], [1, 1], ['2.5%', 0.025], [0.1 + 0.2, 0.1 + 0.2], ['70', 70]])(
  'the ratio %j is %d',
  (value, expected) => {
    expect(parseRatio(value)).toBe(expected);
  },
);

const nonsense = ['', ' ', 'abc', '-5s', '5 minutes', '1e3', '1,5s', 'Infinity', '٣s', '5ss', 's', '5 s s', '1'.repeat(16), null, undefined, true, [], {}, NaN, -1, Infinity];

test.each(nonsense)('%p is no value with a unit', (value) => {
  expect(parseDuration(value)).toBeUndefined();
  expect(parseSize(value)).toBeUndefined();
  expect(parseRatio(value)).toBeUndefined();
});

test.each(['5MB', '5M', '5%', '5min', '5S'])('%p is no duration', (value) => {
  expect(parseDuration(value)).toBeUndefined();
});

test.each(['5s', '5M', '5%', '5MiBB', '5iB'])('%p is no size', (value) => {
  expect(parseSize(value)).toBeUndefined();
});

test.each([[0, '0ms'], [90_000, '90s'], [600_000, '10m'], [1_500, '1500ms'], [86_400_000, '1d']])(
  '%d ms is written %s',
  (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  },
);

test.each([[0, '0B'], [20_971_520, '20MB'], [1_500, '1500B'], [1024 ** 4, '1TB']])('%d bytes are written %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

describe('for any number', () => {
  const whole = fc.integer({ min: 0, max: 999_999_999_999_999 }); // 15 digits are read

  test('what is written is read back', () => {
    fc.assert(fc.property(whole, (value) => {
      expect(parseDuration(formatDuration(value))).toBe(value);
      expect(parseSize(formatSize(value))).toBe(value);
    }));
  });

  test('a larger unit is the smaller one times its factor, in any spelling', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const space = fc.constantFrom('', ' ', '  ');
    fc.assert(fc.property(amount, space, (value, gap) => {
      expect(parseDuration(`${value}${gap}s`)).toBe(value * 1_000);
      expect(parseDuration(`${value}${gap}h`)).toBe(parseDuration(`${value * 60}m`));
      expect(parseSize(`${value}${gap}MB`)).toBe(parseSize(`${value * 1024}kb`));
      expect(parseSize(`${value}${gap}MiB`)).toBe(parseSize(`${value}MB`));
    }));
  });

  test('percentages are hundredths, and never out of order', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
      expect(parseRatio(`${a}%`)).toBe(a / 100);
      expect(Math.sign((parseRatio(`${a}%`) ?? NaN) - (parseRatio(`${b}%`) ?? NaN))).toBe(Math.sign(a - b));
    }));
  });

  test('any text at all is a number or undefined, quickly', async () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
      for (const parse of [parseDuration, parseSize, parseRatio]) {
        const parsed = parse(text);
        expect(parsed === undefined || (Number.isFinite(parsed) && parsed >= 0)).toBe(true);
      }
    }), { numRuns: 2_000 });
    const hostile = (): void => {
      parseSize(`${'1'.repeat(1_000_000)} x`);
      parseDuration(`1${' '.repeat(100_000)}x`);
    };
    expect(await processorMs(hostile)).toBeLessThan(1_000);
  });
});
