import type { Language } from './language';

/** The language with the reader's region, if the browser names it. */
export function region(language: Language): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** A date and time in words, in the device's time zone. */
export function formatDateTime(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(region(language), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

export function formatDate(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(region(language), { dateStyle: 'long' }).format(new Date(time));
}

/** A time to the second in UTC, the same for everybody: for records. */
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

/** Makes a sentence of a part of one. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
