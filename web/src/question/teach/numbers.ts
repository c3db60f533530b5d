// Numbers as files have them: written by programs or by people, in one country
// or another, with or without a unit.

import type { Lost, NumberStyle } from './formats';

/** What GIFT and Moodle XML prescribe. */
export const withPoint: NumberStyle = { decimal: '.', certain: true };

const number = /^([+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?)(.*)$/s;
// One word, such as km/h, m², °C or %; digits only as powers: "5 or 6" is no number.
const unit = /^[°%‰€$£¥′″\p{L}µΩ][\p{L}µΩ°/·*^²³⁻¹]*-?\d?(\/[\p{L}µΩ]+[²³\d]?)?$/u;

/**
 * Reads a number, or undefined where it isn't one. What is left out of it, and
 * readings that could be others, go to `lost`.
 */
export function readNumber(written: string, style: NumberStyle, lost: Lost[]): number | undefined {
  const s = written
    .trim()
    .replace(/[\u2212\u2010-\u2014]/g, '-')
    .replace(/(\d)[\s'’_\u00a0\u202f](?=\d{3}(?!\d))/g, '$1')
    .replace(/^([€$£¥])\s*(?=[\d.,+-])/, '')
    .replace(/^([+-])\s+/, '$1');
  const [, digits, after] = number.exec(s) ?? [];
  if (digits === undefined) return undefined;
  const rest = after!.trim();
  if (rest !== '' && !unit.test(rest)) return undefined;
  const read = valueIn(digits, style);
  if (read === undefined) return undefined;
  const { value, ambiguous } = read;
  if (!Number.isFinite(value)) return undefined;
  if (ambiguous) lost.push({ code: 'ambiguous-number', detail: `${written.trim()} → ${value}` });
  if (rest !== '' || /^\s*[€$£¥]/.test(written)) lost.push({ code: 'units' });
  return value + 0;
}

function valueIn(digits: string, style: NumberStyle): { value: number; ambiguous: boolean } | undefined {
  const [, mantissa, exponent] = /^([^eE]+)(.*)$/.exec(digits)!;
  const signs = mantissa!.replace(/[^.,]/g, '');
  const exact = (text: string, ambiguous = false) => ({ value: Number(text + exponent!), ambiguous });
  const plain = (group: string) => mantissa!.replaceAll(group, '').replace(',', '.');
  if (signs === '') return exact(mantissa!);
  const last = signs.at(-1)!;
  const other = last === '.' ? ',' : '.';
  if (signs.includes(other)) {
    const grouped = other === ',' ? /^[+-]?\d{1,3}(,\d{3})+\.\d*$/ : /^[+-]?\d{1,3}(\.\d{3})+,\d*$/;
    return grouped.test(mantissa!) ? exact(plain(other)) : undefined;
  }
  const grouped = last === ',' ? /^[+-]?\d{1,3}(,\d{3})+$/ : /^[+-]?\d{1,3}(\.\d{3})+$/;
  if (signs.length > 1) return grouped.test(mantissa!) ? exact(mantissa!.replaceAll(last, '')) : undefined;
  if (style.certain && last === style.decimal) return exact(mantissa!);
  // 1.000 and 3,530 are two numbers each; 0.500 and 12.5 are one.
  if (!grouped.test(mantissa!) || /^[+-]?0/.test(mantissa!) || exponent !== '')
    return exact(mantissa!.replace(',', '.'));
  return last === style.decimal ? exact(mantissa!.replace(',', '.'), true) : exact(mantissa!.replace(last, ''), true);
}

/** Reads how far a response may be off: a number, or a percentage of `value`. */
export function readTolerance(written: string, value: number, style: NumberStyle, lost: Lost[]): number | undefined {
  const percent = /^(.*\d)\s*%$/s.exec(written.trim());
  if (!percent) {
    const n = readNumber(written, style, lost);
    return n === undefined ? undefined : Math.abs(n);
  }
  const share = readNumber(percent[1]!, style, lost);
  return share === undefined ? undefined : Number(Math.abs((value * share) / 100).toPrecision(12));
}
