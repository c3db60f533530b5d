// What typed text means as a number.

import type { Language } from '../i18n/language';

const groups: Record<Language, RegExp> = {
  en: /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/,
  de: /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/,
  fr: /^$/, // groups are set apart by spaces
  es: /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/,
};

/** What may stand around a number: a currency before it, or after it a sign or a unit. Other words may change what it says: 3 million. */
const name = '[nµmcdhkMGT]?(?:m|g|l|L|s|A|K|V|W|J|N|Pa|Hz|Wh|mol|cal|bar|h|t|min)[²³23]?';
const unit = new RegExp(`^[€$£¥]?\\s*(.*[\\d.,])\\s*(?:[€$£¥%‰′″]|°[CF]?|\\s${name}(?:/${name})?)?$`, 'u');

/**
 * Reads a number as people type it: with a comma or a point, with groups of
 * three as the language sets them apart, with the signs that keyboards make of
 * a minus, with the digits of Arabic or of full width, with a unit. Undefined when it isn't one.
 */
export function parseNumber(typed: string, language: Language): number | undefined {
  const plain = typed
    .replace(/[\uff00-\uff5e]/g, (sign) => sign.normalize('NFKC'))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\u066b/g, '.')
    .replace(/[\u066c\p{Cf}]/gu, '')
    .trim();
  return parse(plain, language) ?? parse(unit.exec(plain)?.[1] ?? '', language);
}

function parse(text: string, language: Language): number | undefined {
  let s = text.replace(/[\s'’_]/g, '').replace(/[\u2212\u2010-\u2014]/g, '-');
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
