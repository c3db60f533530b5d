import { expect, test } from 'vitest';
import { addPeriod, durationText, isoPeriod, mayBeShorter, parsePeriod } from './period';

test.each([
  ['P6M', { months: 6, days: 0 }, 'P6M'],
  ['P18M', { months: 18, days: 0 }, 'P1Y6M'],
  ['P1Y2M3W4D', { months: 14, days: 25 }, 'P1Y2M25D'],
  ['P0D', { months: 0, days: 0 }, 'P0D'],
  ['P365D', { months: 0, days: 365 }, 'P365D'],
])('%s is read, and written as the API does', (iso, period, written) => {
  expect(parsePeriod(iso)).toEqual(period);
  expect(isoPeriod(period)).toBe(written);
});

test.each(['', 'P', '6M', 'P6', 'PT6H', 'P1D1M', 'P-1D', 'P1.5M', 'P1000000D', ' P1D', 'P1D\n'])(
  '%j is none',
  (iso) => {
    expect(parsePeriod(iso)).toBeNull();
  },
);

test.each([
  ['en', 'P6M', '6 months'],
  ['en', 'P1M', '1 month'],
  ['en', 'P1Y6M10D', '1 year, 6 months, and 10 days'],
  ['en', 'P0D', '0 days'],
  ['en', 'P2W', '14 days'],
  ['en', 'forever', 'forever'],
  ['de', 'P1Y1D', '1 Jahr und 1 Tag'],
  ['fr', 'P5M10D', '5\u00a0mois et 10\u00a0jours'],
  ['es', 'P1Y6M', '1 año y 6 meses'],
] as const)('%s: %s is “%s”', (language, iso, words) => {
  expect(durationText(language, iso)).toBe(words);
});

test.each([
  // The month's last day, and not a day of the next month.
  ['2026-08-31T12:00:00Z', 'P6M', '2027-02-28T12:00:00.000Z'],
  ['2027-08-31T12:00:00Z', 'P6M', '2028-02-29T12:00:00.000Z'],
  ['2026-12-31T23:59:59Z', 'P2M', '2027-02-28T23:59:59.000Z'],
  ['2026-01-30T00:00:00Z', 'P1M1D', '2026-03-01T00:00:00.000Z'],
  ['2026-11-22T02:00:00Z', 'P1Y', '2027-11-22T02:00:00.000Z'],
  ['2026-11-22T02:00:00Z', 'P180D', '2027-05-21T02:00:00.000Z'],
])('%s and %s end at %s', (start, iso, end) => {
  expect(addPeriod(new Date(start), parsePeriod(iso)!).toISOString()).toBe(end);
});

test.each([
  ['P180D', 'P6M', true],
  ['P6M', 'P180D', false],
  ['P6M', 'P184D', true],
  ['P184D', 'P6M', false],
  ['P6M', 'P6M', false],
  ['P12M', 'P365D', false],
  ['P365D', 'P12M', true],
  ['P30D', 'P1M', true],
])('%s may be shorter than %s: %s', (one, other, shorter) => {
  expect(mayBeShorter(parsePeriod(one)!, parsePeriod(other)!)).toBe(shorter);
});
