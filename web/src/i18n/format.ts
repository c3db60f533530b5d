import type { Language } from './language';

/** The language as it is written where the reader lives, if the browser tells. */
export function region(language: Language): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** A day and time as people write it, in the zone of the device. */
export function formatDateTime(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(region(language), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

export function formatDate(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(region(language), { dateStyle: 'long' }).format(new Date(time));
}

/** A moment as it is the same for everybody, to the second in UTC: for what is filed. */
export function formatMoment(language: Language, time: string): string {
  return new Intl.DateTimeFormat(region(language), { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' }).format(
    new Date(time),
  );
}

export function formatTime(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(region(language), { timeStyle: 'short' }).format(new Date(time));
}

export function formatNumber(language: Language, n: number): string {
  return new Intl.NumberFormat(region(language), { maximumFractionDigits: 10 }).format(n);
}

/** A sentence of what stands within one. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
