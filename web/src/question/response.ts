// Responses of all kinds as data: whether two are the same, and what typed text
// means. The server's rules stand in shared/domain/response.go.

import type { Response } from '../api/schema';
import type { Language } from '../i18n/language';

/** Whether two responses say the same. The order of choices says nothing, that of an order everything. */
export function sameResponse(a: Response | undefined, b: Response | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(r: Response | undefined): string {
  if (r === undefined || typeof r !== 'object' || Array.isArray(r)) return JSON.stringify(r) ?? '';
  return JSON.stringify(Object.entries(r).sort(([x], [y]) => (x < y ? -1 : 1)));
}

/** Whether a response takes an answer back, as far as its kind can be taken back. */
export function isBlank(r: Response | undefined): boolean {
  if (r === undefined) return true;
  if (typeof r === 'string') return r.trim() === '';
  return typeof r === 'object' && Object.keys(r).length === 0;
}

/** Length as the server counts: in characters, not in UTF-16 units. */
export function characters(s: string): number {
  return [...s].length;
}

/** Leaves out what isn't text and would have the whole request refused: halves of pairs, and NUL. */
export function plainText(s: string): string {
  return s.replace(/\p{Surrogate}|\0/gu, '');
}

const groups: Record<Language, RegExp> = {
  en: /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/,
  de: /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/,
  fr: /^$/, // groups are set apart by spaces
  es: /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/,
};

/**
 * Reads a number as people type it: with a comma or a point, with groups of
 * three as the language sets them apart, with the signs that keyboards make of
 * a minus. Undefined when it isn't one.
 */
export function parseNumber(typed: string, language: Language): number | undefined {
  let s = typed.replace(/[\s'’_]/g, '').replace(/[\u2212\u2010-\u2014]/g, '-');
  if (groups[language].test(s)) s = s.replace(language === 'en' ? /,/g : /\./g, '');
  if (s.includes(',') && s.includes('.')) {
    // Of two different signs the last separates the fraction, if it occurs once.
    const [group, point] = s.lastIndexOf(',') > s.lastIndexOf('.') ? ['.', ','] : [',', '.'];
    if (s.split(point!).length > 2) return undefined;
    s = s.replaceAll(group!, '');
  }
  s = s.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(s)) return undefined;
  const x = Number(s);
  return Number.isFinite(x) ? x + 0 : undefined;
}
