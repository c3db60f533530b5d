import type { Language } from './language';

/** A day and time as people write it, in the zone of the device. */
export function formatDateTime(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

export function formatDate(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(time));
}

export function formatTime(language: Language, time: string | Date): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(time));
}

export function formatNumber(language: Language, n: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 10 }).format(n);
}
