import { expect, test } from 'vitest';
import { gone, marksOf, scaleOf, shareOf } from './scale';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-22T02:00:00Z');

test('the axis is in order, whole, and leaves room for the first day beside a month', () => {
  const scale = scaleOf([T0, T0 + 24 * HOUR, T0 + 72 * HOUR, T0 + 720 * HOUR], T0 + HOUR);
  expect(scale.at(T0)).toBe(0);
  const at = [1, 24, 72, 720].map((hours) => scale.at(T0 + hours * HOUR));
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(at[1]).toBeGreaterThan(0.2);
  expect(at[3]).toBeGreaterThan(0.95);
  expect(at[3]).toBeLessThan(1);
  expect(scale.at(T0 - HOUR)).toBe(0);
  expect(scale.at(T0 + 10_000 * HOUR)).toBe(1);
});

test('now is on it, also before and after everything', () => {
  for (const now of [T0 - 5 * HOUR, T0 + 1000 * HOUR]) {
    const at = scaleOf([T0, T0 + 24 * HOUR], now).at(now);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(1);
  }
});

test('marks keep their distance, and the days come before the hours', () => {
  const marks = marksOf(scaleOf([T0, T0 + 720 * HOUR], T0));
  expect(marks.map((m) => m.hours)).toEqual(expect.arrayContaining([24, 72, 168]));
  for (const [i, m] of marks.entries()) {
    expect(m.at).toBeGreaterThan(0.05);
    expect(m.at).toBeLessThan(0.95);
    if (i > 0) expect(m.at - marks[i - 1]!.at).toBeGreaterThanOrEqual(0.12);
  }
  expect(marksOf(scaleOf([T0], T0)).every((m) => m.hours <= 1)).toBe(true);
});

test('shares of the time', () => {
  expect(shareOf(T0, T0 + 24 * HOUR, 75)).toBe(T0 + 18 * HOUR);
  expect(gone(T0, T0 + 24 * HOUR, T0 + 18 * HOUR)).toBe(75);
  expect(gone(T0, T0 + 24 * HOUR, T0 + 18 * HOUR - 1)).toBe(74);
  expect(gone(T0, T0 + 24 * HOUR, T0 - 1)).toBe(0);
  expect(gone(T0, T0 + 24 * HOUR, T0 + 99 * HOUR)).toBe(100);
  expect(gone(T0, T0, T0)).toBe(100);
});
