import { expect, test } from 'vitest';
import { instantOf, localOf } from './zone';

test.each([
  ['2026-11-22T02:10', 'Europe/Berlin', '2026-11-22T01:10:00.000Z'],
  ['2026-07-01T02:10', 'Europe/Berlin', '2026-07-01T00:10:00.000Z'],
  ['2026-11-22T02:10', 'UTC', '2026-11-22T02:10:00.000Z'],
  ['2026-11-22T02:10', 'America/New_York', '2026-11-22T07:10:00.000Z'],
  ['2026-11-22T02:10', 'Asia/Kathmandu', '2026-11-21T20:25:00.000Z'],
  // Put back: 02:30 comes twice, and the earlier is in summer time.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  // Put forward: 02:30 is left out, half an hour after the leap is 03:30.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-11-22T02:10:30', 'UTC', '2026-11-22T02:10:00.000Z'],
  ['', 'UTC', null],
  ['2026-11-22', 'UTC', null],
  ['gestern', 'UTC', null],
])('%s in %s is %s', (local, zone, instant) => {
  expect(instantOf(local, zone)).toBe(instant);
});

test.each(['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'])(
  '%s: there and back again, every hour of a year',
  (zone) => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000 * 7) {
      const back = Date.parse(instantOf(localOf(at, zone), zone)!);
      // Only the second pass of an hour that comes twice is taken for the first.
      expect([0, 3_600_000]).toContain(at - back);
    }
  },
);
