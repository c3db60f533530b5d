import { expect, test } from 'vitest';
import type { RequestClock } from '../api/schema';
import { receiptsIn } from './Complete';
import { daysLeft, firstClock } from './parts';

test('the days that are left are never too many, nor those over too few', () => {
  const now = Date.parse('2026-12-01T12:00:00Z');
  expect(daysLeft('2026-12-03T12:00:00Z', now)).toBe(2);
  expect(daysLeft('2026-12-03T11:59:59Z', now)).toBe(1);
  expect(daysLeft('2026-12-01T12:00:01Z', now)).toBe(0);
  expect(daysLeft('2026-12-01T11:59:59Z', now)).toBe(-1);
  expect(daysLeft('2026-11-30T11:59:59Z', now)).toBe(-2);
});

test('the first clock is the one that is due first', () => {
  const clock = (clause: string, dueAt: string) => ({ clause, dueAt }) as RequestClock;
  const clocks = [clock('gdpr-12-3', '2027-01-01T23:00:00Z'), clock('removal', '2026-12-31T23:00:00Z')];
  expect(firstClock(clocks)?.clause).toBe('removal');
  expect(firstClock([])).toBeNull();
});

test('receipts are found between whatever else was copied', () => {
  const a = 'mfrggzdfmztwq2lknnwg23tpoa';
  const b = 'nfxgk3tpof2wk43unfxw4ylhmu';
  expect(receiptsIn(`Receipt ${a}, https://school.example/teach/privacy/receipts/${b}\n${a}`)).toEqual([a, b]);
  expect(receiptsIn('nothing, or mfrggzdfmztwq2lknnwg23tpoaa')).toEqual([]);
});
