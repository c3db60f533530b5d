import { expect, test } from 'vitest';
import { dayAfter, endOfDay, localDay } from './day';

test('a day and back', () => {
  expect(localDay(endOfDay('2028-02-29')!)).toBe('2028-02-29');
  for (const none of ['', '2027-02-29', '2027-13-01', '27-01-01', '2027-01-01T00:00'])
    expect(endOfDay(none)).toBeNull();
});

test('months later, never a month too far', () => {
  expect(localDay(dayAfter(new Date(2026, 7, 31, 12), 6))).toBe('2027-02-28');
  expect(localDay(dayAfter(new Date(2026, 10, 22), 0))).toBe('2026-11-22');
  expect(localDay(dayAfter(new Date(2026, 11, 15), 1))).toBe('2027-01-15');
});
