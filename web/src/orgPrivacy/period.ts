// ISO 8601 durations of calendar time, as the API has them (domain.Period):
// months are counted in UTC and cut to the month's last day, then come days.

import type { Language } from '../i18n/language';

export interface Period {
  months: number;
  days: number;
}

/** Reads a duration such as "P1Y6M" or "P2W"; null if it isn't one. */
export function parsePeriod(s: string): Period | null {
  const found = /^P(?=\d)(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?$/.exec(s);
  if (!found) return null;
  const [years, months, weeks, days] = found.slice(1).map((n) => Number(n ?? 0)) as [number, number, number, number];
  return { months: 12 * years + months, days: 7 * weeks + days };
}

/** Writes it as the API does. */
export function isoPeriod({ months, days }: Period): string {
  const parts = [
    [Math.floor(months / 12), 'Y'],
    [months % 12, 'M'],
    [days, 'D'],
  ] as const;
  return `P${parts.map(([n, unit]) => (n === 0 ? '' : `${n}${unit}`)).join('') || '0D'}`;
}

/** "1 year, 6 months and 10 days", in the language. */
function periodText(language: Language, { months, days }: Period): string {
  const parts = [
    [Math.floor(months / 12), 'year'],
    [months % 12, 'month'],
    [days, 'day'],
  ] as const;
  const said = parts.filter(([n]) => n !== 0);
  const words = (said.length > 0 ? said : [parts[2]]).map(([n, unit]) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(n),
  );
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(words);
}

/** The duration in words, or as it is if it can't be read. */
export function durationText(language: Language, iso: string): string {
  const period = parsePeriod(iso);
  return period ? periodText(language, period) : iso;
}

/** When a period ends that begins at the time. */
export function addPeriod(time: Date, { months, days }: Period): Date {
  const end = new Date(time);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + months);
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(time.getUTCDate(), last));
  end.setUTCDate(end.getUTCDate() + days);
  return end;
}

/** Whether a period ends earlier than the other for some beginning: 180 days are shorter than 6 months, and P181D may be. */
export function mayBeShorter(period: Period, other: Period): boolean {
  for (let month = 0; month < 48; month++) {
    for (const day of [1, 15, 28, 31]) {
      const start = new Date(Date.UTC(2024, month, day));
      if (addPeriod(start, period) < addPeriod(start, other)) return true;
    }
  }
  return false;
}
