// How much time is left, or how long it has been over, in words.

import type { Language } from '../i18n/language';

interface Span {
  over: boolean;
  days: number;
  hours: number;
  minutes: number;
}

const MINUTE = 60_000;

/**
 * The time from now to an instant. What is left is rounded down and what is over
 * up: nobody is told that there is more time than there is.
 */
export function spanTo(instant: number, now: number): Span {
  const over = instant <= now;
  const minutes = over ? Math.ceil((now - instant) / MINUTE) : Math.floor((instant - now) / MINUTE);
  return { over, days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}

/** The two units that count, such as "2 days, 5 hours" or "40 minutes". */
export function spanText(language: Language, span: Span, short = false): string {
  const unit = (unit: 'day' | 'hour' | 'minute', n: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: short ? 'short' : 'long' }).format(n);
  const { days, hours, minutes } = span;
  const parts =
    days > 0
      ? [unit('day', days), ...(hours > 0 ? [unit('hour', hours)] : [])]
      : hours > 0
        ? [unit('hour', hours), ...(minutes > 0 ? [unit('minute', minutes)] : [])]
        : [unit('minute', minutes)];
  return parts.join(', ');
}

/** A distance on the axis: "6 h", "3 days". */
export function hoursText(language: Language, hours: number): string {
  const days = hours >= 24;
  return new Intl.NumberFormat(language, { style: 'unit', unit: days ? 'day' : 'hour', unitDisplay: 'short' }).format(
    days ? hours / 24 : hours,
  );
}
