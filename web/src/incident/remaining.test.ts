import { expect, test } from 'vitest';
import { hoursText, spanText, spanTo } from './remaining';

const MINUTE = 60_000;
const text = (minutes: number, seconds = 0) => spanText('en', spanTo(minutes * MINUTE + seconds * 1000, 0));

test.each([
  [0, 59, '0 minutes'],
  [1, 0, '1 minute'],
  [59, 59, '59 minutes'],
  [60, 0, '1 hour'],
  [61, 0, '1 hour, 1 minute'],
  [24 * 60 - 1, 0, '23 hours, 59 minutes'],
  [24 * 60, 0, '1 day'],
  [25 * 60 + 59, 0, '1 day, 1 hour'],
  [72 * 60, 0, '3 days'],
])('%i min %i s are %s', (minutes, seconds, words) => {
  expect(text(minutes, seconds)).toBe(words);
});

test('nobody is told that there is more time than there is', () => {
  expect(spanTo(119_999, 0)).toEqual({ over: false, days: 0, hours: 0, minutes: 1 });
  expect(spanTo(0, 60_001)).toEqual({ over: true, days: 0, hours: 0, minutes: 2 });
  expect(spanTo(0, 0).over).toBe(true);
});

test('in other languages', () => {
  const span = spanTo(25 * 60 * MINUTE, 0);
  expect(spanText('de', span)).toBe('1 Tag, 1 Stunde');
  expect(spanText('fr', span).replace(/[\u00a0\u202f]/g, ' ')).toBe('1 jour, 1 heure');
  expect(spanText('es', span)).toBe('1 día, 1 hora');
  expect(hoursText('de', 72)).toMatch(/^3 (Tage|Tg\.)$/);
  expect(hoursText('en', 6)).toBe('6 hr');
});
